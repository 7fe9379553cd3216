"""Tables of the programs room, one file per kind of thing."""

from pairwell.programs.models.announcement import Announcement, AnnouncementCopy
from pairwell.programs.models.enrollment import (
    Answer,
    Avoidance,
    Enrollment,
    EnrollmentDraft,
    Invitation,
    Listed,
    RankedChoice,
)
from pairwell.programs.models.events import EventSeat, ProgramEvent
from pairwell.programs.models.joining import AnswerFile, Approval, Nomination
from pairwell.programs.models.letters import LetterWords
from pairwell.programs.models.program import Grant, Policy, Program, Question, QuestionVersion
from pairwell.programs.models.setup import Objective, OwnTemplate, PlannedMove
from pairwell.programs.models.table import BulkStep, SavedView

__all__ = [
    "Announcement",
    "AnnouncementCopy",
    "Answer",
    "AnswerFile",
    "Approval",
    "Avoidance",
    "BulkStep",
    "Enrollment",
    "EnrollmentDraft",
    "EventSeat",
    "Grant",
    "Invitation",
    "LetterWords",
    "Listed",
    "Nomination",
    "Objective",
    "OwnTemplate",
    "PlannedMove",
    "Policy",
    "Program",
    "ProgramEvent",
    "Question",
    "QuestionVersion",
    "RankedChoice",
    "SavedView",
]
