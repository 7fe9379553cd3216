"""A program beside its own earlier runs: the same figures, and what may be said of the difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from pairwell.insights.definitions import DEFINITIONS, Definition
from pairwell.insights.differences import in_points, is_sure, signed
from pairwell.insights.figures import Figure
from pairwell.insights.statistics import Interval, apart
from pairwell.programs.models import Program
from pairwell.programs.states import OVER

MOST = 3
"""Earlier runs that are shown."""
_STEPS: Final = 20
KEYS: Final = (
    "matched", "mentorships", "ended_early", "sessions_each", "in_rhythm", "days_to_match", "days_to_first_session",
    "goals_reached", "fit", "mentees_satisfied", "mentors_satisfied", "recommend", "usefulness", "skill_growth",
)  # fmt: skip
_SUMS: Final = {"matched", "mentorships", "ended_early", "goals_reached", "sessions_each"}
"""They depend on how many took part or for how long, so that a difference would say nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of every run, this one first. change: in words, "" when there is none to tell.

    interval: the range of the change, None where the figures have none.
    """

    definition: Definition
    figures: tuple[Figure, ...]
    change: str = ""
    interval: Interval | None = None

    @property
    def verdict(self) -> str:
        """Whether the change is more than chance, as far as that can be said."""
        if self.interval is None:
            return ""
        return "" if is_sure(self.interval) else "may be chance"


@dataclass(frozen=True, slots=True)
class Runs:
    """programs: this one, then the earlier ones, the latest first."""

    programs: tuple[Program, ...]
    lines: tuple[Line, ...]

    @property
    def rows(self) -> list[tuple[Line, list[tuple[Program, Figure]]]]:
        """Every line with its figures, each beside the run it is of."""
        return [(line, list(zip(self.programs, line.figures, strict=True))) for line in self.lines]

    @property
    def is_over(self) -> bool:
        """Whether nothing will be added to this run any more."""
        return self.programs[0].state in OVER


def earlier_runs(program: Program, readable: QuerySet[Program]) -> list[Program]:
    """The earlier runs that a reader may see, the latest first; two queries, none for a first run."""
    before = _before(program)
    if not before:
        return []
    found = {one.pk: one for one in readable.filter(pk__in=before)}
    return [found[pk] for pk in before if pk in found][:MOST]


def runs_of(
    program: Program, earlier: Sequence[Program], figures: Mapping[int, Mapping[str, Figure]]
) -> Runs | None:
    """This run beside earlier ones in which somebody was matched; None without any. figures: by program."""
    programs = (program, *(one for one in earlier if figures[one.pk]["mentorships"].value))
    if len(programs) == 1:
        return None
    lines = (line(key, tuple(figures[one.pk][key] for one in programs)) for key in KEYS)
    shown = tuple(one for one in lines if any(figure.value is not None for figure in one.figures))
    return Runs(programs, shown)


def line(key: str, figures: tuple[Figure, ...]) -> Line:
    """A figure of every run, and this run's difference to the latest earlier one."""
    definition, (now, then) = DEFINITIONS[key], figures[:2]
    if key in _SUMS or now.value is None or then.value is None:
        return Line(definition, figures)
    ours, theirs = _interval(now), _interval(then)
    if ours is None or theirs is None:
        return Line(definition, figures, _plain(now.value, then.value, definition.unit))
    found = apart(ours, theirs)
    return Line(definition, figures, in_points(found, times=100 if definition.unit == "%" else 1), found)


def _interval(figure: Figure) -> Interval | None:
    if figure.value is None or figure.low is None or figure.high is None:
        return None
    return Interval(figure.value, figure.low, figure.high)


def _plain(now: float, then: float, unit: str) -> str:
    """A difference without a range: of the numbers as they are shown, so that it adds up."""
    if unit == "%":
        return f"{signed(round(100 * now) - round(100 * then))} points"
    if unit == "days":
        return f"{signed(round(now) - round(then))} days"
    return signed(round(now, 1) - round(then, 1), 1)


_CHAIN = """
WITH RECURSIVE run AS (
    SELECT earlier_run_id AS id, 1 AS step FROM {programs} WHERE id = %s
    UNION ALL
    SELECT p.earlier_run_id, step + 1 FROM {programs} p JOIN run ON p.id = run.id WHERE step < %s
)
SELECT id FROM run WHERE id IS NOT NULL ORDER BY step
"""


def _before(program: Program) -> list[int]:
    """The earlier runs' ids, the latest first."""
    if program.earlier_run_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN.format(programs=Program._meta.db_table), [program.pk, _STEPS])
        return [pk for (pk,) in cursor.fetchall()]
