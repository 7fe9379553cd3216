"""Verbs of the people room, by what they change."""

from pairwell.people.actions.catalog import load_skills
from pairwell.people.actions.cv import (
    discard_reading,
    leave_suggestion,
    read_cv,
    take_suggestion,
)
from pairwell.people.actions.directory import (
    add_person,
    change_person,
    grant_role,
    revoke_role,
    switch_off,
    switch_on,
)
from pairwell.people.actions.endorsements import endorse, hide_endorsement, withdraw_endorsement
from pairwell.people.actions.imports import choose_mapping, start_import, start_undo, upload
from pairwell.people.actions.journey import add_step, change_step, move_step, remove_step
from pairwell.people.actions.organization import change_organization
from pairwell.people.actions.photo import remove_photo, set_photo
from pairwell.people.actions.profile import add_skill, change_profile, set_skills, set_time_zone
from pairwell.people.actions.roles import load_roles, read_roles, set_aim, write_role
from pairwell.people.actions.skills import (
    add_catalog_skill,
    change_catalog_skill,
    import_catalog,
    merge_skills,
    undo_merge,
)

__all__ = [
    "add_catalog_skill",
    "add_person",
    "add_skill",
    "add_step",
    "change_catalog_skill",
    "change_organization",
    "change_person",
    "change_profile",
    "change_step",
    "choose_mapping",
    "discard_reading",
    "endorse",
    "grant_role",
    "hide_endorsement",
    "import_catalog",
    "leave_suggestion",
    "load_roles",
    "load_skills",
    "merge_skills",
    "move_step",
    "read_cv",
    "read_roles",
    "remove_photo",
    "remove_step",
    "revoke_role",
    "set_aim",
    "set_photo",
    "set_skills",
    "set_time_zone",
    "start_import",
    "start_undo",
    "switch_off",
    "switch_on",
    "take_suggestion",
    "undo_merge",
    "upload",
    "withdraw_endorsement",
    "write_role",
]
