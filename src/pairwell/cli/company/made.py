"""What the generator made, kept as it made it: the truth that every figure can be held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model

from pairwell.mentorships.models import Goal, Membership, Mentorship, Milestone, Reflection, Session
from pairwell.pairing.models import Proposal
from pairwell.programs.models import Enrollment, Program
from pairwell.surveys.states import Audience, Moment

#: What figures are made of; the rest is not kept.
_KEPT: Final = (Mentorship, Membership, Session, Reflection, Goal, Milestone, Proposal)


@dataclass(frozen=True, slots=True)
class Said:
    """The answers to one survey. is_closed: whether its time to answer is over."""

    moment: Moment
    audience: Audience
    is_closed: bool
    answers: Sequence[Mapping[str, Any]]


class Made:
    """One program: its places, the rows of its mentorships and the answers to its surveys, never read back."""

    def __init__(
        self,
        program: Program,
        places: Sequence[Enrollment],
        rows: Mapping[type[Model], list[Any]],
        said: Sequence[Said],
    ) -> None:
        self.program, self.places, self.said = program, places, said
        self.rows: dict[type[Model], list[Any]] = {table: rows.get(table, []) for table in _KEPT}
