"""A program's surveys at a glance."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from pairwell.programs.models import Program
from pairwell.surveys.models import Survey
from pairwell.surveys.rules.timing import due_on
from pairwell.surveys.states import Anchor


@dataclass(frozen=True, slots=True)
class Line:
    """One survey of the list. opens_on: None when it hangs on mentorships or on a date nobody has set."""

    survey: Survey
    asked: int
    answered: int
    questions: int
    opens_on: date | None

    @property
    def is_rolling(self) -> bool:
        """Whether each mentorship has its own day."""
        return self.survey.anchor == Anchor.MENTORSHIP_START

    @property
    def share(self) -> float:
        """Share of those asked who have answered."""
        return self.answered / self.asked if self.asked else 0.0


def surveys_of(program: Program) -> list[Line]:
    """Every survey of a program, with how many were asked and have answered."""
    rows = Survey.objects.filter(program=program).annotate(
        asked=Count("requests", distinct=True),
        answered=Count("requests", distinct=True, filter=Q(requests__answered_on__isnull=False)),
        asks=Count("questions", distinct=True),
    )
    return [
        Line(
            row,
            row.asked,
            row.answered,
            row.asks,
            due_on(row.anchor, row.days, starts_on=program.starts_on, ends_on=program.ends_on),
        )
        for row in rows.order_by("id")
    ]
