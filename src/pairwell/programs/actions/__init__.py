"""Verbs of the programs room, by what they change."""

from pairwell.programs.actions.again import remove_template, run_again, save_as_template
from pairwell.programs.actions.announce import (
    announce,
    mark_announcement_read,
    send_due_announcements,
    withdraw_announcement,
)
from pairwell.programs.actions.approval import answer_approval
from pairwell.programs.actions.bulk import BulkDone, enroll_many
from pairwell.programs.actions.decide import Decided, approve, decline, withdraw
from pairwell.programs.actions.desk import admit_trained, move_line
from pairwell.programs.actions.drafts import forget_draft, save_draft
from pairwell.programs.actions.enroll import Application, change_answers, enroll, enroll_by_manager
from pairwell.programs.actions.files import keep_file
from pairwell.programs.actions.invite import Invited, invite, join_by_code
from pairwell.programs.actions.nominate import Nominated, enroll_nominated, nominate, opt_out
from pairwell.programs.actions.objectives import add_objective, change_objective, drop_objective
from pairwell.programs.actions.pause import pause_enrollment, resume_due, resume_enrollment
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
from pairwell.programs.actions.wording import change_letter_words, reset_letter_words

__all__ = [
    "Application",
    "BulkDone",
    "Decided",
    "Invited",
    "Nominated",
    "Outdated",
    "add_objective",
    "add_policy_version",
    "add_question",
    "add_to_team",
    "admit_trained",
    "announce",
    "answer_approval",
    "approve",
    "avoid",
    "cancel_planned_move",
    "change_answers",
    "change_letter_words",
    "change_objective",
    "change_places",
    "change_question",
    "create_program_from_template",
    "decline",
    "drop_objective",
    "enroll",
    "enroll_by_manager",
    "enroll_many",
    "enroll_nominated",
    "forget_draft",
    "hold_place",
    "hold_places",
    "invite",
    "join_by_code",
    "keep_file",
    "look_at_change",
    "make_due_moves",
    "mark_announcement_read",
    "move_line",
    "move_program",
    "move_question",
    "nominate",
    "opt_out",
    "pause_enrollment",
    "plan_move",
    "rank_choices",
    "release_place",
    "remove_from_team",
    "remove_question",
    "remove_template",
    "reset_letter_words",
    "resume_due",
    "resume_enrollment",
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
