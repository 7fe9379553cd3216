"""By group: who was matched, and who did not join. Small groups are never shown alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from pairwell.insights.statistics import Interval, share
from pairwell.mentorships.models import Membership
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import EnrollmentState
from pairwell.surveys.rules.disclosure import ENOUGH

WAYS = {"department": "Department", "office": "Office"}
OTHERS = "Small groups together"
NOT_SAID = "Not said"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group's count out of its people, with the share's interval; ratio: to the best group's share."""

    label: str
    count: int
    of: int
    share: Interval
    ratio: float


def rows_of(counts: Sequence[tuple[str, int, int]]) -> list[GroupRow]:
    """From (label, count, of): groups below five people are put together, largest group first.

    A group of small groups that still has fewer than five people takes the smallest other group along.
    """
    large = sorted((c for c in counts if c[2] >= ENOUGH), key=lambda c: (-c[2], c[0]))
    small = [c for c in counts if 0 < c[2] < ENOUGH]
    while small and large and sum(c[2] for c in small) < ENOUGH:
        small.append(large.pop())
    if small and sum(c[2] for c in small) >= ENOUGH:
        large.append((OTHERS, sum(c[1] for c in small), sum(c[2] for c in small)))
    shares = [(label, count, of, found) for label, count, of in large if (found := share(count, of))]
    best = max((found.value for *_, found in shares), default=0.0)
    return [
        GroupRow(label, count, of, found, found.value / best if best else 1.0)
        for label, count, of, found in shares
    ]


def matched_by(program: Program) -> dict[str, list[GroupRow]]:
    """Of those with an approved place, how many were ever matched, by each way of grouping; one query."""
    rows = Enrollment.objects.filter(program=program, state=EnrollmentState.APPROVED).annotate(
        department=F("person__department"), office=F("person__office")
    )
    return _by_each_way(rows, Q(pk__in=Membership.objects.values("enrollment")))


def joined_by(program: Program) -> dict[str, list[GroupRow]]:
    """Of everybody in the directory, how many have joined, by each way of grouping; one query."""
    joined = Enrollment.objects.filter(program=program).exclude(
        state__in=(EnrollmentState.DECLINED, EnrollmentState.WITHDRAWN)
    )
    return _by_each_way(Person.objects.filter(is_active=True), Q(pk__in=joined.values("person")))


def _by_each_way(rows: QuerySet[Any], is_counted: Q) -> dict[str, list[GroupRow]]:
    """Counts by every combination of the groups, summed up for each way."""
    counted = list(rows.order_by().values(*WAYS).annotate(of=Count("id"), n=Count("id", filter=is_counted)))
    found = {}
    for way in WAYS:
        sums: dict[str, list[int]] = {}
        for row in counted:
            of = sums.setdefault(row[way] or NOT_SAID, [0, 0])
            of[0] += row["n"]
            of[1] += row["of"]
        found[way] = rows_of([(label, n, of) for label, (n, of) in sums.items()])
    return found
