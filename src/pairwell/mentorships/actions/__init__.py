"""The verbs of the mentorships room, one file per journey."""

from pairwell.mentorships.actions.agenda import (
    add_agenda_item,
    change_agenda_item,
    move_agenda_item,
    remove_agenda_item,
    tick_agenda_item,
    use_activity,
)
from pairwell.mentorships.actions.agreement import AgreementChanged, agree, change_agreement, say_levels
from pairwell.mentorships.actions.begin import begin_mentorship, start_due
from pairwell.mentorships.actions.calendars import (
    give_busy_address,
    own_calendar,
    read_busy_times,
    replace_feed,
)
from pairwell.mentorships.actions.closing import (
    answer_help,
    ask_for_help,
    issue_certificate,
    wish_next,
)
from pairwell.mentorships.actions.conversation import (
    Upload,
    edit_message,
    mark_read,
    take_file_away,
    write_message,
)
from pairwell.mentorships.actions.ending import (
    choose_another,
    complete_mentorship,
    end_mentorship,
    pause_mentorship,
    resume_mentorship,
)
from pairwell.mentorships.actions.goals import (
    add_step,
    change_goal,
    drop_goal,
    reach_goal,
    reopen_goal,
    report_progress,
    set_goal,
    tick_step,
)
from pairwell.mentorships.actions.live import begin_session, save_session_notes
from pairwell.mentorships.actions.notes import NoteChanged, change_note, remove_note, write_note
from pairwell.mentorships.actions.nudges import add_remark, nudge, nudge_many
from pairwell.mentorships.actions.projects import (
    attach_file,
    make_step,
    plan_step,
    remove_file,
    review_goal,
    show_result,
)
from pairwell.mentorships.actions.reflection import reflect
from pairwell.mentorships.actions.reports import close_report, read_report, report_message
from pairwell.mentorships.actions.series import cancel_following, move_following, plan_series
from pairwell.mentorships.actions.sessions import (
    cancel_session,
    hold_session,
    miss_session,
    move_session,
    note_meeting,
    plan_session,
)
from pairwell.mentorships.actions.vouching import vouch_for
from pairwell.mentorships.actions.ways import change_settings

__all__ = [
    "AgreementChanged",
    "NoteChanged",
    "Upload",
    "add_agenda_item",
    "add_remark",
    "add_step",
    "agree",
    "answer_help",
    "ask_for_help",
    "attach_file",
    "begin_mentorship",
    "begin_session",
    "cancel_following",
    "cancel_session",
    "change_agenda_item",
    "change_agreement",
    "change_goal",
    "change_note",
    "change_settings",
    "choose_another",
    "close_report",
    "complete_mentorship",
    "drop_goal",
    "edit_message",
    "end_mentorship",
    "give_busy_address",
    "hold_session",
    "issue_certificate",
    "make_step",
    "mark_read",
    "miss_session",
    "move_agenda_item",
    "move_following",
    "move_session",
    "note_meeting",
    "nudge",
    "nudge_many",
    "own_calendar",
    "pause_mentorship",
    "plan_series",
    "plan_session",
    "plan_step",
    "reach_goal",
    "read_busy_times",
    "read_report",
    "reflect",
    "remove_agenda_item",
    "remove_file",
    "remove_note",
    "reopen_goal",
    "replace_feed",
    "report_message",
    "report_progress",
    "resume_mentorship",
    "review_goal",
    "save_session_notes",
    "say_levels",
    "set_goal",
    "show_result",
    "start_due",
    "take_file_away",
    "tick_agenda_item",
    "tick_step",
    "use_activity",
    "vouch_for",
    "wish_next",
    "write_message",
    "write_note",
]
