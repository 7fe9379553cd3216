"""Tables of the mentorships room, one file per kind of thing."""

from pairwell.mentorships.models.conversation import EarlierText, Message, Note, ReadMark
from pairwell.mentorships.models.goals import Goal, Milestone
from pairwell.mentorships.models.mentorship import Ending, Membership, Mentorship
from pairwell.mentorships.models.sessions import AgendaItem, Attendance, Reflection, Session

__all__ = [
    "AgendaItem",
    "Attendance",
    "EarlierText",
    "Ending",
    "Goal",
    "Membership",
    "Mentorship",
    "Message",
    "Milestone",
    "Note",
    "ReadMark",
    "Reflection",
    "Session",
]
