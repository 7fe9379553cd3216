"""The numbers a program's manager sees."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from pairwell.insights import queries
from pairwell.insights.figures import figures_of
from pairwell.insights.series import sessions_by_month
from pairwell.insights.story import funnel_of
from pairwell.mentorships import actions
from pairwell.mentorships.queries.health import health_of
from pairwell.mentorships.states import GoalState, SessionState
from pairwell.people.models import Person
from pairwell.programs.states import EnrollmentState, ProgramState
from tests.factories.mentorships import held, make_goal, make_mentorship, make_reflection, make_session
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_invitation, make_program

pytestmark = pytest.mark.django_db


def test_the_funnel_counts_people_once_at_every_step(ada: Person, ben: Person) -> None:
    program = make_program(state=ProgramState.ACTIVE)
    make_invitation(program, ben)
    make_invitation(program, make_person())
    met = make_mentorship(ada, ben, program=program)
    make_mentorship(ada, make_person(), program=program)
    held(met, days_ago=2)
    held(met, days_ago=9)
    make_enrollment(program, role="mentee", state=EnrollmentState.APPLIED)
    steps = [step.count for step in funnel_of(figures_of(program))]
    assert steps == [5, 3, 3, 2, 2, 0]


def test_a_mentorship_that_ended_is_no_longer_active_in_the_funnel(ada: Person, ben: Person) -> None:
    program = make_program(state=ProgramState.ACTIVE)
    pair = make_mentorship(ada, ben, program=program)
    held(pair, days_ago=2)
    actions.end_mentorship(by=ben, mentorship=pair, reason="fit")
    assert [step.count for step in funnel_of(figures_of(program))][2:] == [2, 2, 0, 0]


def test_a_month_begins_where_the_reader_is(ada: Person, ben: Person) -> None:
    program = make_program(state=ProgramState.ACTIVE)
    pair = make_mentorship(ada, ben, program=program)
    make_session(pair, datetime(2026, 3, 1, 2, tzinfo=UTC), state=SessionState.HELD)
    for zone, month in (("Etc/GMT+5", "Feb 2026"), ("Etc/GMT-5", "Mar 2026"), ("UTC", "Mar 2026")):
        with timezone.override(zone):
            assert [part.label for part in sessions_by_month(program)] == [month], zone


def test_usefulness_is_shown_from_five_people_up() -> None:
    program = make_program(state=ProgramState.ACTIVE)
    people = [make_person() for _ in range(6)]
    circle = make_mentorship(*people, program=program)
    first, second = held(circle, days_ago=9), held(circle, days_ago=2)
    for person in people[:4]:
        make_reflection(first, person, 4)
        make_reflection(second, person, 4)
    assert figures_of(program)["usefulness"].value is None
    make_reflection(first, people[4], 4)
    assert figures_of(program)["usefulness"].value == 4


def test_results_count_sessions_hours_and_goals(ada: Person, ben: Person) -> None:
    program = make_program(state=ProgramState.ACTIVE)
    pair = make_mentorship(ada, ben, program=program)
    held(pair, days_ago=9, minutes=90)
    held(pair, days_ago=2, minutes=60)
    make_goal(pair, ben)
    make_goal(pair, ben, state=GoalState.REACHED)
    found = figures_of(program)
    keys = ("sessions", "hours", "goals", "goals_reached", "sessions_each", "days_to_first_session")
    assert [found[key].value for key in keys] == [2, 2.5, 2, 1, 2, 1]


def test_attention_names_what_waits_and_where(ben: Person) -> None:
    program = make_program(state=ProgramState.ACTIVE)
    make_mentorship(make_person(), ben, program=program, days_ago=60)
    make_enrollment(program, role="mentee", state=EnrollmentState.APPLIED)
    make_enrollment(program, role="mentee")
    told = {(one.text, one.page) for one in queries.attention(program, health_of(program))}
    assert told == {
        ("1 mentorship at risk", "manage_health"),
        ("1 person waiting for approval", "manage_people"),
        ("1 mentee without a mentor", "studio"),
    }


def test_what_happened_lately_is_counted_by_day(ada: Person, ben: Person) -> None:
    program = make_program(state=ProgramState.ACTIVE)
    for pair in (make_mentorship(ada, ben, program=program), make_mentorship(program=program)):
        actions.note_meeting(by=pair.memberships.all()[0].person, mentorship=pair)
    texts = [one.text for one in queries.recent(program)]
    assert "2 meetings noted" in texts
    assert "2 mentorships begun" in texts
