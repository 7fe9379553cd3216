"""Moves that a program makes by itself: planned, moved to another time, called off, made once."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.messaging.actions import send_letters
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.actions.program import move_program
from pairwell.programs.models import Grant, PlannedMove, Program
from pairwell.programs.rules.moves import may_plan, moves_ahead
from pairwell.programs.states import PlannedMoveState, ProgramRole


@transaction.atomic
def plan_move(*, by: Person, program: Program, to: str, at: datetime) -> PlannedMove:
    """Let the worker make this move at a moment; a move that is planned already moves to it.

    Raises Refused about the field "at" when it has passed, or would come before an earlier step.
    """
    locked = Program.objects.select_for_update().get(pk=program.pk)
    planned = {row.to: row for row in _planned(locked)}
    times = {state: row.at for state, row in planned.items()}
    insist(may_plan(state=locked.state, to=to, at=at, planned=times, now=clock.now()))
    row = planned.get(to) or PlannedMove(program=locked, to=to)
    row.at, row.planned_by = at, by
    row.save()
    details = {"to": to, "at": at.isoformat()}
    audit.record(by=by, verb="move planned", thing=row, program_id=locked.pk, details=details)
    return row


@transaction.atomic
def cancel_planned_move(*, by: Person, program: Program, to: str) -> bool:
    """Call a planned move off; False when none is planned."""
    row = _planned(program).select_for_update().filter(to=to).first()
    if row is None:
        return False
    _end(row, PlannedMoveState.CANCELED)
    audit.record(by=by, verb="planned move canceled", thing=row, program_id=program.pk, details={"to": to})
    return True


def make_due_moves() -> int:
    """Make every planned move whose time has come; returns how many programs moved.

    Each in a transaction of its own, locked, so that two workers never make the same one twice.
    """
    due = PlannedMove.objects.filter(state=PlannedMoveState.PLANNED, at__lte=clock.now())
    return sum(_make(pk) for pk in due.order_by("at", "id").values_list("pk", flat=True))


@transaction.atomic
def _make(pk: int) -> bool:
    mine = PlannedMove.objects.select_for_update(skip_locked=True, of=("self",)).select_related("program")
    row = mine.filter(pk=pk, state=PlannedMoveState.PLANNED).first()
    if row is None:
        return False
    if row.to not in moves_ahead(row.program.state):
        _end(row, PlannedMoveState.CANCELED, "The program was there already.")
        return False
    try:
        with transaction.atomic():
            move_program(by=None, program=row.program, to=row.to)
    except Refused as refused:
        _end(row, PlannedMoveState.FAILED, str(refused))
        _tell_managers(row)
        return False
    return True


def _planned(program: Program) -> QuerySet[PlannedMove]:
    return PlannedMove.objects.filter(program=program, state=PlannedMoveState.PLANNED)


def _end(row: PlannedMove, state: PlannedMoveState, why: str = "") -> None:
    row.state, row.why, row.ended_at = state, why, clock.now()
    row.save(update_fields=["state", "why", "ended_at"])


def _tell_managers(row: PlannedMove) -> None:
    grants = Grant.objects.filter(program=row.program, role=ProgramRole.MANAGER, person__is_active=True)
    people = [grant.person for grant in grants.select_related("person")]
    send_letters([letters.move_failed(row.program, person, row.pk, row.to, row.why) for person in people])
