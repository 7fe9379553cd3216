"""Over time and in parts: sessions by month, mentors' load, reasons of early ends."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from pairwell.mentorships.models import Ending, Mentorship, Session
from pairwell.mentorships.states import EndingReason, MemberRole, SessionState
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import EnrollmentState
from pairwell.surveys.rules.disclosure import ENOUGH


@dataclass(frozen=True, slots=True)
class Part:
    """One bar of a chart: what it is, how many, and its share of the longest bar, 0 to 1."""

    label: str
    count: float
    share: float


def _parts(rows: list[tuple[str, float]]) -> list[Part]:
    most = max((count for _, count in rows), default=0) or 1
    return [Part(label, count, count / most) for label, count in rows]


#: Mentorships are given as an array: looked up by it, sessions are counted from their index alone, without a join.
_HELD = """
SELECT date_trunc('month', starts_at AT TIME ZONE %s), count(*) FROM {sessions}
WHERE state = '{held}' AND mentorship_id = ANY(ARRAY(SELECT id FROM {mentorships} WHERE program_id = %s))
GROUP BY 1
"""


def sessions_by_month(program: Program) -> list[Part]:
    """Sessions held in each month of the reader's calendar, months without any included, two years at most."""
    query = _HELD.format(
        sessions=Session._meta.db_table,
        mentorships=Mentorship._meta.db_table,
        held=SessionState.HELD.value,  # written out, so that the index of the sessions held is used
    )
    zone = str(timezone.get_current_timezone())  # its key: of its name, '-05', PostgreSQL turns the sign
    with connection.cursor() as cursor:
        cursor.execute(query, [zone, program.pk])
        counts = {month.date(): number for month, number in cursor.fetchall()}
    return _parts([(f"{month:%b %Y}", counts.get(month, 0)) for month in _months(counts)][-24:])


def _months(counts: dict[date, int]) -> list[date]:
    if not counts:
        return []
    month, last, found = min(counts), max(counts), []
    while month <= last:
        found.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def mentor_load(program: Program, *, in_all: bool = False) -> list[Part]:
    """How many mentors hold no mentee, one, two, and so on, from the least to the most.

    in_all: how many mentees they have ever had instead.
    """
    rows = Enrollment.objects.filter(
        program=program, as_mentor=True, state=EnrollmentState.APPROVED
    ).order_by()
    if in_all:
        theirs = Q(
            memberships__role=MemberRole.MENTOR, memberships__mentorship__memberships__role=MemberRole.MENTEE
        )
        loads = rows.annotate(had=Count("memberships__mentorship__memberships", filter=theirs)).values_list(
            "had"
        )
        by_load: Mapping[int, int] = Counter(had for (had,) in loads)
    else:
        counted = rows.values("mentees_held").annotate(n=Count("id"))
        by_load = {row["mentees_held"]: row["n"] for row in counted}
    if not by_load:
        return []
    words = {0: "no mentee", 1: "1 mentee"}
    return _parts(
        [(words.get(n, f"{n} mentees"), by_load.get(n, 0)) for n in range(min(by_load), max(by_load) + 1)]
    )


def ending_reasons(program: Program) -> list[Part]:
    """Why mentorships ended early; reasons of fewer than five are put together, nothing below five endings."""
    rows = Ending.objects.filter(mentorship__program=program).order_by().values("reason")
    counts = {row["reason"]: row["n"] for row in rows.annotate(n=Count("id"))}
    if sum(counts.values()) < ENOUGH:
        return []
    labels: list[tuple[str, float]] = [(str(EndingReason(key).label), n) for key, n in counts.items()]
    return _parts(_few_together(sorted(labels, key=lambda one: (-one[1], one[0]))))


def _few_together(rows: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Largest first; what fewer than five said never stands alone."""
    large = [row for row in rows if row[1] >= ENOUGH]
    few = [row for row in rows if row[1] < ENOUGH]
    while few and large and sum(n for _, n in few) < ENOUGH:
        few.append(large.pop())
    return [*large, ("Several reasons", sum(n for _, n in few))] if few else large
