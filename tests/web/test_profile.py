"""My profile: cards that are saved one by one, the journey, the photo, what others said."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from pairwell.people.actions import endorse
from pairwell.people.models import Endorsement, Person, ProfilePhoto
from tests.factories.people import make_skill, offers, wants

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(client: Client, ben: Person) -> Client:
    """Ben's browser."""
    client.force_login(ben)
    return client


def save(mine: Client, section: str, **fields: object) -> str:
    return mine.post(f"/me/profile/{section}/", fields, follow=True).content.decode()


def picture(size: tuple[int, int] = (300, 200), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def test_each_card_is_saved_by_itself(mine: Client, ben: Person) -> None:
    make_skill("Negotiation")
    assert "I sell" in save(mine, "intro", headline="I sell")
    save(mine, "ways", interests="jazz, jazz, climbing", cadence="monthly")
    save(mine, "languages", language_0="en", fluency_0="5", language_1="fr", fluency_1="3")
    save(mine, "wanted", add=["negotiation"])
    profile = ben.profile
    profile.refresh_from_db()
    assert (profile.headline, profile.cadence) == ("I sell", "monthly")
    assert profile.languages == {"en": 5, "fr": 3}
    assert profile.interests == ["jazz", "climbing"]
    assert profile.skills.get().skill.name == "Negotiation"


def test_a_new_skill_is_asked_about_at_once(mine: Client) -> None:
    make_skill("Negotiation")
    assert "level_negotiation" in save(mine, "offered", add=["negotiation"])


def test_level_and_urgency_are_kept_and_a_skill_can_go(mine: Client, ben: Person) -> None:
    wants(ben, "Negotiation", "Writing")
    save(
        mine, "wanted",
        level_negotiation="2", urgency_negotiation="3", level_writing="1", urgency_writing="1", drop_writing="on",
    )  # fmt: skip
    kept = ben.profile.skills.get()
    assert (kept.skill.key, kept.level, kept.urgency) == ("negotiation", 2, 3)


def test_too_many_skills_are_refused_and_those_there_stay(mine: Client, ben: Person) -> None:
    offers(ben, "Negotiation")
    keys = [make_skill(f"Skill number {i}").key for i in range(15)]
    assert "at most 15" in save(mine, "offered", add=keys, level_negotiation="4")
    assert ben.profile.skills.count() == 1


def test_a_skill_the_catalog_does_not_have_is_refused(mine: Client) -> None:
    assert "Select a valid choice" in save(mine, "wanted", add=["made-up"])


def test_the_grid_of_hours_becomes_spans(mine: Client, ben: Person) -> None:
    cells = ["mon-9", "mon-10", "mon-13", "fri-23"]
    save(mine, "hours", time_zone="Europe/Berlin", cell=cells)
    ben.profile.refresh_from_db()
    assert ben.profile.working_hours == {"mon": [[9, 11], [13, 14]], "fri": [[23, 24]]}
    ben.refresh_from_db()
    assert ben.time_zone == "Europe/Berlin"
    page = mine.get("/me/profile/?edit=hours").content.decode()
    assert page.count(" checked") == len(cells)


def test_a_preset_fills_the_grid_without_a_script_and_saves_nothing(mine: Client, ben: Person) -> None:
    page = save(mine, "hours", time_zone="Europe/Berlin", preset="office")
    assert page.count(" checked") == 40
    ben.profile.refresh_from_db()
    assert ben.profile.working_hours == {}


def test_with_htmx_only_the_card_comes_back(mine: Client) -> None:
    htmx = {"HTTP_HX_REQUEST": "true"}
    opened = mine.get("/me/profile/intro/", **htmx).content.decode()
    assert "<form" in opened
    assert "<html" not in opened
    saved = mine.post("/me/profile/intro/", {"headline": "Now I sing"}, **htmx).content.decode()
    assert "Now I sing" in saved
    assert 'role="status"' in saved


def test_a_section_that_does_not_exist_is_not_found(mine: Client) -> None:
    assert mine.get("/me/profile/shoe-size/").status_code == 404


def test_steps_of_the_journey_are_added_changed_moved_and_removed(mine: Client, ben: Person) -> None:
    step = {"kind": "work", "place": "Harbor", "end": "", "text": ""}
    mine.post("/me/profile/journey/new/", {**step, "role": "Deckhand", "start": "2001", "end": "2005"})
    mine.post("/me/profile/journey/new/", {**step, "role": "Planner", "start": "2006"})
    ben.profile.refresh_from_db()
    assert [s["role"] for s in ben.profile.career] == ["Planner", "Deckhand"]
    first = ben.profile.career[0]["id"]
    mine.post(f"/me/profile/journey/{first}/", {"verb": "down"})
    mine.post(f"/me/profile/journey/{first}/", {**step, "role": "Head of planning", "start": "2006"})
    ben.profile.refresh_from_db()
    assert [s["role"] for s in ben.profile.career] == ["Deckhand", "Head of planning"]
    mine.post(f"/me/profile/journey/{first}/", {"verb": "remove"})
    ben.profile.refresh_from_db()
    assert [s["role"] for s in ben.profile.career] == ["Deckhand"]


def test_a_step_that_ends_before_it_begins_is_refused_and_nothing_typed_is_lost(mine: Client) -> None:
    step = {"kind": "work", "role": "What I typed", "start": "2010", "end": "2001"}
    page = mine.post("/me/profile/journey/new/", step).content.decode()
    assert "It ends in the year it began or later" in page
    assert "What I typed" in page


def test_steps_that_came_without_ids_can_be_changed(mine: Client, ben: Person) -> None:
    ben.profile.career = [{"role": "Nurse", "place": "Kiel", "from": 2001, "to": 2003}]
    ben.profile.save()
    page = mine.get("/me/profile/?edit=step-s1").content.decode()
    assert 'value="Nurse"' in page
    mine.post("/me/profile/journey/s1/", {"kind": "work", "role": "Head nurse", "start": "2001"})
    ben.profile.refresh_from_db()
    assert ben.profile.career[0]["role"] == "Head nurse"


def test_a_photo_is_kept_square_and_can_be_deleted(mine: Client, ben: Person) -> None:
    mine.post("/me/profile/photo/", {"photo": SimpleUploadedFile("me.png", picture())})
    answer = mine.get(f"/people/{ben.pk}/photo/")
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    assert Image.open(io.BytesIO(answer.content)).size == (512, 512)
    mine.post("/me/profile/photo/", {"verb": "remove"})
    assert not ProfilePhoto.objects.exists()
    assert mine.get(f"/people/{ben.pk}/photo/").status_code == 404


def test_a_picture_of_forty_megabytes_is_refused_by_name(mine: Client) -> None:
    upload = SimpleUploadedFile("huge.jpg", b"\xff\xd8\xff" + b"0" * 40_000_000)
    page = mine.post("/me/profile/photo/", {"photo": upload}).content.decode()
    assert "The picture has 40 MB; at most 8 MB are taken" in page


def test_what_others_said_can_be_hidden_by_me_alone(
    mine: Client, client: Client, ben: Person, ada: Person
) -> None:
    said = endorse(by=ada, person=ben, skill=make_skill("Listening"), text="Ben hears what is not said.")
    assert "Ben hears what is not said." in mine.get("/me/profile/").content.decode()
    mine.post(f"/me/profile/endorsements/{said.pk}/", {"verb": "hide"})
    assert Endorsement.objects.get().is_hidden
    client.force_login(ada)
    assert client.post(f"/me/profile/endorsements/{said.pk}/", {"verb": "show"}).status_code == 404


def test_who_sees_what_is_kept_only_where_it_differs_from_the_usual(mine: Client, ben: Person) -> None:
    page = mine.get("/me/profile/?edit=visibility").content.decode()
    assert "Everybody in the organization (usual)" in page
    from pairwell.people.rules.visibility import FIELDS  # noqa: PLC0415 - only this test needs it

    form = {name: field.default for name, field in FIELDS.items()} | {"goals": "me"}
    save(mine, "visibility", **form)
    ben.profile.refresh_from_db()
    assert ben.profile.visibility == {"goals": "me"}
