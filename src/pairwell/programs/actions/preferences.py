"""Whom somebody would like, and whom they must not be paired with."""

from collections.abc import Sequence

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.programs.models import Avoidance, Enrollment, RankedChoice
from pairwell.programs.states import EnrollmentState

MOST_CHOICES = 5
MOST_AVOIDED = 20


@transaction.atomic
def rank_choices(*, by: Person, enrollment: Enrollment, chosen: Sequence[int]) -> None:
    """Replace the wishes: ids of enrollments of the same program, the dearest first. At most five."""
    if len(set(chosen)) != len(chosen):
        raise Refused.because("twice", "You chose the same person twice.", "choices")
    if len(chosen) > MOST_CHOICES:
        raise Refused.because("too_many", f"Choose at most {MOST_CHOICES} people.", "choices")
    there = Enrollment.objects.filter(
        pk__in=chosen, program_id=enrollment.program_id, state=EnrollmentState.APPROVED
    ).exclude(pk=enrollment.pk)
    if there.count() != len(chosen):
        raise Refused.because("not_there", "Somebody you chose is not in this program any more.", "choices")
    Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    enrollment.choices.all().delete()
    RankedChoice.objects.bulk_create(
        [RankedChoice(enrollment=enrollment, chosen_id=pk, rank=rank) for rank, pk in enumerate(chosen, 1)]
    )
    audit.record(by=by, verb="choices ranked", thing=enrollment, program_id=enrollment.program_id)


@transaction.atomic
def set_avoidances(*, by: Person, enrollment: Enrollment, people: Sequence[int]) -> None:
    """Replace the people somebody asked not to be paired with; those of past pairs stay."""
    write_avoidances(enrollment, people)
    audit.record(by=by, verb="avoidances changed", thing=enrollment, program_id=enrollment.program_id)


def write_avoidances(enrollment: Enrollment, people: Sequence[int]) -> None:
    """Write what was asked for, in the caller's transaction. Raises Refused when it does not do."""
    wanted = {pk for pk in people if pk != enrollment.person_id}
    if len(wanted) > MOST_AVOIDED:
        raise Refused.because("too_many", f"At most {MOST_AVOIDED} people.", "avoid")
    if Person.objects.filter(pk__in=wanted).count() != len(wanted):
        raise Refused.because("not_there", "Somebody you named is not in the directory.", "avoid")
    enrollment.avoidances.filter(because="asked").delete()
    Avoidance.objects.bulk_create(
        [Avoidance(enrollment=enrollment, person_id=pk) for pk in sorted(wanted)], ignore_conflicts=True
    )


@transaction.atomic
def avoid(*, by: Person | None, enrollment: Enrollment, person_id: int, because: str) -> None:
    """Never pair these two again in this program (because: "ended", "declined" or "asked")."""
    _, made = Avoidance.objects.get_or_create(
        enrollment=enrollment, person_id=person_id, defaults={"because": because[:20]}
    )
    if made:
        audit.record(by=by, verb="avoidance added", thing=enrollment, program_id=enrollment.program_id)
