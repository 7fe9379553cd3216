"""Holding and giving back places, so that the last one is never given twice."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from pairwell.core import audit
from pairwell.core.errors import insist
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment
from pairwell.programs.rules.joining import may_have_places, most_mentees
from pairwell.programs.states import EnrollmentState, Side
from pairwell.programs.values import offer_of


def hold_place(enrollment_id: int, side: str) -> bool:
    """Take one place of an enrollment; False when none is left or the person is not enrolled.

    side: the side this enrollment is on in the pair: MENTOR takes a place for a mentee, MENTEE one for
    a mentor (or peer). One conditional UPDATE, so that of two at once only one gets the last place.
    """
    held, places = _columns(side)
    return bool(
        Enrollment.objects.filter(
            pk=enrollment_id, state=EnrollmentState.APPROVED, **{f"{held}__lt": F(places)}
        ).update(**{held: F(held) + 1})
    )


def release_place(enrollment_id: int, side: str) -> bool:
    """Give one place back; False when none was held."""
    held, _ = _columns(side)
    return bool(
        Enrollment.objects.filter(pk=enrollment_id, **{f"{held}__gt": 0}).update(**{held: F(held) - 1})
    )


def hold_places(wanted: Iterable[tuple[int, str]]) -> bool:
    """Take a place for every (enrollment_id, side), or for none of them.

    Rows are taken in the order of their ids, so that two of these never wait for each other.
    """
    try:
        with transaction.atomic():
            for enrollment_id, side in sorted(wanted):
                if not hold_place(enrollment_id, side):
                    raise _NoPlace
    except _NoPlace:
        return False
    return True


class _NoPlace(Exception):  # noqa: N818 - never leaves this file
    """Rolls back what was held so far."""


def _columns(side: str) -> tuple[str, str]:
    if side == Side.MENTOR:
        return "mentees_held", "mentee_places"
    if side == Side.MENTEE:
        return "mentors_held", "mentor_places"
    raise ValueError(f"a side is mentor or mentee, not {side!r}")


@transaction.atomic
def change_places(
    *, by: Person, enrollment: Enrollment, mentee_places: int | None = None, mentor_places: int | None = None
) -> Enrollment:
    """Change how many places somebody offers or wants; never below what is held. Refused says why."""
    locked = (
        Enrollment.objects.select_for_update(of=("self",)).select_related("program").get(pk=enrollment.pk)
    )
    offer = offer_of(locked.program)
    if mentee_places is not None and locked.as_mentor:
        insist(
            may_have_places(
                side_word="places are",
                places=mentee_places,
                held=locked.mentees_held,
                most=most_mentees(offer),
                field="mentee_places",
            )
        )
        locked.mentee_places = mentee_places
    if mentor_places is not None and locked.as_mentee:
        insist(
            may_have_places(
                side_word="places are",
                places=mentor_places,
                held=locked.mentors_held,
                most=offer.mentor_places,
                field="mentor_places",
            )
        )
        locked.mentor_places = mentor_places
    locked.save(update_fields=["mentee_places", "mentor_places"])
    audit.record(by=by, verb="places changed", thing=locked, program_id=locked.program_id)
    return locked
