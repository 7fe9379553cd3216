"""Verbs of the people room, by what they change."""

from pairwell.people.actions.catalog import load_skills
from pairwell.people.actions.directory import (
    add_person,
    change_person,
    grant_role,
    revoke_role,
    switch_off,
    switch_on,
)
from pairwell.people.actions.imports import choose_mapping, start_import, start_undo, upload
from pairwell.people.actions.organization import change_organization
from pairwell.people.actions.profile import change_profile, set_skills, set_time_zone

__all__ = [
    "add_person",
    "change_organization",
    "change_person",
    "change_profile",
    "choose_mapping",
    "grant_role",
    "load_skills",
    "revoke_role",
    "set_skills",
    "set_time_zone",
    "start_import",
    "start_undo",
    "switch_off",
    "switch_on",
    "upload",
]
