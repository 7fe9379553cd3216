"""Home: what should I do next?"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.people.models import Person
from tests.factories.mentorships import held, make_goal, make_mentorship, make_message, make_session
from tests.factories.people import make_person
from tests.factories.programs import grant, make_enrollment, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def bens(client: Client, ben: Person) -> Client:
    client.force_login(ben)
    return client


def home(client: Client) -> str:
    return client.get(reverse("home")).content.decode()


def test_somebody_new_learns_how_it_begins(bens: Client) -> None:
    make_program("Open mentoring")
    page = home(bens)
    assert "Somebody here can help you" in page
    assert "Open mentoring" in page


def test_somebody_waiting_for_a_match_is_told_so(bens: Client, ben: Person) -> None:
    program = make_program("Leaders")
    make_enrollment(program, ben, role="mentee")
    assert "We are looking for somebody who fits" in home(bens)


def test_the_next_session_comes_first_with_agenda_and_link(bens: Client, ada: Person, ben: Person) -> None:
    session = make_session(make_mentorship(ada, ben), title="Second talk", place="https://meet.example.org/1")
    session.agenda.create(text="How did the pitch go?", minutes=10)
    page = home(bens)
    assert "Second talk" in page
    assert "How did the pitch go?" in page
    assert 'href="https://meet.example.org/1"' in page


def test_a_place_that_is_no_web_address_is_not_a_link(bens: Client, ada: Person, ben: Person) -> None:
    make_session(make_mentorship(ada, ben), place="javascript:alert(1)")
    assert 'href="javascript' not in home(bens)


def test_everything_that_waits_has_one_step(bens: Client, ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    make_message(mentorship, ada)
    held(mentorship, days_ago=1, title="First talk")
    make_goal(mentorship, ben, title="Speak up", progress=40)
    page = home(bens)
    for text in ("1 new message from Ada Mentor", "How was “First talk”?", "Plan one", "Speak up", "40 %"):
        assert text in page


def test_a_proposal_waits_until_it_is_answered(bens: Client, ben: Person) -> None:
    program = make_program("Leaders")
    proposal = Proposal.objects.create(program=program, state="sent")
    mine = make_enrollment(program, ben, role="mentee")
    side = ProposalSide.objects.create(proposal=proposal, enrollment=mine, role="mentee")
    assert "Leaders has found somebody" in home(bens)
    side.answer = "accepted"
    side.save()
    assert "Leaders has found somebody" not in home(bens)


def count(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_home_and_the_list_ask_no_more_for_many_mentorships(bens: Client, ada: Person, ben: Person) -> None:
    paths = [reverse("home"), reverse("mentorships")]
    counted = []
    made = 0
    for size in (1, 3, 30):
        while made < size:
            one = make_mentorship(make_person(), ben)
            make_session(one)
            held(one, days_ago=1)
            make_message(one, ada)
            make_goal(one, ben)
            made += 1
        counted.append([count(bens, path) for path in paths])
    assert counted[0] == counted[1] == counted[2]


def test_a_manager_sees_first_which_program_waits_for_something(client: Client) -> None:
    mia = make_person("Mia Manager")
    program = make_program("Leaders", state="enrolling", managed_by=mia)
    make_enrollment(program, make_person("Applicant"), role="mentee", state="applied")
    client.force_login(mia)
    page = home(client)
    assert "Programs I run" in page
    assert "1 waiting for your approval" in page


def test_a_sponsor_is_led_to_results_and_to_no_person(client: Client) -> None:
    sponsor = make_person("Ines Sponsor")
    running, hidden = make_program("Running", state="active"), make_program("Other", state="active")
    grant(running, sponsor, role="sponsor")
    client.force_login(sponsor)
    page = home(client)
    assert reverse("program_insights", args=[running.pk]) in page
    assert reverse("program_insights", args=[hidden.pk]) not in page


def test_somebody_who_only_takes_part_sees_no_list_of_programs_to_look_after(bens: Client) -> None:
    make_program("Leaders", state="active")
    assert "Programs I run" not in home(bens)
    assert "What came of it" not in home(bens)
