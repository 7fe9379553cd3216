"""Events of a program: held, changed, called off; seats taken, given back, moved up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.messaging.actions import Draft, notify_many, send_letters
from pairwell.messaging.models import Notice
from pairwell.people.models import Person
from pairwell.people.queries import organization
from pairwell.programs import event_letters as letters
from pairwell.programs.models import EventSeat, Program, ProgramEvent
from pairwell.programs.queries.events import guests_of, place_in_line
from pairwell.programs.rules import events as rules
from pairwell.programs.states import EventAudience, SeatState


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an event is to be; seats: None for as many as come."""

    title: str
    starts_at: datetime
    minutes: int = 60
    place: str = ""
    text: str = ""
    seats: int | None = None
    audience: str = EventAudience.EVERYBODY

    def fields(self) -> dict[str, object]:
        """As they are kept."""
        return {
            "title": self.title.strip()[:140],
            "starts_at": self.starts_at,
            "minutes": self.minutes,
            "place": self.place.strip()[:300],
            "text": self.text.replace("\x00", "").strip()[:4000],
            "seats": self.seats,
        }


#: What calendars are told about; a change of the rest is not worth a letter.
_IN_CALENDARS = ("title", "starts_at", "minutes", "place")


def _check(program: Program, plan: Plan) -> None:
    refusals = rules.check_event(
        state=program.state, title=plan.title, starts_at=plan.starts_at, now=clock.now(), minutes=plan.minutes,
        seats=plan.seats,
    )  # fmt: skip
    if refusals:
        raise Refused(*refusals)


@transaction.atomic
def plan_event(*, by: Person, program: Program, plan: Plan) -> ProgramEvent:
    """Hold an event; nobody is told before `invite_to_event`. Raises Refused, about the fields in question."""
    _check(program, plan)
    made = ProgramEvent.objects.create(
        program=program, audience=plan.audience, created_by=by, **plan.fields()
    )
    audit.record(by=by, verb="event planned", thing=made, program_id=program.pk)
    return made


@transaction.atomic
def invite_to_event(*, by: Person, event: ProgramEvent) -> int:
    """Tell everybody it is for; those who came later are told when asked again. Returns how many letters."""
    locked = _locked(event)
    _insist_ahead(locked)
    seated = set(locked.taken.values_list("person_id", flat=True))
    drafts = [letters.invited(locked, p) for p in guests_of(locked) if p.pk not in seated]
    written = send_letters(drafts)
    _ring(drafts, f"{locked.program.name}: {locked.title}")
    if locked.invited_at is None:
        locked.invited_at = clock.now()
        locked.save(update_fields=["invited_at"])
    details = {"letters": len(written)}
    audit.record(
        by=by, verb="people invited to event", thing=locked, program_id=locked.program_id, details=details
    )
    return len(written)


@transaction.atomic
def change_event(*, by: Person, event: ProgramEvent, plan: Plan) -> ProgramEvent:
    """Change it; who has a seat is told when their calendar must change. More seats move the line up."""
    locked = _locked(event)
    if locked.canceled_at is not None:
        raise Refused.because("canceled", "This event was called off. Plan another one.")
    _check(locked.program, plan)
    before = {name: getattr(locked, name) for name in _IN_CALENDARS}
    for name, value in plan.fields().items():
        setattr(locked, name, value)
    moved = any(getattr(locked, name) != before[name] for name in _IN_CALENDARS)
    locked.sequence += moved
    locked.save()
    audit.record(by=by, verb="event changed", thing=locked, program_id=locked.program_id)
    if moved:
        ours = organization()
        going = _rows(locked, SeatState.GOING)
        send_letters([letters.seated(seat, ours, why="changed") for seat in going])
    _move_up(locked)
    return locked


@transaction.atomic
def cancel_event(*, by: Person, event: ProgramEvent) -> ProgramEvent:
    """Call it off: it leaves every calendar, and who waited is told."""
    locked = _locked(event)
    if locked.canceled_at is None:
        locked.canceled_at, locked.sequence = clock.now(), locked.sequence + 1
        locked.save(update_fields=["canceled_at", "sequence"])
        ours = organization()
        rows = [*_rows(locked, SeatState.GOING), *_rows(locked, SeatState.WAITING)]
        drafts = [
            letters.unseated(seat, ours, held=seat.state == SeatState.GOING, why="called_off")
            for seat in rows
        ]
        send_letters(drafts)
        _ring(drafts, f"Called off: {locked.title}")
        audit.record(by=by, verb="event called off", thing=locked, program_id=locked.program_id)
    return locked


@transaction.atomic
def sign_up(*, by: Person, event: ProgramEvent) -> EventSeat:
    """Take a seat, or a place in the line when every seat is taken; once, however often it is asked.

    Raises Refused when it has begun, was called off, or is not for this person.
    """
    locked = _locked(event)
    _insist_ahead(locked)
    if not guests_of(locked).filter(pk=by.pk).exists():
        raise Refused.because("not_for_you", "This event is for others of the program.")
    found = locked.taken.filter(person=by).first()
    if found is not None and found.state != SeatState.LEFT:
        return found
    counts = _counts(locked)
    state = rules.seat_for(seats=locked.seats, going=counts[0], waiting=counts[1])
    seat = found or EventSeat(event=locked, person=by)
    seat.event, seat.state, seat.since, seat.version = locked, state, clock.now(), seat.version + 1
    seat.save()
    if state == SeatState.GOING:
        send_letters([letters.seated(seat, organization(), why="signed_up")])
    else:
        send_letters([letters.waiting(seat, place_in_line(seat))])
    audit.record(by=by, verb="signed up for event", thing=seat, program_id=locked.program_id)
    return seat


@transaction.atomic
def give_seat_back(*, by: Person, event: ProgramEvent) -> EventSeat | None:
    """Not coming after all: it leaves the calendar, and the next in line moves up. None without a seat."""
    locked = _locked(event)
    seat = locked.taken.filter(person=by).exclude(state=SeatState.LEFT).first()
    if seat is None:
        return None
    _insist_ahead(locked)
    return _give_back(seat, locked, by=by, why="given_back")


@transaction.atomic
def give_every_seat_back(*, by: Person, program: Program, person: Person) -> int:
    """Who leaves a program has no seat and no place in line at its events ahead. Returns how many there were."""
    taken = EventSeat.objects.filter(person=person).exclude(state=SeatState.LEFT)
    ahead = ProgramEvent.objects.filter(program=program, canceled_at=None, starts_at__gt=clock.now())
    events = [_locked(event) for event in ahead.filter(pk__in=taken.values("event")).order_by("pk")]
    for event in events:
        _give_back(taken.get(event=event), event, by=by, why="left")
    return len(events)


def _give_back(seat: EventSeat, locked: ProgramEvent, *, by: Person, why: str) -> EventSeat:
    held = seat.state == SeatState.GOING
    seat.event, seat.state, seat.version = locked, SeatState.LEFT, seat.version + 1
    seat.save()
    if held:
        send_letters([letters.unseated(seat, organization(), held=True, why=why)])
    audit.record(by=by, verb="seat given back", thing=seat, program_id=locked.program_id)
    _move_up(locked)
    return seat


@transaction.atomic
def note_who_came(*, by: Person, event: ProgramEvent, people: Collection[int]) -> int:
    """Who was there, of those who had a seat; everybody else of them was not. Returns how many came.

    Raises Refused before it has begun.
    """
    locked = _locked(event)
    if locked.starts_at > clock.now():
        raise Refused.because("early", "Say who came once it has begun.")
    going = locked.taken.filter(state=SeatState.GOING)
    going.exclude(person__in=people).update(was_there=False)
    came = going.filter(person__in=people).update(was_there=True)
    details = {"came": came}
    audit.record(by=by, verb="attendance noted", thing=locked, program_id=locked.program_id, details=details)
    return came


def _locked(event: ProgramEvent) -> ProgramEvent:
    """The event, with its seats standing still until this transaction is over."""
    rows = ProgramEvent.objects.select_for_update(of=("self",)).select_related("program")
    return rows.get(pk=event.pk)


def _insist_ahead(event: ProgramEvent) -> None:
    """Raises Refused once it has begun or was called off."""
    called_off = event.canceled_at is not None
    insist(rules.may_sign_up(canceled=called_off, starts_at=event.starts_at, now=clock.now()))


def _rows(event: ProgramEvent, state: SeatState) -> list[EventSeat]:
    rows = list(event.taken.filter(state=state, person__is_active=True).select_related("person"))
    for row in rows:
        row.event = event
    return rows


def _counts(event: ProgramEvent) -> tuple[int, int]:
    states = list(event.taken.values_list("state", flat=True))
    return states.count(SeatState.GOING), states.count(SeatState.WAITING)


def _move_up(event: ProgramEvent) -> None:
    """Give free seats to those who wait, in the order of coming."""
    waiting = _rows(event, SeatState.WAITING)
    going, _ = _counts(event)
    lucky = waiting[: rules.free_seats(seats=event.seats, going=going, waiting=len(waiting))]
    if not lucky:
        return
    EventSeat.objects.filter(pk__in=[seat.pk for seat in lucky]).update(
        state=SeatState.GOING, version=F("version") + 1
    )
    for seat in lucky:
        seat.state, seat.version = SeatState.GOING, seat.version + 1
    ours = organization()
    drafts = [letters.seated(seat, ours, why="moved_up") for seat in lucky]
    send_letters(drafts)
    _ring(drafts, f"A seat for you: {event.title}")


def _ring(drafts: list[Draft], text: str) -> None:
    notify_many(Notice(key=d.key, to=d.to, kind=d.kind, text=text[:300], url=d.action_url) for d in drafts)
