"""Naming colleagues in an answer: found by name, only people one may see, never by their address."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.people.actions import change_profile
from pairwell.people.models import Person
from pairwell.programs.models import Answer, Program
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program, make_question

pytestmark = pytest.mark.django_db


def names(client: Client, words: str) -> list[str]:
    found: dict[str, Any] = client.get(reverse("find_people"), {"words": words}).json()
    return [row["text"] for row in found["people"]]


@pytest.fixture
def mine(client: Client, ben: Person) -> Client:
    client.force_login(ben)
    return client


@pytest.fixture
def asking(ben: Person) -> Program:
    """A program that asks whom one would like to work with."""
    program = make_program()
    make_question(program, "whom", kind="person", limits={"most": 2})
    return program


def test_colleagues_are_found_by_parts_of_their_name_title_and_department(mine: Client) -> None:
    make_person("Zoë Ångström", title="Ship designer", department="Yard")
    make_person("Zora Neale", is_active=False)
    assert names(mine, "zoe ang") == ["Zoë Ångström"]
    assert names(mine, "yard ship") == ["Zoë Ångström"]
    assert names(mine, "z") == []
    assert names(mine, "zora") == []
    assert names(mine, "mentee") == []  # Ben himself


def test_addresses_are_neither_searched_nor_told(mine: Client) -> None:
    person = make_person("Zoë Ångström", email="secret.word@example.org")
    assert names(mine, "secret") == []
    answer = mine.get(reverse("find_people"), {"words": "zoe"}).content.decode()
    assert f"#{person.pk}" in answer
    assert "secret" not in answer


def test_somebody_whose_page_is_closed_to_one_is_not_found(mine: Client, ben: Person) -> None:
    zoe = make_person("Zoë Ångström")
    change_profile(by=zoe, person=zoe, visibility={"page": "programs"})
    assert names(mine, "zoe") == []
    program = make_program()
    make_enrollment(program, zoe)
    make_enrollment(program, ben)
    assert names(mine, "zoe") == ["Zoë Ångström"]


def join(mine: Client, program: Program, said: str) -> str:
    mine.post(reverse("join", args=[program.pk, 1]), {"role": "mentee", "mentor_places": "1"})
    answer = mine.post(reverse("join", args=[program.pk, 2]), {"q_whom": said}, follow=True)
    return answer.content.decode()


def test_a_chosen_name_an_address_and_both_are_taken(mine: Client, asking: Program, ben: Person) -> None:
    zoe, yan = make_person("Zoë Ångström"), make_person("Yan Li")
    page = join(mine, asking, f"Zoë Ångström #{zoe.pk}, {yan.email}")
    assert "Zoë Ångström" in page
    assert f"#{zoe.pk}" not in page
    mine.post(reverse("join", args=[asking.pk, 3]), {"note": ""})
    assert Answer.objects.get().value == [zoe.pk, yan.pk]
    again = mine.get(reverse("join", args=[asking.pk, 2])).content.decode()
    assert f"Zoë Ångström #{zoe.pk},Yan Li #{yan.pk}" in again
    assert yan.email not in again


def test_a_number_that_was_guessed_opens_nobody(mine: Client, asking: Program) -> None:
    hidden = make_person("Hidden Name")
    change_profile(by=hidden, person=hidden, visibility={"page": "me"})
    for said in (f"Somebody #{hidden.pk}", str(hidden.pk)):
        page = join(mine, asking, said)
        assert "Nobody in the directory that you can name" in page
        assert "Hidden Name" not in page
        assert hidden.email not in page
