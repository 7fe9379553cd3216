"""Announcements, and the log of what left for whom."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.messaging.actions import send_letter
from pairwell.messaging.models import Letter, Notice
from pairwell.people.models import Person
from pairwell.programs import actions
from pairwell.programs.models import Announcement, Program
from pairwell.programs.states import EnrollmentState, ProgramState
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(client: Client, cora: Person) -> Program:
    client.force_login(cora)
    made = make_program(managed_by=cora, state=ProgramState.ACTIVE)
    make_enrollment(made, make_person("Max Mentor"), role="mentor")
    make_enrollment(made, make_person("Mia Mentee"), role="mentee", mentors_held=1)
    make_enrollment(made, make_person("Wim Waiting"), role="mentee")
    make_enrollment(made, make_person("Ada Applied"), state=EnrollmentState.APPLIED)
    return made


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        ("everybody", {"Max Mentor", "Mia Mentee", "Wim Waiting"}),
        ("mentors", {"Max Mentor"}),
        ("mentees", {"Mia Mentee", "Wim Waiting"}),
        ("matched", {"Mia Mentee"}),
        ("waiting", {"Max Mentor", "Wim Waiting"}),
    ],
)
def test_an_announcement_reaches_those_it_is_for(
    client: Client, program: Program, audience: str, names: set[str]
) -> None:
    given = {"audience": audience, "subject": "Kick-off", "text": "On **Monday**."}
    page = client.post(reverse("manage_letters", args=[program.pk]), given, follow=True).content.decode()
    assert f"Sent to {len(names)} " in page
    assert set(Letter.objects.values_list("to__full_name", flat=True)) == names
    assert set(Notice.objects.values_list("to__full_name", flat=True)) == names


def test_an_announcement_for_a_department_and_an_office_reaches_nobody_else(
    client: Client, program: Program
) -> None:
    path = reverse("manage_letters", args=[program.pk])
    assert (
        "Only those" not in client.get(path).content.decode()
    )  # nobody has a department yet: nothing to choose
    for name, place in {
        "Max": ("Sales", "Oslo"),
        "Mia": ("Sales", "Bergen"),
        "Wim": ("Legal", "Oslo"),
    }.items():
        Person.objects.filter(full_name__startswith=name).update(department=place[0], office=place[1])
    Person.objects.filter(full_name="Ada Applied").update(department="Nowhere", office="Nowhere")
    given = {
        "audience": "everybody",
        "department": "Sales",
        "office": "Oslo",
        "subject": "Hello",
        "text": "Hi",
    }
    page = client.post(path, given, follow=True).content.decode()
    assert "Sent to 1 person" in page
    assert "Everybody in the program, Sales, Oslo" in page
    assert "Nowhere" not in page
    assert Letter.objects.get().to.full_name == "Max Mentor"
    assert client.post(path, given | {"department": "Nowhere"}).status_code == 422
    assert Letter.objects.count() == 1


def test_one_for_later_goes_out_once_at_its_time_and_can_be_taken_back(
    cora: Person, program: Program
) -> None:
    later = clock.now() + timedelta(days=2)
    words = {"subject": "Soon", "text": "Soon.", "audience": "everybody"}
    one = actions.announce(by=cora, program=program, send_at=later, **words)
    other = actions.announce(by=cora, program=program, send_at=later, **words)
    actions.withdraw_announcement(by=cora, announcement=other)
    assert actions.send_due_announcements() == 0
    with time_machine.travel(later + timedelta(minutes=1)):
        assert actions.send_due_announcements() == 1
        assert actions.send_due_announcements() == 0
    assert Letter.objects.count() == 3
    with pytest.raises(Refused, match="can not be taken back"):
        actions.withdraw_announcement(by=cora, announcement=one)


def test_who_opens_it_is_counted_once_and_strangers_do_not_find_it(
    client: Client, cora: Person, program: Program
) -> None:
    actions.announce(
        by=cora, program=program, subject="News", text="A [link](javascript:1)", audience="mentors"
    )
    address = reverse("announcement", args=[Announcement.objects.get().pk])
    assert client.get(address).status_code == 404  # its manager was not sent a copy
    reader = Client()
    reader.force_login(Person.objects.get(full_name="Max Mentor"))
    assert 'href="javascript' not in reader.get(address).content.decode()
    reader.get(address)
    page = client.get(reverse("manage_letters", args=[program.pk])).content.decode()
    assert "1 of 1 opened it" in page


def test_an_empty_announcement_is_refused_and_what_was_typed_stays(client: Client, program: Program) -> None:
    given = {"audience": "everybody", "subject": "Kept words", "text": "  "}
    answer = client.post(reverse("manage_letters", args=[program.pk]), given)
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()


def test_the_log_shows_kind_and_state_and_never_what_a_letter_says(
    client: Client, program: Program, ben: Person
) -> None:
    letter = send_letter(
        to=ben, kind="survey", key="k", subject="Secret subject", text="Secret text", program_id=program.pk
    )
    assert letter is not None
    Letter.objects.filter(pk=letter.pk).update(state="in_doubt", error="The connection broke.")
    page = client.get(reverse("manage_letters", args=[program.pk])).content.decode()
    assert "Perhaps sent" in page
    assert ben.full_name in page
    assert "Secret" not in page
    client.post(reverse("send_letter_again", args=[program.pk, letter.pk]))
    assert Letter.objects.get().state == "queued"
    again = client.post(reverse("send_letter_again", args=[program.pk, letter.pk]))
    assert again.status_code == 404
