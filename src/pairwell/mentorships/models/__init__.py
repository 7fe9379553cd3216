"""Tables of the mentorships room, one file per kind of thing."""

from pairwell.mentorships.models.agreement import Agreement, MentorshipSettings, Signature, SkillLevel
from pairwell.mentorships.models.calendars import BusyTime, PersonCalendar
from pairwell.mentorships.models.conversation import EarlierText, Message, Note, ReadMark
from pairwell.mentorships.models.goals import Goal, Milestone
from pairwell.mentorships.models.mentorship import Ending, Membership, Mentorship
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
    "EarlierText",
    "Ending",
    "Goal",
    "Membership",
    "Mentorship",
    "MentorshipSettings",
    "Message",
    "Milestone",
    "Note",
    "PersonCalendar",
    "ReadMark",
    "Reflection",
    "Session",
    "SessionNotes",
    "SessionSeries",
    "Signature",
    "SkillLevel",
]
