"""Pausing: somebody stays in the program and is not matched for a while."""

from datetime import date

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import insist
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment
from pairwell.programs.rules.joining import may_pause


@transaction.atomic
def pause_enrollment(*, by: Person, enrollment: Enrollment, until: date | None = None) -> Enrollment:
    """Do not match this person until a day, or until they say; running mentorships go on."""
    locked = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    insist(
        may_pause(state=locked.state, paused=locked.paused_at is not None, until=until, today=clock.today())
    )
    locked.paused_at, locked.paused_until = clock.now(), until
    locked.save(update_fields=["paused_at", "paused_until"])
    audit.record(by=by, verb="enrollment paused", thing=locked, program_id=locked.program_id)
    return locked


@transaction.atomic
def resume_enrollment(*, by: Person, enrollment: Enrollment) -> Enrollment:
    """Match this person again."""
    locked = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    if locked.paused_at is not None:
        locked.paused_at = locked.paused_until = None
        locked.save(update_fields=["paused_at", "paused_until"])
        audit.record(by=by, verb="enrollment resumed", thing=locked, program_id=locked.program_id)
    return locked


def resume_due() -> int:
    """Pauses whose day has come are over; returns how many."""
    due = Enrollment.objects.filter(paused_until__isnull=False, paused_until__lte=clock.today())
    return due.update(paused_at=None, paused_until=None)
