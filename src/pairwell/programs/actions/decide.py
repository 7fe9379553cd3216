"""Approving, declining and leaving."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal, insist
from pairwell.messaging.actions import send_letters
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.rules.joining import may_decide, may_withdraw
from pairwell.programs.states import EnrollmentState


@dataclass(frozen=True)
class Decided:
    """Who was changed, and who was not and why."""

    changed: tuple[Enrollment, ...]
    left_out: tuple[tuple[Enrollment, Refusal], ...]


@transaction.atomic
def approve(*, by: Person, program: Program, enrollments: Sequence[int]) -> Decided:
    """Approve enrollments by id; each person gets a letter."""
    return _decide(by, program, enrollments, EnrollmentState.APPROVED)


@transaction.atomic
def decline(*, by: Person, program: Program, enrollments: Sequence[int]) -> Decided:
    """Decline enrollments by id; each person gets a letter. Those with a pair or proposal are left out."""
    return _decide(by, program, enrollments, EnrollmentState.DECLINED)


def _decide(by: Person, program: Program, ids: Sequence[int], to: EnrollmentState) -> Decided:
    rows = _locked(program, ids)
    changed, left_out = [], []
    for row in rows:
        refusal = may_decide(state=row.state, to=to, held=row.mentees_held + row.mentors_held)
        if refusal is not None:
            left_out.append((row, refusal))
            continue
        row.state = to
        row.approved_at = clock.now() if to == EnrollmentState.APPROVED else None
        changed.append(row)
    Enrollment.objects.bulk_update(changed, ["state", "approved_at"])
    write = letters.approved if to == EnrollmentState.APPROVED else letters.declined
    send_letters([write(row, program, row.person) for row in changed])
    for row in changed:
        audit.record(by=by, verb=f"enrollment {to}", thing=row, program_id=program.pk)
    return Decided(tuple(changed), tuple(left_out))


def _locked(program: Program, ids: Sequence[int]) -> list[Enrollment]:
    rows = Enrollment.objects.select_for_update(of=("self",)).select_related("person")
    return list(rows.filter(program=program, pk__in=ids).order_by("pk"))


@transaction.atomic
def withdraw(*, by: Person, enrollment: Enrollment) -> Enrollment:
    """Take somebody out: their free places are gone from the pool at once.

    What a running mentorship holds stays held until it ends; `pairing.actions.leave_program` takes
    open proposals back first and ends by calling this.
    """
    locked = Enrollment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrollment.pk)
    insist(may_withdraw(state=locked.state))
    locked.state, locked.left_at = EnrollmentState.WITHDRAWN, clock.now()
    locked.save(update_fields=["state", "left_at"])
    audit.record(by=by, verb="enrollment withdrawn", thing=locked, program_id=locked.program_id)
    return locked
