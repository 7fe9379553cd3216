"""A program's own words for its letters."""

from dataclasses import replace

import pytest

from pairwell.core.errors import Refused
from pairwell.mentorships.actions import end_mentorship
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.actions import change_letter_words, invite, reset_letter_words
from pairwell.programs.models import LetterWords, Program
from pairwell.programs.rules.wording import KINDS, Words, check_words, chosen, filled
from tests.factories.mentorships import make_mentorship
from tests.factories.people import make_person
from tests.factories.programs import make_program

OWN = Words("Hallo {first_name}: {program}", "Liebe/r {first_name}", "{invitation} **Komm!**", "Ansehen")


@pytest.mark.parametrize("moment", KINDS)
def test_the_usual_words_pass_their_own_check(moment: str) -> None:
    assert check_words(moment, "en", KINDS[moment].usual) == []


@pytest.mark.parametrize(
    ("field", "said", "names"),
    [
        ("text", "Dear {frist_name}", "{frist_name}"),
        ("subject", "{others}", "{others}"),
        ("text", "{first_name.__class__}", "{first_name.__class__}"),
        ("greeting", "{}", "{}"),
        ("button", "  ", "empty"),
        ("button", "x" * 61, "60"),
        ("text", "a\x00b", "stored"),
    ],
)
def test_what_is_wrong_is_named_beside_its_field(field: str, said: str, names: str) -> None:
    (refusal,) = check_words("invitation", "en", replace(OWN, **{field: said}))
    assert refusal.field == field
    assert names in refusal.message


def test_an_unknown_letter_or_language_is_refused() -> None:
    assert check_words("farewell", "en", OWN)
    assert check_words("invitation", "tlh", OWN)


def test_the_readers_language_wins_then_english_then_the_usual_words() -> None:
    german, english = replace(OWN, button="Los"), replace(OWN, button="Go")
    own = {("invitation", "de"): german, ("invitation", "en"): english}
    assert chosen(own, "invitation", "de-AT") == german
    assert chosen(own, "invitation", "fr") == english
    assert chosen(own, "proposal", "de") == KINDS["proposal"].usual


def test_what_is_filled_in_is_not_read_again_and_gaps_close() -> None:
    words = Words("{first_name}", "{a}", "One\n\n{note}\n\n\n{first_name}\n", "{ lonely")
    said = filled(words, {"first_name": "{program}", "program": "secret"})
    assert said == Words("{program}", "", "One\n\n{program}", "{ lonely")


@pytest.mark.django_db
def test_an_invitation_goes_out_in_the_readers_language(cora: Person) -> None:
    program = make_program("Wachsen", managed_by=cora, aim="Grow *together*")
    german, french = make_person("Gerda Groß", language="de"), make_person("Fleur Fine", language="fr")
    change_letter_words(by=cora, program=program, moment="invitation", language="de", words=OWN)
    invite(by=cora, program=program, people=[german, french])
    one, other = Letter.objects.get(to=german), Letter.objects.get(to=french)
    assert one.subject == "Hallo Gerda: Wachsen"
    assert one.text.startswith("Liebe/r Gerda\n")
    assert "<strong>Komm!</strong>" in one.html
    assert "Ansehen: " in one.text
    assert other.subject == "You are invited: Wachsen"
    assert "We would like you to be part of Wachsen." in other.text
    assert "You can join until" in other.text


@pytest.mark.django_db
def test_a_name_can_not_shape_a_letter(cora: Person) -> None:
    program = make_program(managed_by=cora)
    odd = make_person("[click](https://evil.example) {program}")
    invite(by=cora, program=program, people=[odd])
    assert Program.objects.get().name not in Letter.objects.get().text.split("\n")[0]
    assert 'href="https://evil.example"' not in Letter.objects.get().html


@pytest.mark.django_db
def test_many_invitations_ask_for_the_words_once(cora: Person, django_assert_num_queries) -> None:
    program = make_program(managed_by=cora)
    people = [make_person() for _ in range(20)]
    with django_assert_num_queries(2):
        assert len(letters.invitations(program, people)) == 20


@pytest.mark.django_db
def test_the_usual_words_come_back(cora: Person) -> None:
    program = make_program(managed_by=cora)
    change_letter_words(by=cora, program=program, moment="invitation", language="en", words=OWN)
    assert reset_letter_words(by=cora, program=program, moment="invitation", language="en")
    assert not reset_letter_words(by=cora, program=program, moment="invitation", language="en")
    assert not LetterWords.objects.exists()
    wrong = replace(OWN, text="{x}")
    with pytest.raises(Refused) as refused:
        change_letter_words(by=cora, program=program, moment="invitation", language="en", words=wrong)
    assert refused.value.refusals[0].field == "text"


@pytest.mark.django_db
def test_an_early_end_is_told_in_the_programs_words_without_the_reason(
    cora: Person, ada: Person, ben: Person
) -> None:
    pair = make_mentorship(ada, ben, program=make_program(managed_by=cora, state="active"))
    words = Words("Time to part", "Dear {full_name}", "{ended_by} thanks you for {program}.", "See")
    change_letter_words(by=cora, program=pair.program, moment="ending", language="en", words=words)
    end_mentorship(by=ben, mentorship=pair, reason="fit", private_note="canary-of-a-reason")
    letter = Letter.objects.get(to=ada, subject="Time to part")
    assert f"Ben Mentee thanks you for {pair.program.name}." in letter.text
    assert letter.text.startswith("Dear Ada Mentor")
    assert "canary" not in letter.text
