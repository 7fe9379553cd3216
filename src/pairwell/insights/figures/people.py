"""How far people came: from invited to completed."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from django.db.models import Count, Exists, F, FloatField, Min, OuterRef, Q
from django.db.models.functions import Cast, Extract

from pairwell.insights.figures.figure import Figure
from pairwell.mentorships.models import Membership, Session
from pairwell.mentorships.states import MentorshipState, SessionState
from pairwell.programs.models import Enrollment, Invitation
from pairwell.programs.states import EnrollmentState

FUNNEL = ("asked", "enrolled", "matched", "met", "active", "finished")
_GOES_ON = (MentorshipState.ACTIVE, MentorshipState.PAUSED)


def figures(ids: Sequence[int]) -> Mapping[int, list[Figure]]:
    """The funnel of each program, and the days from a place to a match; four queries."""
    joined = _by_program(
        Enrollment.objects.filter(program__in=ids)
        .order_by()
        .values("program_id")
        .annotate(n=Count("id"), approved=Count("id", filter=Q(state=EnrollmentState.APPROVED)))
    )
    only_invited = _by_program(_only_invited(ids))
    members = _by_program(_members(ids))
    waits = _waits(ids)
    return {
        pk: list(
            _of_one(joined.get(pk, {}), only_invited.get(pk, {}), members.get(pk, {}), waits.get(pk, []))
        )
        for pk in ids
    }


def _of_one(
    joined: Mapping[str, Any], invited: Mapping[str, Any], members: Mapping[str, Any], waits: list[float]
) -> Iterator[Figure]:
    yield Figure("asked", joined.get("n", 0) + invited.get("n", 0))
    yield Figure("enrolled", joined.get("approved", 0))
    for key in ("matched", "met", "active", "finished"):
        yield Figure(key, members.get(key, 0))
    yield Figure("days_to_match", median(waits) if waits else None, basis=len(waits))


def _by_program(rows: Any) -> dict[int, dict[str, Any]]:
    return {row["program_id"]: row for row in rows}


def _only_invited(ids: Sequence[int]) -> Any:
    has_joined = Enrollment.objects.filter(program=OuterRef("program"), person=OuterRef("person"))
    rows = Invitation.objects.filter(~Exists(has_joined), program__in=ids).order_by()
    return rows.values("program_id").annotate(n=Count("id"))


def _members(ids: Sequence[int]) -> Any:
    held = Session.objects.filter(mentorship=OuterRef("mentorship"), state=SessionState.HELD)
    rows = Membership.objects.filter(mentorship__program__in=ids).annotate(has_met=Exists(held)).order_by()
    goes_on = Q(mentorship__state__in=_GOES_ON, left_at__isnull=True)
    return rows.values(program_id=F("mentorship__program_id")).annotate(
        matched=Count("person_id", distinct=True),
        met=Count("person_id", distinct=True, filter=Q(has_met=True)),
        active=Count("person_id", distinct=True, filter=Q(has_met=True) & goes_on),
        finished=Count("person_id", distinct=True, filter=Q(mentorship__state=MentorshipState.COMPLETED)),
    )


def _waits(ids: Sequence[int]) -> dict[int, list[float]]:
    """Days from an approved place to the first mentorship, of each who has both."""
    placed = Enrollment.objects.filter(program__in=ids, approved_at__isnull=False).annotate(
        first=Min("memberships__mentorship__created_at")
    )
    waited = Cast(Extract(F("first") - F("approved_at"), "epoch"), FloatField()) / 86_400
    rows = placed.filter(first__gte=F("approved_at")).order_by().annotate(waited=waited)
    found: dict[int, list[float]] = {}
    for program_id, days in rows.values_list("program_id", "waited"):
        found.setdefault(program_id, []).append(days)
    return found
