"""Putting people forward: they are enrolled unless they say no, since those who gain most rarely volunteer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal, Refused
from pairwell.messaging.actions import send_letters
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.actions.desk import Desk, ask_people_manager, tell
from pairwell.programs.actions.enroll import Application, write_enrollment
from pairwell.programs.models import Enrollment, Nomination, Program
from pairwell.programs.rules.joining import Wanted, is_taking_on, most_mentees
from pairwell.programs.rules.nominating import check_nomination, may_nominate
from pairwell.programs.states import ApprovalState, EnrollmentState, Format, NominationState, Side
from pairwell.programs.values import offer_of


@dataclass(frozen=True)
class Nominated:
    """What became of it: who was put forward, and who was not and why."""

    made: tuple[Nomination, ...]
    left_out: tuple[tuple[Person, Refusal], ...]


@transaction.atomic
def nominate(
    *, by: Person, program: Program, people: Sequence[Person], side: str, because: str = "", runs_it: bool
) -> Nominated:
    """Put people forward; each gets a letter with who, why, and how to say no in time.

    runs_it: the nominator runs the program, and may put anybody forward. Raises Refused when nothing can be.
    """
    locked = Program.objects.select_for_update().get(pk=program.pk)
    offer, today = offer_of(locked), clock.today()
    ids = [person.pk for person in people]
    states = dict(Enrollment.objects.filter(program=locked, person__in=ids).values_list("person_id", "state"))
    open_now = set(_open(locked).filter(person__in=ids).values_list("person_id", flat=True))
    made, left_out = [], []
    for person in {person.pk: person for person in people if person.is_active}.values():
        refusal = may_nominate(
            offer=offer, by_nomination=locked.by_nomination, runs_it=runs_it,
            is_report=person.manager_id == by.pk, is_self=person.pk == by.pk, today=today,
        ) or check_nomination(offer=offer, side=side, because=because, now_in=states.get(person.pk))  # fmt: skip
        if refusal is None and person.pk in open_now:
            refusal = Refusal("twice", "They are nominated already.", "person")
        if refusal is not None:
            left_out.append((person, refusal))
            continue
        made.append(_write(locked, person, by, side, because))
    if not made:
        raise Refused(*[why for _, why in left_out] or [Refusal("nobody", "Choose somebody.", "person")])
    send_letters([letters.nominated(row, locked, row.person, by) for row in made])
    details = {"people": len(made)}
    audit.record(by=by, verb="people nominated", thing=locked, program_id=locked.pk, details=details)
    return Nominated(tuple(made), tuple(left_out))


def _write(program: Program, person: Person, by: Person, side: str, because: str) -> Nomination:
    enrolls_on = clock.today() + timedelta(days=program.opt_out_days)
    return Nomination.objects.create(
        program=program, person=person, by=by, side=side, because=because.strip(), enrolls_on=enrolls_on
    )


def _open(program: Program) -> QuerySet[Nomination]:
    return Nomination.objects.filter(program=program, state=NominationState.OPEN)


@transaction.atomic
def opt_out(*, by: Person, nomination: Nomination) -> Nomination:
    """Say no to a nomination; nobody asks why. Refused when it has ended."""
    locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
    if locked.state != NominationState.OPEN:
        raise Refused.because("ended", "This nomination has ended already. You can still leave the program.")
    locked.state, locked.ended_at = NominationState.OPTED_OUT, clock.now()
    locked.save(update_fields=["state", "ended_at"])
    audit.record(by=by, verb="said no to a nomination", thing=locked, program_id=locked.program_id)
    return locked


def enroll_nominated() -> int:
    """Enroll everybody whose days to say no are over; returns how many. Can be run again without harm."""
    due = Nomination.objects.filter(state=NominationState.OPEN, enrolls_on__lte=clock.today())
    programs = Program.objects.filter(pk__in=due.values("program")).order_by("pk")
    return sum(_enroll_due(pk) for pk in programs.values_list("pk", flat=True))


@transaction.atomic
def _enroll_due(program_id: int) -> int:
    program = Program.objects.select_for_update().get(pk=program_id)
    rows = list(
        _open(program)
        .select_for_update(of=("self",))
        .select_related("person__manager", "by")
        .filter(enrolls_on__lte=clock.today())
        .order_by("enrolls_on", "id")
    )
    ids = [row.person_id for row in rows]
    inside = {
        row.person_id: row
        for row in Enrollment.objects.select_for_update().filter(program=program, person__in=ids)
    }
    desk = Desk.open(program, ids)
    made = []
    for row in rows:
        present = inside.get(row.person_id)
        may = is_taking_on(program.state, rolling=True) and row.person.is_active
        if not may or (present is not None and present.state != EnrollmentState.WITHDRAWN):
            row.state = NominationState.LAPSED
        else:
            row.state = NominationState.ENROLLED
            made.append(_enroll(desk, row, present))
        row.ended_at = clock.now()
    Nomination.objects.bulk_update(rows, ["state", "ended_at"])
    tell(made, program)
    return len(made)


def _enroll(desk: Desk, row: Nomination, present: Enrollment | None) -> Enrollment:
    program = desk.program
    as_mentor = row.side == Side.MENTOR
    places = most_mentees(offer_of(program)) if program.format == Format.GROUP else 1
    wanted = Wanted(as_mentor, not as_mentor, places if as_mentor else 0, 0 if as_mentor else 1)
    made = write_enrollment(
        program, row.person, Application(wanted=wanted), state=EnrollmentState.APPLIED,
        enrolled_by=row.by or row.person, present=present,
    )  # fmt: skip
    approval = ApprovalState.YES if row.by_id == row.person.manager_id else ""
    if program.asks_people_manager and not approval:
        asked = ask_people_manager(made, row.person)
        approval = ApprovalState(asked.state) if asked else ""
    desk.receive(made, decided=False, approval=approval)
    made.save(update_fields=["state", "waits_for", "approved_at", "waiting_since"])
    audit.record(by=row.by, verb="enrolled after a nomination", thing=made, program_id=program.pk)
    return made
