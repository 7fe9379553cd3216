"""What managers do to many at once, so that it can be undone; and the views they keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal, Refused
from pairwell.messaging.actions import withdraw_letters
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.actions.desk import Desk, move_line
from pairwell.programs.actions.pause import pause_enrollment, resume_enrollment
from pairwell.programs.letters import ENROLLED
from pairwell.programs.models import BulkStep, Enrollment, Program, SavedView
from pairwell.programs.states import EnrollmentState

UNDO_HOURS = 24
MOST_VIEWS = 20
_KEPT = ("state", "waits_for", "approved_at", "waiting_since", "paused_at", "left_at")
Do = Callable[[Sequence[Enrollment]], list[str]]


@dataclass(frozen=True)
class Undone:
    """How many are as they were before, and who is not and why."""

    changed: int
    left_out: tuple[tuple[Person, Refusal], ...]


@transaction.atomic
def do_for_many(
    *, by: Person, program: Program, step: str, enrollments: Sequence[int], do: Do
) -> tuple[BulkStep, list[str]]:
    """Do a step for many and keep how they were before. do: what it is, returns why some were left out."""
    before = _snapshot(program, enrollments)
    left_out = do(list(_rows(program, enrollments)))
    after = _snapshot(program, enrollments)
    changed = [pk for pk in before if before[pk] != after.get(pk)]
    made = BulkStep.objects.create(
        program=program, by=by, step=step,
        before=[[pk, *before[pk]] for pk in changed], after=[[pk, *after[pk]] for pk in changed],
    )  # fmt: skip
    details = {"step": step, "people": len(changed)}
    audit.record(by=by, verb="bulk step done", thing=made, program_id=program.pk, details=details)
    return made, left_out


def pause_many(*, by: Person, rows: Sequence[Enrollment], on: bool) -> list[str]:
    """Pause people, or let them go on; returns why some were left out."""
    left_out = []
    for row in rows:
        try:
            if on:
                pause_enrollment(by=by, enrollment=row)
            else:
                resume_enrollment(by=by, enrollment=row)
        except Refused as refused:
            left_out.append(f"{row.person.full_name}: {refused}")
    return left_out


def _rows(program: Program, ids: Sequence[int]) -> Sequence[Enrollment]:
    return list(
        Enrollment.objects.filter(program=program, pk__in=ids).select_related("person").order_by("pk")
    )


def _snapshot(program: Program, ids: Sequence[int]) -> dict[int, list[Any]]:
    found = Enrollment.objects.filter(program=program, pk__in=ids).values_list("pk", *_KEPT)
    return {pk: [_plain(value) for value in values] for pk, *values in found}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


@transaction.atomic
def undo_bulk(*, by: Person, step: BulkStep) -> Undone:
    """Put everybody back as they were, except those whom something else has changed since.

    Letters that have not left yet are taken back. What was taken back by withdrawing (proposals) stays so.
    """
    program = Program.objects.select_for_update().get(pk=step.program_id)
    locked = BulkStep.objects.select_for_update().get(pk=step.pk)
    if locked.undone_at is not None or clock.now() - locked.done_at > timedelta(hours=UNDO_HOURS):
        raise Refused.because("too_late", f"This can be undone once, within {UNDO_HOURS} hours.")
    before = {row[0]: row[1:] for row in locked.before}
    after = {row[0]: row[1:] for row in locked.after}
    now = _snapshot(program, list(before))
    rows = list(
        Enrollment.objects.select_for_update(of=("self",)).select_related("person").filter(pk__in=before)
    )
    desk = Desk.open(program, [row.person_id for row in rows])
    back, left_out = [], []
    for row in sorted(rows, key=lambda row: before[row.pk][0] == EnrollmentState.APPROVED):
        refusal = _in_the_way(desk, row, before[row.pk], now.get(row.pk) == after[row.pk])
        if refusal is not None:
            left_out.append((row.person, refusal))
            continue
        for name, value in zip(_KEPT, before[row.pk], strict=True):
            setattr(row, name, parse_datetime(value) if name.endswith(("_at", "_since")) and value else value)
        back.append(row)
    Enrollment.objects.bulk_update(back, list(_KEPT))
    locked.undone_at = clock.now()
    locked.save(update_fields=["undone_at"])
    _take_letters_back(locked, program, [row.pk for row in back])
    details = {"step": locked.step, "people": len(back)}
    audit.record(by=by, verb="bulk step undone", thing=locked, program_id=program.pk, details=details)
    move_line(program)
    return Undone(len(back), tuple(left_out))


def _in_the_way(desk: Desk, row: Enrollment, before: Sequence[Any], is_as_left: bool) -> Refusal | None:
    if not is_as_left:
        return Refusal("changed", "has been changed since, and stays as it is.")
    if row.mentees_held + row.mentors_held and before[0] != EnrollmentState.APPROVED:
        return Refusal("has_pair", "has a pair or a proposal by now.")
    if before[0] == EnrollmentState.APPROVED and row.state != EnrollmentState.APPROVED:
        if not desk.room.fits(as_mentor=row.as_mentor, as_mentee=row.as_mentee):
            return Refusal("full", "has lost the place to the waiting list; the program is full.")
        desk.room = desk.room.without(as_mentor=row.as_mentor, as_mentee=row.as_mentee)
    return None


def _take_letters_back(step: BulkStep, program: Program, ids: list[int]) -> None:
    since = Letter.objects.filter(
        kind=ENROLLED, program_id=program.pk, created_at__gte=step.done_at - timedelta(minutes=5)
    )
    people = Enrollment.objects.filter(pk__in=ids).values("person_id")
    withdraw_letters(keys=since.filter(to__in=people).values_list("key", flat=True))


@transaction.atomic
def save_view(
    *, by: Person, program: Program, name: str, query: str, table: str = SavedView.Table.PEOPLE
) -> SavedView:
    """Keep filters and columns under a name; the same name again replaces them."""
    name = " ".join(name.split())
    if not name or len(name) > 60 or "\x00" in name + query:
        raise Refused.because("name", "Give the view a name of at most 60 characters.", "name")
    if len(query) > 1000:
        raise Refused.because("too_long", "These filters are too long to keep.", "name")
    if table not in SavedView.Table.values:
        raise Refused.because("table", "There is no such table.")
    mine = SavedView.objects.filter(program=program, person=by, table=table)
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise Refused.because("too_many", f"At most {MOST_VIEWS} views; remove one first.", "name")
    view, _ = SavedView.objects.update_or_create(
        program=program, person=by, table=table, name=name, defaults={"query": query}
    )
    return view


def remove_view(*, by: Person, view: SavedView) -> None:
    """Forget a view of one's own."""
    SavedView.objects.filter(pk=view.pk, person=by).delete()
