"""Who stayed: those with a mentorship beside similar people who did not join. Aggregates, and never a cause.

Coarsened exact matching (Iacus, King and Porro 2012, Political Analysis 20): people are similar when department,
level and years in the organization are the same. Each group of similar people counts as much as it has people
with a mentorship; groups without both sides are left out. Nobody is named, and too few people give no number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, Final

from django.db import connection
from django.db.models import Count

from pairwell.core import clock
from pairwell.core.models import AuditEntry
from pairwell.insights.differences import in_points, is_sure
from pairwell.insights.statistics import Interval, difference_of_shares
from pairwell.mentorships.models import Membership, Mentorship
from pairwell.mentorships.states import MentorshipState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program

FEWEST, FEWEST_DAYS = 30, 90
#: Whole years in the organization at which the next group begins.
_YEARS = (1, 3, 7)
ASSUMES: Final = (
    "Similar means: the same department, the same level, and as long in the organization (under 1, 1 to 3, 3 to 7 "
    "years, or longer).",
    "Counting begins on the day by which nine of ten mentorships had begun; who had left before is in neither group.",
    "Left means: switched off in the directory since that day. Whose hiring date is not known is left out.",
    "The others have no place in this program and no mentorship in any other.",
)
WARNING: Final = (
    "This does not show that mentoring is the cause. People choose to join: who plans to stay may join more often, "
    "and we cannot see ambition, health, or a manager’s help."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Similar people: how many on each side, and how many of them are still here."""

    ours: int
    ours_stay: int
    others: int
    others_stay: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What was found. refused: why there is no number, "" when there is one.

    ours, others: shares that stayed, of people with a mentorship and of similar people, weighted alike.
    """

    refused: str = ""
    since: date | None = None
    ours: float = 0.0
    others: float = 0.0
    people: int = 0
    similar: int = 0
    left_out: int = 0
    difference: Interval | None = None

    @property
    def in_words(self) -> str:
        """The difference as a sentence, no more certain than it is."""
        found = self.difference
        if found is None:
            return self.refused
        told = f"{100 * self.ours:.0f} % of {self.people:,} people with a mentorship stayed, and "
        told += f"{100 * self.others:.0f} % of {self.similar:,} similar people who did not join"
        told += f": a difference of {in_points(found)}."
        return told if is_sure(found) else f"{told} It may well be chance."


def effect_of(program: Program) -> Effect:
    """Read the counts of similar people and compare; two queries, whatever the size of the directory."""
    since = _since(program)
    if since is None:
        return Effect("Shown once mentorships have begun.")
    if (clock.today() - since).days < FEWEST_DAYS:
        said = f"Shown {FEWEST_DAYS} days after most mentorships have begun: there is little to see before."
        return Effect(said, since)
    return compare(_cells(program, since), since)


def compare(cells: Iterable[Cell], since: date | None = None) -> Effect:
    """The weighted comparison of cells; those with one side alone are left out and counted."""
    every = list(cells)
    both = [cell for cell in every if cell.ours and cell.others]
    people, similar = sum(cell.ours for cell in both), sum(cell.others for cell in both)
    left_out = sum(cell.ours for cell in every) - people
    if min(people, similar) < FEWEST:
        said = f"Shown when {FEWEST} people with a mentorship and {FEWEST} similar ones can be compared."
        return Effect(said, since)
    weights = [cell.ours / people for cell in both]
    ours = sum(cell.ours_stay for cell in both) / people
    others = sum(w * cell.others_stay / cell.others for w, cell in zip(weights, both, strict=True))
    others = min(1.0, others)  # a sum of weights may be a hair above
    found = difference_of_shares((ours, people), (others, _effective(weights, both)))
    return Effect("", since, ours, others, people, similar, left_out, found)


def _effective(weights: Sequence[float], cells: Sequence[Cell]) -> float:
    """How many equally weighted people the weighted others are worth (Kish 1965)."""
    return 1 / sum(w * w / cell.others for w, cell in zip(weights, cells, strict=True))


def _since(program: Program) -> date | None:
    begun = Mentorship.objects.filter(program=program).exclude(state=MentorshipState.UPCOMING)
    rows = list(begun.order_by("starts_on").values_list("starts_on").annotate(n=Count("id")))
    most = sum(n for _, n in rows)
    so_far = accumulate(n for _, n in rows)
    return next((day for (day, _), n in zip(rows, so_far, strict=True) if 10 * n >= 9 * most), None)


#: Everybody known to the program or to any mentorship; ours: a mentorship of this program that had begun. Counted by
#: the database in one reading of the directory, so that a large one is not read row by row.
_COUNT = """
WITH known AS MATERIALIZED (
    SELECT person_id, bool_or(ours) AS ours
    FROM (
        SELECT one.person_id, pair.program_id = %(program)s AND pair.starts_on <= %(since)s AS ours
        FROM {memberships} one JOIN {mentorships} pair ON pair.id = one.mentorship_id
        UNION ALL SELECT person_id, false FROM {enrollments} WHERE program_id = %(program)s
    ) of_these
    GROUP BY 1
)
SELECT count(*) FILTER (WHERE ours), count(*) FILTER (WHERE ours AND is_active),
    count(*) FILTER (WHERE ours IS NULL), count(*) FILTER (WHERE ours IS NULL AND is_active)
FROM {people} person LEFT JOIN known ON known.person_id = person.id
WHERE hired_on <= %(since)s AND (is_active OR person.id IN (
    SELECT thing_id FROM {entries} WHERE thing = %(thing)s AND verb = 'person switched off'
        AND (at AT TIME ZONE 'UTC')::date >= %(since)s
))
GROUP BY department, level, {years}
"""


def _cells(program: Program, since: date) -> list[Cell]:
    """Those with a mentorship and those whom neither this program nor any mentorship knows; the rest is left out."""
    bounds = [since - timedelta(days=round(365.25 * years)) for years in _YEARS]
    query = _COUNT.format(
        memberships=Membership._meta.db_table,
        mentorships=Mentorship._meta.db_table,
        enrollments=Enrollment._meta.db_table,
        people=Person._meta.db_table,
        entries=AuditEntry._meta.db_table,
        years=" + ".join(f"(hired_on <= %(bound_{n})s)::int" for n in range(len(bounds))),
    )
    values: dict[str, Any] = {"program": program.pk, "since": since, "thing": Person._meta.label}
    with connection.cursor() as cursor:
        cursor.execute(query, values | {f"bound_{n}": bound for n, bound in enumerate(bounds)})
        return [Cell(*row) for row in cursor.fetchall()]
