"""Tables of the mentorships room, one file per kind of thing."""

from pairwell.mentorships.models.agreement import Agreement, MentorshipSettings, Signature, SkillLevel
from pairwell.mentorships.models.calendars import BusyTime, PersonCalendar
from pairwell.mentorships.models.closing import Certificate, HelpRequest
from pairwell.mentorships.models.conversation import EarlierText, Message, Note, ReadMark
from pairwell.mentorships.models.goals import Goal, GoalFile, GoalReview, Milestone
from pairwell.mentorships.models.mentorship import Ending, Membership, Mentorship
from pairwell.mentorships.models.remarks import Remark
from pairwell.mentorships.models.sessions import (
    AgendaItem,
    Attendance,
    Reflection,
    Session,
    SessionNotes,
    SessionSeries,
)

__all__ = [
    "AgendaItem",
    "Agreement",
    "Attendance",
    "BusyTime",
    "Certificate",
    "EarlierText",
    "Ending",
    "Goal",
    "GoalFile",
    "GoalReview",
    "HelpRequest",
    "Membership",
    "Mentorship",
    "MentorshipSettings",
    "Message",
    "Milestone",
    "Note",
    "PersonCalendar",
    "ReadMark",
    "Reflection",
    "Remark",
    "Session",
    "SessionNotes",
    "SessionSeries",
    "Signature",
    "SkillLevel",
]
