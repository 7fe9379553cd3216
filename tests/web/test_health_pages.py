"""What a program's manager sees of its mentorships."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairwell.core import clock
from pairwell.mentorships import actions
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramState
from tests.factories.mentorships import agreed, held, make_goal, make_mentorship, make_message, make_session
from tests.factories.people import make_person
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(client: Client, cora: Person) -> Program:
    client.force_login(cora)
    return make_program(managed_by=cora, state=ProgramState.ACTIVE)


def board(client: Client, program: Program, query: str = "") -> str:
    return client.get(reverse("manage_health", args=[program.pk]) + query).content.decode()


def test_an_empty_board_says_how_it_gets_filled(client: Client, program: Program) -> None:
    assert "No mentorship is running" in board(client, program)


def test_a_pair_that_never_met_is_at_risk_with_its_reason_and_a_step(
    client: Client, program: Program
) -> None:
    make_mentorship(make_person("Ida Old"), make_person("Kim New"), program=program, days_ago=60)
    page = board(client, program)
    for text in ("Ida Old and Kim New", "At risk", "Began 60 days ago and no first session", "Ask kindly"):
        assert text in page


def test_the_board_is_filtered_by_state(client: Client, program: Program) -> None:
    make_mentorship(make_person("Ida Old"), program=program, days_ago=60)
    fine = agreed(make_mentorship(make_person("Lea Well"), program=program, days_ago=60))
    held(fine, days_ago=20)
    held(fine, days_ago=3)
    make_session(fine)
    make_goal(fine, fine.memberships.get(role="mentee").person)
    assert "Ida Old" not in board(client, program, "?state=thriving")
    assert "Lea Well" in board(client, program, "?state=thriving")
    assert "None in this state" in board(client, program, "?state=paused")


def test_one_click_sends_kind_letters_that_blame_nobody(client: Client, program: Program) -> None:
    lost = make_mentorship(program=program, days_ago=60)
    path = reverse("nudge_mentorship", args=[lost.pk])
    assert "2 kind letters" in client.post(path, follow=True).content.decode()
    assert "None was sent" in client.post(path, follow=True).content.decode()
    letter = Letter.objects.filter(kind="mentorship-nudge").first()
    assert letter is not None
    assert "risk" not in letter.text


def test_an_early_end_shows_its_reason_and_the_way_to_a_new_match(
    client: Client, program: Program, ada: Person, ben: Person
) -> None:
    pair = make_mentorship(ada, ben, program=program)
    actions.end_mentorship(
        by=ben, mentorship=pair, reason="time", private_note="New project", wants_rematch=True
    )
    assert "New project" not in board(client, program)
    page = board(client, program, "?state=ended_early")
    for text in ("We do not find the time", "New project", "Match again"):
        assert text in page
    overview = client.get(reverse("manage_program", args=[program.pk])).content.decode()
    assert "1 person would like another match" in overview


def test_the_board_asks_no_more_for_many_mentorships(client: Client, program: Program) -> None:
    paths = [reverse(name, args=[program.pk]) for name in ("manage_health", "manage_program")]
    counted = []
    made = 0
    for size in (1, 3, 40):
        while made < size:
            mentor = make_person()
            one = make_mentorship(mentor, program=program, days_ago=50)
            held(one, days_ago=40)
            make_message(one, mentor)
            gone = make_mentorship(program=program)
            actions.end_mentorship(by=gone.memberships.all()[0].person, mentorship=gone, reason="fit")
            made += 1
        counted.append([_count(client, path) for path in paths])
    assert counted[0] == counted[1] == counted[2]
    assert max(counted[2]) <= 30


def _count(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_a_closed_program_shows_what_came_of_it(client: Client, program: Program) -> None:
    pair = make_mentorship(program=program)
    session = held(pair, days_ago=4, minutes=90)
    actions.reflect(by=session.attendance.all()[0].person, session=session, useful=5)
    program.state, program.ends_on = ProgramState.CLOSED, clock.today() - timedelta(days=1)
    program.starts_on = clock.today() - timedelta(days=100)
    program.save()
    page = client.get(reverse("manage_program", args=[program.pk])).content.decode()
    assert "What came of it" in page
    assert "from five people up" in page
