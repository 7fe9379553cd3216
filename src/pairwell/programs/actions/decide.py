"""Approving, declining and leaving."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal, insist
from pairwell.messaging.actions import send_letters
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.actions.desk import Desk, move_line, tell
from pairwell.programs.actions.events import give_every_seat_back
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.rules.joining import may_decide, may_withdraw
from pairwell.programs.states import EnrollmentState, Gate


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
    locked = Program.objects.select_for_update().get(pk=program.pk)
    rows = _locked(locked, ids)
    desk = Desk.open(locked, [row.person_id for row in rows])
    changed, left_out = [], []
    for row in rows:
        refusal = may_decide(
            state=row.state,
            to=to,
            held=row.mentees_held + row.mentors_held,
            untrained=row.as_mentor and row.person_id in desk.without_training,
            has_room=desk.room.fits(as_mentor=row.as_mentor, as_mentee=row.as_mentee),
        )
        if refusal is not None:
            left_out.append((row, refusal))
            continue
        if to == EnrollmentState.APPROVED:
            desk.receive(row, decided=True)
        else:
            row.state, row.approved_at, row.waiting_since, row.waits_for = to, None, None, Gate.NOTHING
        changed.append(row)
    Enrollment.objects.bulk_update(changed, ["state", "approved_at", "waiting_since", "waits_for"])
    if to == EnrollmentState.APPROVED:
        tell(changed, locked)
    else:
        send_letters([letters.declined(row, locked, row.person) for row in changed])
    for row in changed:
        audit.record(by=by, verb=f"enrollment {row.state}", thing=row, program_id=locked.pk)
    if to == EnrollmentState.DECLINED:
        move_line(locked)
    return Decided(tuple(changed), tuple(left_out))


def _locked(program: Program, ids: Sequence[int]) -> list[Enrollment]:
    rows = Enrollment.objects.select_for_update(of=("self",)).select_related("person")
    return list(rows.filter(program=program, pk__in=ids).order_by("pk"))


@transaction.atomic
def withdraw(*, by: Person, enrollment: Enrollment) -> Enrollment:
    """Take somebody out: their free places are gone from the pool at once, and the waiting list moves.

    So are their seats at events ahead, which go to those in line.

    What a running mentorship holds stays held until it ends; `pairing.actions.leave_program` takes
    open proposals back first and ends by calling this.
    """
    program = Program.objects.select_for_update().get(pk=enrollment.program_id)
    locked = Enrollment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrollment.pk)
    insist(may_withdraw(state=locked.state))
    locked.state, locked.left_at = EnrollmentState.WITHDRAWN, clock.now()
    locked.waits_for, locked.waiting_since = Gate.NOTHING, None
    locked.paused_at = locked.paused_until = None
    locked.save(update_fields=["state", "left_at", "waits_for", "waiting_since", "paused_at", "paused_until"])
    audit.record(by=by, verb="enrollment withdrawn", thing=locked, program_id=locked.program_id)
    move_line(program)
    give_every_seat_back(by=by, program=program, person=locked.person)
    return locked
