"""Ranked favorites, one step at a time."""

from django.db import transaction

from pairwell.core.errors import Refused
from pairwell.pairing.say_rules import moved
from pairwell.people.models import Person
from pairwell.programs.actions.preferences import MOST_CHOICES, rank_choices
from pairwell.programs.models import Enrollment, RankedChoice
from pairwell.programs.states import EnrollmentState


@transaction.atomic
def add_favorite(*, by: Person, enrollment: Enrollment, chosen: Enrollment) -> None:
    """Put somebody at the end of the list; somebody who is on it already stays where they are."""
    present = _present(enrollment)
    if chosen.pk in present:
        return
    if len(present) >= MOST_CHOICES:
        raise Refused.because(
            "too_many", f"You have {MOST_CHOICES} favorites. Take one off the list to make room for another."
        )
    rank_choices(by=by, enrollment=enrollment, chosen=[*present, chosen.pk])


@transaction.atomic
def change_favorite(*, by: Person, enrollment: Enrollment, chosen: int, step: str) -> None:
    """Move a favorite "up" or "down", or "remove" it."""
    after = moved(_present(enrollment), chosen, step)
    rank_choices(by=by, enrollment=enrollment, chosen=after)


def _present(enrollment: Enrollment) -> list[int]:
    """Ids of favorites in their order, without those who have left; the enrollment is locked for the change."""
    Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    found = RankedChoice.objects.filter(enrollment=enrollment, chosen__state=EnrollmentState.APPROVED)
    return list(found.order_by("rank").values_list("chosen_id", flat=True))
