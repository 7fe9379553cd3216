"""Pages of mentorships and proposals show of a profile only what its owner shows there."""

import pytest
from django.template import Context, Template

from pairwell.people.actions import change_profile
from pairwell.people.models import Person
from tests.factories.mentorships import make_mentorship
from tests.factories.pairing import make_pair

pytestmark = pytest.mark.django_db


def test_a_headline_for_nobody_is_not_on_the_page_of_a_mentorship(client, ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    client.force_login(ben)
    change_profile(by=ada, person=ada, headline="For partners", visibility={"headline": "partners"})
    assert "For partners" in client.get(f"/mentorships/{mentorship.pk}/").content.decode()
    change_profile(by=ada, person=ada, visibility={"headline": "me"})
    assert "For partners" not in client.get(f"/mentorships/{mentorship.pk}/").content.decode()


def test_a_proposal_shows_what_people_in_the_program_may_see(
    client, cora: Person, ada: Person, ben: Person
) -> None:
    from pairwell.pairing.actions import send_proposals  # noqa: PLC0415 - only this test sends one

    change_profile(
        by=ada, person=ada, headline="For all", about="For partners only", visibility={"about": "partners"}
    )
    proposal = make_pair(cora, ada, ben)
    send_proposals(by=cora, program=proposal.program, proposals=[proposal.pk])
    client.force_login(ben)
    page = client.get(f"/proposals/{proposal.pk}/").content.decode()
    assert "For all" in page
    assert "For partners only" not in page


def test_a_person_without_a_profile_shows_nothing() -> None:
    template = Template('{% load people %}{{ profile|for_partner:"headline" }}')
    assert template.render(Context({"profile": None})) == ""
