"""Tables of the mentorships room, one file per kind of thing."""

from pairwell.mentorships.models.agreement import Agreement, MentorshipSettings, Signature, SkillLevel
from pairwell.mentorships.models.calendars import BusyTime, PersonCalendar
from pairwell.mentorships.models.closing import Certificate, HelpRequest
from pairwell.mentorships.models.conversation import (
    Conversation,
    EarlierText,
    Mention,
    Message,
    MessageFile,
    Note,
    ReadMark,
)
from pairwell.mentorships.models.goals import Goal, GoalFile, GoalReview, Milestone
from pairwell.mentorships.models.mentorship import Ending, Membership, Mentorship
from pairwell.mentorships.models.remarks import Remark
from pairwell.mentorships.models.reports import MessageReport, ReportReading
from pairwell.mentorships.models.sessions import (
    AgendaItem,
    Attendance,
    Reflection,
    Session,
    SessionAnswer,
    SessionNotes,
    SessionSeries,
)

__all__ = [
    "AgendaItem",
    "Agreement",
    "Attendance",
    "BusyTime",
    "Certificate",
    "Conversation",
    "EarlierText",
    "Ending",
    "Goal",
    "GoalFile",
    "GoalReview",
    "HelpRequest",
    "Membership",
    "Mention",
    "Mentorship",
    "MentorshipSettings",
    "Message",
    "MessageFile",
    "MessageReport",
    "Milestone",
    "Note",
    "PersonCalendar",
    "ReadMark",
    "Reflection",
    "Remark",
    "ReportReading",
    "Session",
    "SessionAnswer",
    "SessionNotes",
    "SessionSeries",
    "Signature",
    "SkillLevel",
]
