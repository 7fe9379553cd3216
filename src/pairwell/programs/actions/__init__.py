"""Verbs of the programs room, by what they change."""

from pairwell.programs.actions.bulk import BulkDone, enroll_many
from pairwell.programs.actions.decide import Decided, approve, decline, withdraw
from pairwell.programs.actions.drafts import forget_draft, save_draft
from pairwell.programs.actions.enroll import Application, change_answers, enroll, enroll_by_manager
from pairwell.programs.actions.invite import Invited, invite
from pairwell.programs.actions.places import change_places, hold_place, hold_places, release_place
from pairwell.programs.actions.policy import add_policy_version
from pairwell.programs.actions.preferences import avoid, rank_choices, set_avoidances
from pairwell.programs.actions.program import (
    Outdated,
    create_program_from_template,
    move_program,
    update_program,
)
from pairwell.programs.actions.questions import add_question, change_question, move_question, remove_question
from pairwell.programs.actions.team import add_to_team, remove_from_team

__all__ = [
    "Application",
    "BulkDone",
    "Decided",
    "Invited",
    "Outdated",
    "add_policy_version",
    "add_question",
    "add_to_team",
    "approve",
    "avoid",
    "change_answers",
    "change_places",
    "change_question",
    "create_program_from_template",
    "decline",
    "enroll",
    "enroll_by_manager",
    "enroll_many",
    "forget_draft",
    "hold_place",
    "hold_places",
    "invite",
    "move_program",
    "move_question",
    "rank_choices",
    "release_place",
    "remove_from_team",
    "remove_question",
    "save_draft",
    "set_avoidances",
    "update_program",
    "withdraw",
]
