"""Partners vouch for each other's skills after a good end: given, seen, hidden, taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import Mentorship
from pairwell.messaging.models import Notice
from pairwell.people.actions import change_profile, hide_endorsement
from pairwell.people.models import Endorsement, Person
from tests.factories.mentorships import held, make_goal, make_mentorship
from tests.factories.people import make_person, make_skill, offers, wants

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(ada: Person, ben: Person) -> Mentorship:
    """A mentorship about negotiation, closed with thanks."""
    offers(ada, "Negotiation", "Secret hobby")
    wants(ben, "Negotiation")
    mentorship = make_mentorship(ada, ben)
    held(mentorship, days_ago=3)
    return actions.complete_mentorship(by=ben, mentorship=mentorship)


def page_of(reader: Person, path: str) -> str:
    client = Client()
    client.force_login(reader)
    return client.get(path).content.decode()


def vouch(client: Client, mentorship: Mentorship, person: Person, skill: str, text: str = "") -> str:
    form = {"person": str(person.pk), "skill": str(make_skill(skill).pk), "text": text}
    return client.post(reverse("vouch", args=[mentorship.pk]), form, follow=True).content.decode()


def test_a_partner_vouches_sees_it_and_takes_it_back(
    client: Client, closed: Mentorship, ada: Person, ben: Person
) -> None:
    client.force_login(ben)
    closing = reverse("closing", args=[closed.pk])
    page = client.get(closing).content.decode()
    assert "Vouch for Ada" in page
    assert "Secret hobby" not in page
    page = vouch(client, closed, ada, "Negotiation", "She never raises her voice")
    assert "She never raises her voice" in page
    assert "Vouch for Ada" not in page  # nothing is left to vouch for
    assert "She never raises her voice" in page_of(ada, "/me/profile/")
    assert "She never raises her voice" in page_of(ben, f"/people/{ada.pk}/")
    assert Notice.objects.get(to=ada, text__contains="vouches for you").url.endswith("#endorsements")
    made = Endorsement.objects.get()
    assert made.mentorship_id == closed.pk
    client.post(reverse("take_back_endorsement", args=[made.pk]))
    assert not Endorsement.objects.exists()
    assert "She never raises her voice" not in page_of(ben, f"/people/{ada.pk}/")
    assert "Vouch for Ada" in client.get(closing).content.decode()


def test_both_sides_vouch_and_the_words_follow_the_persons_own_rules(
    client: Client, closed: Mentorship, ada: Person, ben: Person, otto: Person
) -> None:
    client.force_login(ada)
    vouch(client, closed, ben, "Negotiation", "Asks before he answers")
    assert "Asks before he answers" in page_of(ada, f"/people/{ben.pk}/")
    assert "Asks before he answers" not in page_of(otto, f"/people/{ben.pk}/")  # "programs" by default
    change_profile(by=ben, person=ben, visibility={"endorsements": "everybody"})
    assert "Asks before he answers" in page_of(otto, f"/people/{ben.pk}/")
    hide_endorsement(by=ben, endorsement=Endorsement.objects.get())
    assert "Asks before he answers" not in page_of(ada, f"/people/{ben.pk}/")
    assert "Asks before he answers" in page_of(ada, reverse("closing", args=[closed.pk]))  # her own words


def test_nobody_vouches_before_the_end_for_strangers_or_for_other_skills(ada: Person, ben: Person) -> None:
    wants(ben, "Negotiation")
    running = make_mentorship(ada, ben)
    held(running, days_ago=1)
    skill = make_skill("Negotiation")

    def refused(by: Person, person: Person, skill_id: int) -> str:
        with pytest.raises(Refused) as raised:
            actions.vouch_for(by=by, mentorship=running, person_id=person.pk, skill_id=skill_id)
        return str(raised.value)

    assert "once the mentorship has been closed" in refused(ben, ada, skill.pk)
    actions.complete_mentorship(by=ben, mentorship=running)
    assert "skills that you worked on" in refused(ben, ada, make_skill("Juggling").pk)
    assert "in this mentorship with you" in refused(ben, make_person(), skill.pk)
    assert "in this mentorship with you" in refused(ben, ben, skill.pk)
    assert "in this mentorship with you" in refused(make_person(), ada, skill.pk)
    assert not Endorsement.objects.exists()


def test_a_goal_and_a_level_that_was_said_count_as_what_it_was_about(
    client: Client, ada: Person, ben: Person
) -> None:
    mentorship = make_mentorship(ada, ben)
    held(mentorship, days_ago=2)
    make_goal(mentorship, ben, skill=make_skill("Public speaking"))
    ballads, tables = make_skill("Ballads"), make_skill("Tables")
    wants(ben, "Ballads", "Tables")
    actions.say_levels(by=ben, mentorship=mentorship, moment="begin", levels={ballads.pk: 2}, share=False)
    ben.profile.skills.all().delete()  # what one wants changes; what was said then stays
    actions.complete_mentorship(by=ben, mentorship=mentorship)
    client.force_login(ben)
    mine = client.get(reverse("closing", args=[mentorship.pk])).content.decode()
    assert "Public speaking" in mine
    assert f'value="{ballads.pk}"' in mine
    assert f'value="{tables.pk}"' not in mine
    client.force_login(ada)
    theirs = client.get(reverse("closing", args=[mentorship.pk])).content.decode()
    assert "Public speaking" in theirs
    assert "Ballads" not in theirs  # Ben did not share where he stood


def test_in_a_circle_each_other_member_is_vouched_for_alone(client: Client, ada: Person, ben: Person) -> None:
    cleo = make_person("Cleo Third")
    wants(ben, "Negotiation")
    circle = make_mentorship(ada, ben, cleo)
    held(circle, days_ago=2)
    actions.complete_mentorship(by=ada, mentorship=circle)
    client.force_login(ben)
    page = vouch(client, circle, cleo, "Negotiation")
    assert "Vouch for Ada" in page
    assert "Vouch for Cleo" not in page
    assert Endorsement.objects.get().person == cleo
