"""The directory of a program: who is in it, how it is searched, and why somebody fits."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from pairwell.core.errors import Refused
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.actions.favorites import add_favorite, change_favorite
from pairwell.pairing.directory import snapshot
from pairwell.pairing.directory.search import Asked
from pairwell.pairing.models import Recommendation, Say
from pairwell.pairing.queries.directory import Page, cards_of, directory_page
from pairwell.pairing.seeing import Viewer, visible
from pairwell.people.models import Person, Profile, SkillSynonym
from pairwell.programs.actions.preferences import avoid
from pairwell.programs.models import Enrollment, Program, RankedChoice
from pairwell.programs.states import EnrollmentState, ProgramState, Side
from tests.factories.pairing import POLICY, make_pair
from tests.factories.people import make_person, make_skill, offers, wants
from tests.factories.programs import make_enrollment, make_policy, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cora: Person) -> Program:
    made = make_program(managed_by=cora, state=ProgramState.MATCHING)
    make_policy(made, POLICY)
    return made


@pytest.fixture
def viewer(program: Program, ben: Person) -> Viewer:
    return Viewer(ben, program, make_enrollment(program, wants(ben, "Negotiation", "Public speaking")))


def mentor(program: Program, name: str, *skills: str, **person: object) -> Enrollment:
    return make_enrollment(program, offers(make_person(name, **person), *skills), role="mentor")


def look(viewer: Viewer, words: str = "", **chosen: str) -> Page:
    filters = {name: frozenset({value}) for name, value in chosen.items()}
    return directory_page(viewer, Side.MENTOR, Asked(words=words, chosen=filters))


def names(page: Page) -> list[str]:
    return [card.person.full_name for card in page.cards]


def test_cards_are_drawn_with_every_text_escaped(client: Client, program: Program, viewer: Viewer) -> None:
    Say.objects.create(program=program, mode="hybrid")
    person = mentor(
        program, '<b>"Bo"</b>', "Negotiation <x>", title="<i>Title</i>", office="<u>Office</u>"
    ).person
    Profile.objects.filter(person=person).update(headline="<em>headline</em>")
    client.force_login(viewer.person)
    page = client.get(reverse("see_mentors", args=[program.pk])).content.decode()
    assert "&lt;b&gt;&quot;Bo&quot;&lt;/b&gt;" in page
    assert "&lt;em&gt;headline" in page
    for raw in ("<b>&quot;", '<b>"', "<x>", "<i>T", "<u>O", "<em>"):
        assert raw not in page


def test_the_best_fit_comes_first_with_its_reasons(program: Program, viewer: Viewer) -> None:
    mentor(program, "Zoe Little", "Cooking")
    mentor(program, "Ada Much", "Negotiation", "Public speaking")
    mentor(program, "Max Some", "Negotiation")
    page = look(viewer)
    assert names(page) == ["Ada Much", "Max Some", "Zoe Little"]
    best = page.cards[0].fit
    assert best is not None
    assert best.score > 0.5
    assert "Can help with" in best.reasons[0]
    assert len(best.reasons) <= 3


def test_a_card_says_the_reasons_that_the_persons_page_puts_first(program: Program, viewer: Viewer) -> None:
    speaks = Profile.objects.filter(person=viewer.person)
    speaks.update(languages={"en": 5, "fr": 3}, interests=["chess"], working_hours={"mon": [[9, 17]]})
    for number, (skills, hidden) in enumerate(
        [
            (("Negotiation",), {}),
            (("Negotiation", "Public speaking"), {"offered": "me"}),
            ((), {"hours": "me"}),
        ]
    ):
        one = mentor(program, f"Mentor {number}", *skills, level=number + 4)
        Profile.objects.update_or_create(
            person=one.person,
            defaults={
                "languages": {"fr": 5}, "interests": ["chess"], "working_hours": {"mon": [[10, 12]]},
                "visibility": hidden,
            },
        )  # fmt: skip
    cards = look(viewer).cards
    whole = {card.enrollment.pk: card.fit for card in cards_of(viewer, Side.MENTOR, [c.id for c in cards])}
    assert len(cards) == 3
    assert any(card.fit and card.fit.reasons for card in cards)
    for card in cards:
        full = whole[card.id]
        assert card.fit is not None
        assert full is not None
        assert (card.fit.score, card.fit.known, card.fit.reasons) == (full.score, full.known, full.reasons)


def test_only_people_who_may_be_seen_are_shown(program: Program, viewer: Viewer, ben: Person) -> None:
    mentor(program, "Free Mentor", "Negotiation")
    full = mentor(program, "Full Mentor", "Negotiation")
    Enrollment.objects.filter(pk=full.pk).update(mentees_held=1)
    waiting = mentor(program, "Waiting Mentor", "Negotiation")
    Enrollment.objects.filter(pk=waiting.pk).update(state=EnrollmentState.APPLIED)
    gone = mentor(program, "Gone Mentor", "Negotiation")
    Person.objects.filter(pk=gone.person_id).update(is_active=False)
    shy = mentor(program, "Shy Mentor", "Negotiation")
    avoid(by=shy.person, enrollment=shy, person_id=ben.pk, because="asked")
    mentor(make_program(), "Stranger", "Negotiation")
    boss = mentor(program, "Boss Mentor", "Negotiation")
    Person.objects.filter(pk=ben.pk).update(manager=boss.person)
    assert names(look(viewer)) == ["Free Mentor"]


def test_somebody_whose_last_place_goes_is_gone_from_the_next_page(program: Program, viewer: Viewer) -> None:
    one = mentor(program, "Ada Much", "Negotiation")
    assert names(look(viewer)) == ["Ada Much"]
    Enrollment.objects.filter(pk=one.pk).update(mentees_held=1)
    assert names(look(viewer)) == []


def test_words_are_found_in_other_forms_without_accents_and_by_synonym(
    program: Program, viewer: Viewer
) -> None:
    mentor(program, "Zoë Müller", "Negotiation", title="Leading designer")
    mentor(program, "Max Plain", "Cooking")
    SkillSynonym.objects.create(skill=make_skill("Negotiation"), name="Haggling", folded="haggling")
    for words in ("zoe muller", "lead", "leads", "HAGGLING", "negotiat"):
        assert names(look(viewer, words)) == ["Zoë Müller"], words
    assert names(look(viewer, "nothing like it xyzzy")) == []


def test_a_character_that_the_database_can_not_hold_is_left_out_of_a_search(
    client: Client, program: Program, viewer: Viewer
) -> None:
    mentor(program, "Ada Much", "Negotiation", department="Sales")
    client.force_login(viewer.person)
    asked = {"words": "\0much", "department": "Sales\0", "office": "\0", "page": "\0"}
    found = client.get(reverse("see_mentors", args=[program.pk]), {**asked, "office": []})
    assert "Ada Much" in found.content.decode()
    assert client.get(reverse("see_mentors", args=[program.pk]), asked).status_code == 200


def test_somebody_who_leaves_while_the_page_is_read_is_not_on_it(program: Program, viewer: Viewer) -> None:
    mentor(program, "Ada Much", "Negotiation", "Public speaking")
    leaving, there = mentor(program, "Leaving", "Negotiation"), mentor(program, "There", "Cooking")
    for one in (leaving, there):
        Recommendation.objects.create(enrollment=viewer.enrollment, chosen=one, place=1, score=1)

    def leaves_before_faces(execute: Any, sql: str, *rest: Any) -> Any:
        if "AS enrollment" in sql:
            Enrollment.objects.filter(pk=leaving.pk).delete()
        return execute(sql, *rest)

    with connection.execute_wrapper(leaves_before_faces):
        page = look(viewer)
    assert names(page) == ["Ada Much", "There"]
    assert page.recommended is not None
    assert [card.person.full_name for card in page.recommended.cards] == ["There"]


def test_who_may_be_seen_can_be_narrowed_by_other_enrollments(program: Program, viewer: Viewer) -> None:
    twice, once = mentor(program, "Twice", "Cooking"), mentor(program, "Once", "Cooking")
    make_enrollment(make_program(), twice.person, role="mentor")
    others = visible(viewer, Side.MENTOR).exclude(pk=once.pk).filter(person__enrollments__program=program)
    assert list(others) == [twice]


def test_how_many_said_enough_follows_those_who_are_switched_off(
    program: Program, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "PERCENT_SECONDS", 0)
    Say.objects.create(program=program, complete_percent=90)
    full, empty = mentor(program, "Full", "Cooking"), mentor(program, "Empty")
    Profile.objects.filter(person=full.person).update(about="About me")

    def percent() -> int:
        page = look(viewer)
        assert page.recommended is not None
        return page.recommended.percent

    assert percent() == 33
    Person.objects.filter(pk=empty.person_id).update(is_active=False)
    assert percent() == 50


def test_filters_count_what_each_would_leave(program: Program, viewer: Viewer) -> None:
    mentor(program, "One", "Negotiation", department="Sales", office="Berlin")
    mentor(program, "Two", "Negotiation", department="Sales", office="Lagos")
    mentor(program, "Three", "Cooking", department="Finance", office="Lagos")
    page = look(viewer, department="Sales")
    assert set(names(page)) == {"One", "Two"}
    facets = {f.name: {c.value: c.count for c, _ in f.choices} for f in page.facets}
    assert facets["department"] == {"Sales": 2, "Finance": 1}
    assert facets["office"] == {"Berlin": 1, "Lagos": 1}
    assert set(names(look(viewer, department="Sales", office="Lagos"))) == {"Two"}


def test_nobodys_wishes_can_be_read_off_a_fit(program: Program, viewer: Viewer) -> None:
    one = mentor(program, "Ada Much", "Negotiation")
    before = look(viewer).cards[0].fit
    RankedChoice.objects.create(enrollment=one, chosen=viewer.enrollment, rank=1)
    RankedChoice.objects.create(enrollment=viewer.enrollment, chosen=one, rank=1)
    after = look(viewer).cards[0].fit
    assert before is not None
    assert after is not None
    assert (before.score, before.reasons) == (after.score, after.reasons)


def test_a_changed_profile_shows_at_once(program: Program, viewer: Viewer, ben: Person) -> None:
    mentor(program, "Cook", "Cooking")
    first = look(viewer).cards[0].fit
    wants(ben, "Cooking")
    second = look(viewer).cards[0].fit
    assert first is not None
    assert second is not None
    assert second.score > first.score


def test_those_who_are_together_do_not_see_each_other_again(cora: Person, ada: Person, ben: Person) -> None:
    proposal = make_pair(cora, ada, ben)
    side = proposal.sides.get(role=MemberRole.MENTEE)
    viewer = Viewer(ben, proposal.program, side.enrollment)
    assert len(look(viewer).cards) == 1
    proposal.state = "sent"
    proposal.save()
    assert look(viewer).cards == ()


def test_favorites_keep_an_order_and_a_limit(program: Program, viewer: Viewer, ben: Person) -> None:
    five = [mentor(program, f"Mentor {n}", "Negotiation") for n in range(6)]
    mine = viewer.enrollment
    for one in five[:5]:
        add_favorite(by=ben, enrollment=mine, chosen=one)
    with pytest.raises(Refused, match="5 favorites"):
        add_favorite(by=ben, enrollment=mine, chosen=five[5])
    change_favorite(by=ben, enrollment=mine, chosen=five[4].pk, step="up")
    change_favorite(by=ben, enrollment=mine, chosen=five[0].pk, step="up")
    change_favorite(by=ben, enrollment=mine, chosen=five[1].pk, step="remove")
    Enrollment.objects.filter(pk=five[2].pk).update(state=EnrollmentState.WITHDRAWN)
    change_favorite(by=ben, enrollment=mine, chosen=five[3].pk, step="down")
    assert [c.chosen_id for c in mine.choices.all()] == [five[0].pk, five[4].pk, five[3].pk]


def test_the_pages_show_search_and_rank(
    client: Client, program: Program, viewer: Viewer, ben: Person
) -> None:
    one = mentor(program, "Ada Much", "Negotiation", title="Director")
    client.force_login(ben)
    page = client.get(reverse("see_mentors", args=[program.pk]), {"words": "negotiation"}).content.decode()
    assert "Ada Much" in page
    assert "1 of 1 mentors" in page
    card = client.get(reverse("see_person", args=[program.pk, one.pk])).content.decode()
    assert "How the fit comes about" in card
    client.post(reverse("add_favorite", args=[program.pk, one.pk]))
    assert "Ada Much" in client.get(reverse("favorites", args=[program.pk])).content.decode()
    client.post(reverse("matters_most", args=[program.pk]), {"key": "needs_coverage"})
    viewer.enrollment.refresh_from_db()
    assert viewer.enrollment.matters_most == "needs_coverage"


@pytest.mark.parametrize("who", ["mentor", "outsider", "managed", "over"])
def test_nobody_else_finds_the_directory(
    client: Client, program: Program, viewer: Viewer, otto: Person, who: str
) -> None:
    client.force_login(viewer.person)
    if who == "mentor":
        client.force_login(mentor(program, "Ada Much").person)
    elif who == "outsider":
        client.force_login(otto)
    elif who == "managed":
        Say.objects.create(program=program, mode="managed")
    else:
        Program.objects.filter(pk=program.pk).update(state=ProgramState.CLOSED)
    assert client.get(reverse("see_mentors", args=[program.pk])).status_code == 404


def test_a_manager_chooses_how_people_are_matched(client: Client, program: Program, cora: Person) -> None:
    client.force_login(cora)
    address = reverse("manage_say", args=[program.pk])
    form = {
        "version": "0", "mode": "self", "request_days": "3", "complete_percent": "60", "per_person": "4",
        "after_fit_check": "rematch", "match_every": "7",
    }  # fmt: skip
    assert client.post(address, form).status_code == 302
    say = Say.objects.get(program=program)
    assert (say.mode, say.request_days, say.version) == ("self", 3, 1)
    assert say.match_next_on is not None
    assert "A colleague has saved this" in client.post(address, form).content.decode()
    assert (
        "1 to 30 days"
        in client.post(address, {**form, "version": "1", "request_days": "99"}).content.decode()
    )


def test_what_a_person_keeps_to_themself_is_not_found_shown_or_told_as_a_reason(
    client: Client, program: Program, viewer: Viewer, ben: Person
) -> None:
    one = mentor(program, "Private Mentor", "Negotiation")
    profile = one.person.profile
    profile.headline, profile.about = "canary-headline", "canary-about"
    profile.visibility = {"headline": "me", "about": "partners", "offered": "partners"}
    profile.save()
    for words in ("canary-headline", "canary-about", "negotiation"):
        assert names(look(viewer, words)) == [], words
    card = look(viewer).cards[0]
    assert card.skills == ()
    assert card.fit is not None
    assert "Negotiation" not in " ".join(card.fit.reasons)
    client.force_login(ben)
    listed = client.get(reverse("see_mentors", args=[program.pk])).content.decode()
    assert "Private Mentor" in listed
    assert "canary" not in listed
    page = client.get(reverse("see_person", args=[program.pk, one.pk])).content.decode()
    assert "canary" not in page
    assert "Negotiation" not in page


def test_those_who_rest_or_close_their_page_are_not_in_the_directory(
    program: Program, viewer: Viewer
) -> None:
    mentor(program, "There", "Negotiation")
    resting, closed = mentor(program, "Resting", "Negotiation"), mentor(program, "Closed", "Negotiation")
    Enrollment.objects.filter(pk=resting.pk).update(paused_at=viewer.program.created_at)
    closed.person.profile.visibility = {"page": "me"}
    closed.person.profile.save()
    assert names(look(viewer)) == ["There"]
