"""Pages of working together: agreement, skills, the live page, the workspace."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.mentorships.models import Agreement, Mentorship, SessionNotes, SkillLevel
from pairwell.mentorships.rules.agreement import KEYS
from pairwell.people.models import Person
from tests.factories.mentorships import held, make_goal, make_mentorship, make_session
from tests.factories.people import make_person, make_skill
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentorship(ada: Person, ben: Person) -> Mentorship:
    return make_mentorship(ada, ben)


def test_both_make_the_agreement_in_turn(
    client: Client, mentorship: Mentorship, ada: Person, ben: Person
) -> None:
    path = reverse("agreement", args=[mentorship.pk])
    client.force_login(ben)
    assert "What stays between us" in client.get(path).content.decode()
    form = {**dict.fromkeys(KEYS, "Our **own** words"), "cadence_days": "10", "version": "0"}
    answer = client.post(path, form, follow=True)
    assert "Waiting for the others" in answer.content.decode()
    client.force_login(ada)
    page = client.get(path).content.decode()
    assert "<strong>own</strong>" in page
    assert "I agree to this" in page
    answer = client.post(reverse("agree", args=[mentorship.pk]), {"version": "1"}, follow=True)
    assert "Agreed by all of you" in answer.content.decode()


def test_a_form_that_is_out_of_date_keeps_both_texts(
    client: Client, mentorship: Mentorship, ada: Person, ben: Person
) -> None:
    path = reverse("agreement", args=[mentorship.pk])
    for person, words in ((ben, "Words of Ben"), (ada, "Words of Ada")):
        client.force_login(person)
        form = {**dict.fromkeys(KEYS, ""), "goals": words, "cadence_days": "10", "version": "0"}
        answer = client.post(path, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Words of Ben" in page
    assert "Words of Ada" in page
    assert Agreement.objects.get().body["goals"] == "Words of Ben"


def test_an_empty_agreement_is_refused_beside_its_field(
    client: Client, mentorship: Mentorship, ben: Person
) -> None:
    client.force_login(ben)
    form = {**dict.fromkeys(KEYS, " "), "cadence_days": "10", "version": "0"}
    answer = client.post(reverse("agreement", args=[mentorship.pk]), form)
    assert answer.status_code == 422
    assert "Agree on at least one thing" in answer.content.decode()


def test_levels_are_said_and_shown_only_when_shared(
    client: Client, mentorship: Mentorship, ada: Person, ben: Person
) -> None:
    skill = make_skill("Coaching")
    make_goal(mentorship, ben, skill=skill)
    path = reverse("skill_levels", args=[mentorship.pk])
    client.force_login(ben)
    assert client.post(path, {}).status_code == 422
    client.post(path, {f"level-{skill.pk}": "2"})
    assert SkillLevel.objects.get().level == 2
    client.force_login(ada)
    assert "Ben says 2" not in client.get(path).content.decode()
    client.force_login(ben)
    client.post(path, {f"level-{skill.pk}": "3", "share": "yes"})
    client.force_login(ada)
    assert "Ben says 3" in client.get(path).content.decode()


def test_the_live_page_works_without_scripts(client: Client, mentorship: Mentorship, ben: Person) -> None:
    session = make_session(mentorship, clock.now() + timedelta(minutes=5))
    client.force_login(ben)
    page = reverse("live_session", args=[session.pk])
    assert "Start the clock" in client.get(page).content.decode()
    client.post(reverse("begin_session", args=[session.pk]))
    assert "begun at" in client.get(page).content.decode()
    notes = reverse("session_notes", args=[session.pk])
    assert client.post(notes, {"base": "", "text": "One\r\nTwo"}).status_code == 302
    assert SessionNotes.objects.get().text == "One\nTwo"
    answer = client.post(notes, {"base": "", "text": "Three"})
    assert "Three" in client.get(page).content.decode()
    assert answer.status_code == 302


def test_scripts_save_and_hear_what_others_wrote(
    client: Client, mentorship: Mentorship, ada: Person, ben: Person
) -> None:
    session = make_session(mentorship)
    notes = reverse("session_notes", args=[session.pk])
    client.force_login(ada)
    saved = client.post(notes, {"base": "", "text": "From Ada"}, headers={"accept": "application/json"})
    assert saved.json() == {"text": "From Ada", "version": 1, "both_changed": 0}
    assert client.get(notes, {"version": "1", "begun": ""}).status_code == 204
    client.force_login(ben)
    news = client.get(notes, {"version": "0", "begun": ""}).json()
    assert (news["text"], news["who"]) == ("From Ada", "Ada")


def test_the_workspace_leads_through_a_good_beginning(
    client: Client, mentorship: Mentorship, ben: Person
) -> None:
    client.force_login(ben)
    page = client.get(reverse("mentorship", args=[mentorship.pk])).content.decode()
    assert "A good beginning" in page
    assert reverse("agreement", args=[mentorship.pk]) in page


def test_the_story_shows_the_latest_sessions_and_offers_the_rest(
    client: Client, mentorship: Mentorship, ben: Person
) -> None:
    for day in range(40):
        held(mentorship, days_ago=day + 1, title=f"Session {day}")
    client.force_login(ben)
    path = reverse("mentorship", args=[mentorship.pk])
    page = client.get(path).content.decode()
    assert "40 sessions, 40 hours together" in page
    assert "Show 10 earlier sessions" in page
    assert "Session 39" not in page
    assert "Session 39" in client.get(path, {"all": ""}).content.decode()


def test_a_mentee_with_several_mentors_gets_from_one_to_the_other(client: Client, ben: Person) -> None:
    program = make_program(state="active")
    first = make_mentorship(make_person("First Mentor"), ben, program=program)
    second = make_mentorship(make_person("Second Mentor"), ben, program=program)
    client.force_login(ben)
    page = client.get(reverse("mentorship", args=[first.pk])).content.decode()
    assert "Second Mentor" in page
    assert reverse("mentorship", args=[second.pk]) in page
