"""Events: seats that are never given twice, a line that moves by itself, calendars that follow."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from icalendar import Calendar

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.actions import events as actions
from pairwell.programs.actions import withdraw
from pairwell.programs.actions.events import Plan
from pairwell.programs.models import EventSeat, Program, ProgramEvent
from pairwell.programs.queries.events import coming_events, place_in_line
from pairwell.programs.rules.events import free_seats, seat_for
from pairwell.programs.states import SeatState
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program


def plan(**fields: Any) -> Plan:
    start = clock.now().replace(microsecond=0) + timedelta(days=7)
    return Plan(**{"title": "Kick-off", "starts_at": start, "place": "https://meet.example.org/x", **fields})


def held(program: Program, by: Person, **fields: Any) -> ProgramEvent:
    return actions.plan_event(by=by, program=program, plan=plan(**fields))


def guest(program: Program, **fields: Any) -> Person:
    return make_enrollment(program, **fields).person


def calendars(person: Person) -> list[tuple[str, int, str]]:
    """(method, sequence, status) of every invitation somebody got, in order."""
    found = []
    for letter in Letter.objects.filter(to=person).exclude(calendar="").order_by("id"):
        (event,) = Calendar.from_ical(letter.calendar).walk("VEVENT")
        found.append((letter.calendar_method, int(event["SEQUENCE"]), str(event["STATUS"])))
    return found


@pytest.mark.parametrize(
    ("seats", "going", "waiting", "gets"),
    [(None, 99, 0, "going"), (2, 1, 0, "going"), (2, 2, 0, "waiting"), (2, 1, 1, "waiting")],
)
def test_who_comes_first_sits_first(seats: int | None, going: int, waiting: int, gets: str) -> None:
    assert seat_for(seats=seats, going=going, waiting=waiting) == gets


def test_free_seats_go_to_those_who_wait() -> None:
    assert free_seats(seats=None, going=3, waiting=2) == 2
    assert free_seats(seats=5, going=3, waiting=9) == 2
    assert free_seats(seats=2, going=3, waiting=9) == 0


@pytest.mark.django_db
def test_a_seat_is_an_invitation_for_one_persons_calendar(cora: Person) -> None:
    program = make_program(managed_by=cora)
    event, ben, other = held(program, cora), guest(program), guest(program)
    actions.sign_up(by=other, event=event)
    actions.sign_up(by=ben, event=event)
    actions.sign_up(by=ben, event=event)
    assert calendars(ben) == [("REQUEST", 1, "CONFIRMED")]
    letter = Letter.objects.exclude(calendar="").get(to=ben)
    (told,) = Calendar.from_ical(letter.calendar).walk("VEVENT")
    assert str(told["ATTENDEE"]) == f"mailto:{ben.email}"
    assert other.email not in letter.calendar
    assert str(told["LOCATION"]) == "https://meet.example.org/x"


@pytest.mark.django_db
def test_the_line_moves_by_itself_and_sequences_only_grow(cora: Person) -> None:
    program = make_program(managed_by=cora)
    event = held(program, cora, seats=1)
    first, second, third = guest(program), guest(program), guest(program)
    for person in (first, second, third):
        actions.sign_up(by=person, event=event)
    assert place_in_line(EventSeat.objects.get(person=third)) == 2
    actions.give_seat_back(by=first, event=event)
    actions.sign_up(by=first, event=event)
    states = dict(EventSeat.objects.values_list("person_id", "state"))
    assert states == {first.pk: "waiting", second.pk: "going", third.pk: "waiting"}
    assert [c[0] for c in calendars(first)] == ["REQUEST", "CANCEL"]
    assert [c[0] for c in calendars(second)] == ["REQUEST"]
    actions.change_event(by=cora, event=event, plan=replace(plan(seats=3), title="Kick-off"))
    assert set(EventSeat.objects.values_list("state", flat=True)) == {"going"}
    for person in (first, second, third):
        numbers = [number for _, number, _ in calendars(person)]
        assert numbers == sorted(set(numbers)), person


@pytest.mark.django_db
def test_a_move_is_told_to_those_who_come_and_calling_off_to_all(cora: Person) -> None:
    program = make_program(managed_by=cora)
    event = held(program, cora, seats=1)
    comes, waits = guest(program), guest(program)
    for person in (comes, waits):
        actions.sign_up(by=person, event=event)
    later = plan(seats=1, starts_at=event.starts_at + timedelta(days=1))
    actions.change_event(by=cora, event=event, plan=later)
    actions.change_event(by=cora, event=event, plan=replace(later, text="Bring a pen"))
    actions.cancel_event(by=cora, event=event)
    actions.cancel_event(by=cora, event=event)
    assert calendars(comes) == [
        ("REQUEST", 1, "CONFIRMED"), ("REQUEST", 2, "CONFIRMED"), ("CANCEL", 3, "CANCELLED"),
    ]  # fmt: skip
    assert calendars(waits) == []
    assert Letter.objects.filter(to=waits, subject__startswith="Called off").count() == 1
    with pytest.raises(Refused, match="called off"):
        actions.sign_up(by=guest(program), event=event)


@pytest.mark.django_db
def test_events_for_one_side_are_for_that_side(cora: Person) -> None:
    program = make_program(managed_by=cora)
    event = held(program, cora, audience="mentors")
    mentor, mentee = guest(program, role="mentor"), guest(program, role="mentee")
    waits = guest(program, role="mentor", state="applied")
    assert actions.invite_to_event(by=cora, event=event) == 1
    assert actions.invite_to_event(by=cora, event=event) == 0
    assert Letter.objects.get().to == mentor
    for person in (mentee, waits, make_person()):
        with pytest.raises(Refused, match="others"):
            actions.sign_up(by=person, event=event)
    assert coming_events(mentee, program) == []
    assert coming_events(mentor, program) == [(event, "")]


@pytest.mark.django_db
def test_who_came_is_noted_once_it_has_begun(cora: Person) -> None:
    program = make_program(managed_by=cora)
    event = held(program, cora)
    came, stayed = guest(program), guest(program)
    for person in (came, stayed):
        actions.sign_up(by=person, event=event)
    with pytest.raises(Refused, match="begun"):
        actions.note_who_came(by=cora, event=event, people=[came.pk])
    ProgramEvent.objects.update(starts_at=clock.now() - timedelta(minutes=5))
    assert actions.note_who_came(by=cora, event=event, people=[came.pk, 10**9]) == 1
    assert dict(EventSeat.objects.values_list("person_id", "was_there")) == {came.pk: True, stayed.pk: False}
    with pytest.raises(Refused, match="begun"):
        actions.give_seat_back(by=came, event=event)


@pytest.mark.django_db
def test_what_is_wrong_with_a_plan_is_named_at_once(cora: Person) -> None:
    wrong = plan(title=" ", starts_at=clock.now() - timedelta(days=1), minutes=2, seats=0)
    with pytest.raises(Refused) as refused:
        actions.plan_event(by=cora, program=make_program(managed_by=cora), plan=wrong)
    assert [r.field for r in refused.value.refusals] == ["title", "starts_at", "minutes", "seats"]


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_never_given_twice() -> None:
    cora = make_person()
    program = make_program(managed_by=cora)
    event = held(program, cora, seats=3)
    people = [guest(program) for _ in range(8)]
    start = threading.Barrier(len(people))

    def come(person: Person) -> None:
        start.wait()
        actions.sign_up(by=person, event=event)
        connection.close()

    crowd = [threading.Thread(target=come, args=(person,)) for person in people]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(30)
    assert EventSeat.objects.filter(state=SeatState.GOING).count() == 3
    assert EventSeat.objects.filter(state=SeatState.WAITING).count() == 5


def test_who_leaves_the_program_leaves_its_events_and_their_lines(cora: Person) -> None:
    program = make_program()
    enrolled = make_enrollment(program)
    leaving, next_in_line = enrolled.person, guest(program)
    one, other, over = (held(program, cora, seats=1, title=t) for t in ("One", "Other", "Over"))
    actions.sign_up(by=leaving, event=one)
    actions.sign_up(by=leaving, event=over)
    actions.sign_up(by=next_in_line, event=one)
    actions.sign_up(by=next_in_line, event=other)
    actions.sign_up(by=leaving, event=other)
    ProgramEvent.objects.filter(pk=over.pk).update(starts_at=clock.now() - timedelta(days=1))
    withdraw(by=leaving, enrollment=enrolled)
    states = dict(EventSeat.objects.filter(person=leaving).values_list("event_id", "state"))
    assert states == {one.pk: SeatState.LEFT, other.pk: SeatState.LEFT, over.pk: SeatState.GOING}
    assert one.taken.get(person=next_in_line).state == SeatState.GOING
    assert calendars(leaving)[-1][0] == "CANCEL"
