"""Changing the words of letters in the browser."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.people.models import Person
from pairwell.programs.models import LetterWords, Program
from tests.factories.mentorships import make_mentorship
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db
FORM = {
    "subject": "S {first_name}",
    "greeting": "Dear {first_name}",
    "text": "Meet **{others}**",
    "button": "Go",
}


@pytest.fixture
def program(cora: Person, client: Client) -> Program:
    client.force_login(cora)
    return make_program("Growing", managed_by=cora, state="active")


def address(program: Program, moment: str = "proposal", language: str = "en") -> str:
    return reverse("letter_words", args=[program.pk, moment, language])


def test_a_look_shows_the_letter_of_a_real_person_and_saves_nothing(
    client: Client, program: Program, ada: Person, ben: Person
) -> None:
    make_mentorship(ada, ben, program=program)
    page = client.post(address(program), {**FORM, "step": "look", "reader": ben.pk}).content.decode()
    assert "As Ben Mentee gets it" in page
    assert "Meet <strong>Ada Mentor</strong>" in page
    assert "S Ben" in page
    assert not LetterWords.objects.exists()


def test_words_are_saved_shown_and_reset(client: Client, program: Program) -> None:
    client.post(address(program, language="de"), {**FORM, "step": "save"})
    assert LetterWords.objects.get().language == "de"
    assert (
        "Your own words: Deutsch"
        in client.get(reverse("manage_letter_words", args=[program.pk])).content.decode()
    )
    page = client.post(address(program, language="de"), {"step": "reset"}, follow=True).content.decode()
    assert "The usual words" in page
    assert not LetterWords.objects.exists()


@pytest.mark.parametrize("step", ["save", "look"])
def test_an_unknown_variable_is_named_beside_its_field(client: Client, program: Program, step: str) -> None:
    answer = client.post(address(program), {**FORM, "text": "{salary}", "step": step})
    assert answer.status_code == 422
    assert "{salary} is not known in this letter" in answer.content.decode()


def test_other_letters_and_languages_are_not_there(client: Client, program: Program) -> None:
    assert client.get(address(program, moment="farewell")).status_code == 404
    assert client.get(address(program, language="tlh")).status_code == 404
