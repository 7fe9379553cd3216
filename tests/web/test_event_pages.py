"""Events in the browser's eyes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.people.models import Person
from pairwell.programs.models import EventSeat, Program, ProgramEvent
from tests.factories.programs import make_enrollment, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cora: Person, ben: Person) -> Program:
    made = make_program("Growing", managed_by=cora)
    make_enrollment(made, ben)
    return made


def form(**fields: str) -> dict[str, str]:
    start = (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    return {"title": "Kick-off", "starts_at": start, "minutes": "60", "audience": "everybody", **fields}


def test_an_event_lives_from_plan_to_who_came(
    client: Client, program: Program, cora: Person, ben: Person
) -> None:
    client.force_login(cora)
    page = client.post(
        reverse("manage_events", args=[program.pk]), form(seats="1"), follow=True
    ).content.decode()
    assert "Invite 1 person" in page
    event = ProgramEvent.objects.get()
    manage, own = reverse("manage_event", args=[event.pk]), reverse("event", args=[event.pk])
    assert "1 letter is" in client.post(manage, {"step": "invite"}, follow=True).content.decode()
    client.force_login(ben)
    assert "Kick-off" in client.get(reverse("program", args=[program.pk])).content.decode()
    assert "1 of 1 seats is free" in client.get(own).content.decode()
    assert "You have a seat." in client.post(own, {"step": "join"}, follow=True).content.decode()
    client.force_login(cora)
    assert "1 of 1 coming" in client.get(manage).content.decode()
    ProgramEvent.objects.update(starts_at=clock.now() - timedelta(hours=1))
    client.post(manage, {"step": "came", "came": [str(ben.pk), "x", "9" * 30]})
    assert EventSeat.objects.get().was_there is True
    assert "1 came" in client.get(reverse("manage_events", args=[program.pk])).content.decode()


def test_a_full_event_has_a_line(
    client: Client, program: Program, cora: Person, ben: Person, ada: Person
) -> None:
    make_enrollment(program, ada, role="mentor")
    client.force_login(cora)
    client.post(reverse("manage_events", args=[program.pk]), form(seats="1"))
    own = reverse("event", args=[ProgramEvent.objects.get().pk])
    for person in (ada, ben):
        client.force_login(person)
        page = client.post(own, {"step": "join"}, follow=True).content.decode()
    assert "your place is <b>1</b>" in page
    client.force_login(ada)
    client.post(own, {"step": "back"})
    client.force_login(ben)
    assert "You have a seat." in client.get(own).content.decode()


def test_a_wrong_form_keeps_what_was_typed(client: Client, program: Program, cora: Person) -> None:
    client.force_login(cora)
    answer = client.post(
        reverse("manage_events", args=[program.pk]), form(starts_at="2020-01-01T10:00", place="Room 7")
    )
    assert answer.status_code == 422
    assert "Room 7" in answer.content.decode()
    assert "has passed" in answer.content.decode()


def test_calling_off_says_so_to_everybody(
    client: Client, program: Program, cora: Person, ben: Person
) -> None:
    client.force_login(cora)
    client.post(reverse("manage_events", args=[program.pk]), form())
    event = ProgramEvent.objects.get()
    client.post(reverse("manage_event", args=[event.pk]), {"step": "cancel"})
    client.force_login(ben)
    assert "It was called off" in client.get(reverse("event", args=[event.pk])).content.decode()
    assert "Kick-off" not in client.get(reverse("program", args=[program.pk])).content.decode()
