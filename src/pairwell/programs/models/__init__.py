"""Tables of the programs room, one file per kind of thing."""

from pairwell.programs.models.enrollment import (
    Answer,
    Avoidance,
    Enrollment,
    EnrollmentDraft,
    Invitation,
    RankedChoice,
)
from pairwell.programs.models.program import Grant, Policy, Program, Question

__all__ = [
    "Answer",
    "Avoidance",
    "Enrollment",
    "EnrollmentDraft",
    "Grant",
    "Invitation",
    "Policy",
    "Program",
    "Question",
    "RankedChoice",
]
