"""Somebody's page shows what its reader may see, and strangers are told that there is none."""

import pytest
from django.test import Client

from pairwell.people.actions import change_profile, endorse, set_photo
from pairwell.people.models import Person
from tests.factories.mentorships import make_mentorship
from tests.factories.people import make_person, make_skill, offers
from tests.factories.programs import make_enrollment, make_program
from tests.web.test_profile import picture

pytestmark = pytest.mark.django_db


def seen(reader: Person, person: Person) -> str:
    client = Client()
    client.force_login(reader)
    return client.get(f"/people/{person.pk}/").content.decode()


def status(reader: Person, path: str) -> int:
    client = Client()
    client.force_login(reader)
    return client.get(path).status_code


@pytest.fixture
def open_book(ada: Person) -> Person:
    """Ada, who says something everywhere."""
    career = [{"role": "Sailor", "place": "North Sea", "from": 1999, "to": 2004}]
    words = {
        "headline": "A headline",
        "about": "About-text",
        "goals": "Goals-text",
        "interests": ["Chess-club"],
    }
    change_profile(
        by=ada, person=ada, **words, career=career, visibility={"goals": "partners", "interests": "me"}
    )
    return offers(ada, "Knot tying")


def test_a_colleague_sees_what_is_for_everybody(open_book: Person, otto: Person) -> None:
    page = seen(otto, open_book)
    assert "A headline" in page
    assert "Knot tying" in page
    for hidden in ("About-text", "Goals-text", "Chess-club", "Sailor", open_book.email):
        assert hidden not in page, hidden


def test_somebody_in_the_same_program_sees_more(open_book: Person, otto: Person) -> None:
    program = make_program()
    make_enrollment(program, open_book, role="mentor")
    make_enrollment(program, otto, role="mentee")
    page = seen(otto, open_book)
    assert "About-text" in page
    assert "Sailor" in page
    assert "Goals-text" not in page


def test_whoever_has_left_the_program_is_a_colleague_again(open_book: Person, otto: Person) -> None:
    program = make_program()
    make_enrollment(program, open_book, role="mentor")
    make_enrollment(program, otto, role="mentee", state="withdrawn")
    assert "About-text" not in seen(otto, open_book)


def test_a_partner_sees_what_is_for_partners_and_never_what_is_mine(open_book: Person, ben: Person) -> None:
    make_mentorship(open_book, ben)
    page = seen(ben, open_book)
    assert "Goals-text" in page
    assert "Chess-club" not in page


def test_who_runs_the_program_is_near_and_who_runs_another_is_not(open_book: Person, cora: Person) -> None:
    program = make_program(managed_by=cora)
    make_enrollment(program, open_book, role="mentor")
    assert "About-text" in seen(cora, open_book)
    rival = make_person("Rita Rival")
    make_program(managed_by=rival)
    assert "About-text" not in seen(rival, open_book)


def test_an_administrator_reads_no_more_than_a_colleague(open_book: Person, ana: Person) -> None:
    assert "About-text" not in seen(ana, open_book)


def test_a_closed_page_and_its_photo_do_not_exist_for_strangers(
    ada: Person, otto: Person, ben: Person
) -> None:
    set_photo(by=ada, person=ada, content=picture())
    change_profile(by=ada, person=ada, headline="Hidden", visibility={"page": "partners"})
    make_mentorship(ada, ben)
    for path in (f"/people/{ada.pk}/", f"/people/{ada.pk}/photo/"):
        assert status(otto, path) == 404, path
        assert status(ben, path) == 200, path


def test_somebody_who_has_left_is_not_found(otto: Person) -> None:
    gone = make_person("Gone Long", is_active=False)
    assert status(otto, f"/people/{gone.pk}/") == 404


def test_i_can_look_at_my_page_through_other_eyes(client: Client, open_book: Person) -> None:
    client.force_login(open_book)
    for eyes, sees in (("colleague", False), ("program", True)):
        page = client.get(f"/people/{open_book.pk}/?as={eyes}").content.decode()
        assert ("About-text" in page) is sees, eyes
    assert client.get(f"/people/{open_book.pk}/?as=nobody").status_code == 404


def test_a_hidden_endorsement_is_shown_to_nobody_else(open_book: Person, ben: Person) -> None:
    make_mentorship(open_book, ben)
    said = endorse(by=ben, person=open_book, skill=make_skill("Knot tying"), text="Holds in a storm")
    assert "Holds in a storm" in seen(ben, open_book)
    type(said).objects.update(is_hidden=True)
    assert "Holds in a storm" not in seen(ben, open_book)
