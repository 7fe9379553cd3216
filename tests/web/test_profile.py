"""My profile: words, skills, languages, hours."""

import pytest
from django.test import Client

from pairwell.people.models import Person
from tests.factories.people import make_skill, offers

pytestmark = pytest.mark.django_db
HOURS = {
    f"{day}_{end}": "" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for end in ("from", "to")
}


@pytest.fixture
def mine(client: Client, ben: Person) -> Client:
    """Ben's browser."""
    client.force_login(ben)
    return client


def save(mine: Client, **changes: object) -> str:
    form = {**HOURS, "time_zone": "Europe/Berlin", **changes}
    return mine.post("/me/profile/", form, follow=True).content.decode()


def test_words_skills_languages_and_hours_are_kept(mine: Client, ben: Person) -> None:
    make_skill("Negotiation")
    words = {"headline": "I sell", "interests": "jazz, jazz, climbing"}
    save(mine, **words, wanted=["negotiation"], languages="English 5, French", mon_from="9", mon_to="17")
    profile = ben.profile
    profile.refresh_from_db()
    assert profile.languages == {"en": 5, "fr": 4}
    assert profile.interests == ["jazz", "climbing"]
    assert profile.working_hours == {"mon": [[9, 17]]}
    assert profile.skills.get().skill.name == "Negotiation"


def test_a_language_we_do_not_know_is_named(mine: Client) -> None:
    assert "We do not know the language “Klingon”" in save(mine, languages="English 5, Klingon 3")


def test_the_level_of_a_skill_is_kept_when_the_profile_is_saved_again(mine: Client, ben: Person) -> None:
    offers(ben, "Negotiation", level=5)
    save(mine, offered=["negotiation"], level_offered_negotiation="2")
    assert ben.profile.skills.get().level == 2


@pytest.mark.parametrize(("start", "end"), [("9", ""), ("", "17"), ("17", "9")])
def test_odd_hours_are_refused_and_nothing_typed_is_lost(mine: Client, start: str, end: str) -> None:
    page = save(mine, headline="What I typed", mon_from=start, mon_to=end)
    assert "What I typed" in page
    assert "Please look at this again" in page


def test_too_many_skills_are_refused(mine: Client) -> None:
    keys = [make_skill(f"Skill number {i}").key for i in range(16)]
    assert "at most 15" in save(mine, offered=keys)


def test_a_skill_the_catalog_does_not_have_is_refused(mine: Client) -> None:
    assert "Select a valid choice" in save(mine, wanted=["made-up"])
