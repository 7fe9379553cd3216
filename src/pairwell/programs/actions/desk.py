"""Letting people in: every gate, the places left, and the waiting list, while the program's row is locked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.messaging.actions import Draft, notify_many, send_letters
from pairwell.messaging.models import Notice
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.models import Approval, Enrollment, Program
from pairwell.programs.queries.waiting import line_of, room_of, untrained
from pairwell.programs.rules.gates import Room, Way, next_gate, next_in_line, places_in_line, state_behind
from pairwell.programs.rules.joining import is_taking_on
from pairwell.programs.states import OVER, ApprovalState, EnrollmentState, Gate


@dataclass
class Desk:
    """Who may come in now. The caller holds the program's lock, so the count of places is true."""

    program: Program
    room: Room
    without_training: frozenset[int]

    @classmethod
    def open(cls, program: Program, people: Collection[int]) -> "Desk":
        """For these people (ids), with the program locked."""
        return cls(program, room_of(program), untrained(program, people))

    def receive(self, row: Enrollment, *, decided: bool, approval: str = "") -> None:
        """Set state and gate of an enrollment that is not saved yet; an approved one takes its place.

        decided: the program manager has said yes. approval: what the people manager said, "" if unasked.
        """
        way = Way(
            training_left=row.as_mentor and row.person_id in self.without_training,
            approval="" if decided else approval,
            needs_decision=self.program.needs_approval and not decided,
        )
        gate = next_gate(way)
        state = state_behind(gate, self.room, as_mentor=row.as_mentor, as_mentee=row.as_mentee)
        row.waits_for, row.state = gate, state
        row.approved_at = clock.now() if state == EnrollmentState.APPROVED else None
        row.waiting_since = clock.now() if state == EnrollmentState.WAITLISTED else None
        if state == EnrollmentState.APPROVED:
            self.room = self.room.without(as_mentor=row.as_mentor, as_mentee=row.as_mentee)


def ask_people_manager(row: Enrollment, person: Person) -> Approval | None:
    """Ask the people manager of somebody who has applied; None when there is nobody to ask."""
    boss = person.manager
    if boss is None or not boss.is_active:
        return None
    made, _ = Approval.objects.update_or_create(
        enrollment=row,
        defaults={"by": boss, "state": ApprovalState.ASKED, "comment": "", "answered_at": None},
    )
    send_letters([letters.approval_asked(row, row.program, person, boss)])
    return made


def tell(rows: Sequence[Enrollment], program: Program) -> None:
    """Write to each of them what became of it: in, in line with their place, or training first."""
    places = places_in_line(line_of(program)) if any(_waits(row) for row in rows) else {}
    drafts: list[Draft] = []
    for row in rows:
        if row.state == EnrollmentState.APPROVED:
            drafts.append(letters.approved(row, program, row.person))
        elif _waits(row):
            drafts.append(letters.waitlisted(row, program, row.person, places.get(row.pk, 1)))
        elif row.waits_for == Gate.TRAINING:
            drafts.append(letters.training_first(row, program, row.person))
    send_letters(drafts)


def _waits(row: Enrollment) -> bool:
    return row.state == EnrollmentState.WAITLISTED


def move_line(program: Program) -> list[Enrollment]:
    """Let in who is next while there is room; the others hear of their new place. The program is locked.

    In the transaction that freed the place, so that nobody else can take it in between.
    """
    if not is_taking_on(program.state, rolling=True):
        return []
    waiting = line_of(program)
    chosen = next_in_line(waiting, room_of(program)) if waiting else []
    if not chosen:
        return []
    rows = {
        row.pk: row
        for row in Enrollment.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk__in=chosen, state=EnrollmentState.WAITLISTED)
        .order_by("pk")
    }
    moved = [rows[pk] for pk in chosen if pk in rows]
    for row in moved:
        row.state, row.approved_at, row.waiting_since = EnrollmentState.APPROVED, clock.now(), None
    Enrollment.objects.bulk_update(moved, ["state", "approved_at", "waiting_since"])
    send_letters([letters.place_free(row, program, row.person) for row in moved])
    for row in moved:
        audit.record(by=None, verb="moved up from the waiting list", thing=row, program_id=program.pk)
    _tell_places(program)
    return moved


def _tell_places(program: Program) -> None:
    """A line behind the bell of everybody who still waits: their place now."""
    line = line_of(program)
    people = dict(Enrollment.objects.filter(pk__in=[one.id for one in line]).values_list("pk", "person_id"))
    stamp = int(clock.now().timestamp())
    notify_many(
        Notice(
            to_id=people[pk],
            kind=letters.ENROLLED,
            key=f"line:{pk}:{place}:{stamp}",
            text=f"{program.name}: your place on the waiting list is now {place}."[:300],
            url=f"/programs/{program.pk}/",
        )
        for pk, place in places_in_line(line).items()
    )


@transaction.atomic
def admit_trained() -> int:
    """Applications whose training is finished go on to their next gate; returns how many."""
    waiting = Enrollment.objects.filter(waits_for=Gate.TRAINING, state=EnrollmentState.APPLIED)
    programs = Program.objects.filter(pk__in=waiting.values("program")).exclude(state__in=OVER)
    return sum(_admit(program) for program in programs.select_for_update().order_by("pk"))


def _admit(program: Program) -> int:
    rows = list(
        Enrollment.objects.select_for_update(of=("self",))
        .select_related("person__manager", "program")
        .filter(program=program, waits_for=Gate.TRAINING, state=EnrollmentState.APPLIED)
        .order_by("created_at", "id")
    )
    desk = Desk.open(program, [row.person_id for row in rows])
    done = [row for row in rows if row.person_id not in desk.without_training]
    for row in done:
        approval = ask_people_manager(row, row.person) if program.asks_people_manager else None
        desk.receive(row, decided=False, approval=approval.state if approval else "")
    Enrollment.objects.bulk_update(done, ["state", "waits_for", "approved_at", "waiting_since"])
    tell(done, program)
    for row in done:
        audit.record(by=None, verb="training finished", thing=row, program_id=program.pk)
    return len(done)
