"""Verbs of the programs room, by what they change."""

from pairwell.programs.actions.again import remove_template, run_again, save_as_template
from pairwell.programs.actions.announce import (
    announce,
    mark_announcement_read,
    send_due_announcements,
    withdraw_announcement,
)
from pairwell.programs.actions.bulk import BulkDone, enroll_many
from pairwell.programs.actions.decide import Decided, approve, decline, withdraw
from pairwell.programs.actions.drafts import forget_draft, save_draft
from pairwell.programs.actions.enroll import Application, change_answers, enroll, enroll_by_manager
from pairwell.programs.actions.files import keep_file
from pairwell.programs.actions.invite import Invited, invite
from pairwell.programs.actions.objectives import add_objective, change_objective, drop_objective
from pairwell.programs.actions.places import change_places, hold_place, hold_places, release_place
from pairwell.programs.actions.planned_moves import cancel_planned_move, make_due_moves, plan_move
from pairwell.programs.actions.policy import add_policy_version
from pairwell.programs.actions.preferences import avoid, rank_choices, set_avoidances
from pairwell.programs.actions.program import (
    Outdated,
    create_program_from_template,
    move_program,
    settings_digest,
    update_program,
)
from pairwell.programs.actions.questions import (
    add_question,
    change_question,
    look_at_change,
    move_question,
    remove_question,
)
from pairwell.programs.actions.team import add_to_team, remove_from_team

__all__ = [
    "Application",
    "BulkDone",
    "Decided",
    "Invited",
    "Outdated",
    "add_objective",
    "add_policy_version",
    "add_question",
    "add_to_team",
    "announce",
    "approve",
    "avoid",
    "cancel_planned_move",
    "change_answers",
    "change_objective",
    "change_places",
    "change_question",
    "create_program_from_template",
    "decline",
    "drop_objective",
    "enroll",
    "enroll_by_manager",
    "enroll_many",
    "forget_draft",
    "hold_place",
    "hold_places",
    "invite",
    "keep_file",
    "look_at_change",
    "make_due_moves",
    "mark_announcement_read",
    "move_program",
    "move_question",
    "plan_move",
    "rank_choices",
    "release_place",
    "remove_from_team",
    "remove_question",
    "remove_template",
    "run_again",
    "save_as_template",
    "save_draft",
    "send_due_announcements",
    "set_avoidances",
    "settings_digest",
    "update_program",
    "withdraw",
    "withdraw_announcement",
]
