"""How far people came: from invited to completed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from pairwell.insights.figures.figure import Figure
from pairwell.insights.figures.pairs import Pairs
from pairwell.programs.models import Enrollment, Invitation
from pairwell.programs.states import EnrollmentState

FUNNEL = ("asked", "enrolled", "matched", "met", "active", "finished")


def figures(ids: Sequence[int], pairs: Mapping[int, Pairs]) -> Mapping[int, list[Figure]]:
    """The funnel of each program, and the days from a place to a match; two queries."""
    joined = _by_program(
        Enrollment.objects.filter(program__in=ids)
        .order_by()
        .values("program_id")
        .annotate(n=Count("id"), approved=Count("id", filter=Q(state=EnrollmentState.APPROVED)))
    )
    only_invited = _by_program(_only_invited(ids))
    return {pk: list(_of_one(joined.get(pk, {}), only_invited.get(pk, {}), pairs[pk])) for pk in ids}


def _of_one(joined: Mapping[str, Any], invited: Mapping[str, Any], pairs: Pairs) -> Iterator[Figure]:
    yield Figure("asked", joined.get("n", 0) + invited.get("n", 0))
    yield Figure("enrolled", joined.get("approved", 0))
    yield Figure("matched", pairs.matched)
    yield Figure("met", pairs.met)
    yield Figure("active", pairs.active)
    yield Figure("finished", pairs.finished)
    yield Figure("days_to_match", pairs.wait_days, basis=pairs.waits)


def _by_program(rows: Any) -> dict[int, dict[str, Any]]:
    return {row["program_id"]: row for row in rows}


def _only_invited(ids: Sequence[int]) -> Any:
    has_joined = Enrollment.objects.filter(program=OuterRef("program"), person=OuterRef("person"))
    rows = Invitation.objects.filter(~Exists(has_joined), program__in=ids).order_by()
    return rows.values("program_id").annotate(n=Count("id"))
