"""Goals that are easier to reach, looked at again, and projects with files and a result."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import AgendaItem, Goal, GoalFile
from pairwell.mentorships.rules.goals import hints, next_review
from pairwell.people.models import Person
from pairwell.programs.models import Objective
from tests.factories.mentorships import held, make_goal, make_mentorship, make_session
from tests.factories.programs import make_program

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("title", "measure", "due", "steps", "says"),
    [
        ("Get better at meetings", "Two people say so", TODAY + timedelta(60), 1, "see"),
        ("Lead the weekly meeting", "", TODAY + timedelta(60), 1, "how you will know"),
        ("Lead the weekly meeting", "People like it", TODAY + timedelta(60), 1, "Count"),
        ("Lead the weekly meeting", "Four meetings in a row", None, 1, "date"),
        ("Lead the weekly meeting", "Four meetings in a row", TODAY + timedelta(3), 1, "within a week"),
        ("Lead the weekly meeting", "Four meetings in a row", TODAY + timedelta(60), 0, "step"),
    ],
)
def test_a_hint_says_what_is_missing(
    title: str, measure: str, due: date | None, steps: int, says: str
) -> None:
    (hint,) = hints(title=title, measure=measure, due_on=due, steps=steps, today=TODAY)
    assert says in hint.what


def test_a_good_goal_needs_no_hint() -> None:
    good = {"title": "Lead four meetings", "measure": "Four in a row, without notes", "steps": 2}
    assert hints(**good, due_on=TODAY + timedelta(60), today=TODAY) == []


def test_the_next_look_is_after_three_sessions_or_when_it_is_due() -> None:
    assert next_review(today=TODAY, due_on=None, cadence_days=14) == TODAY + timedelta(42)
    assert next_review(today=TODAY, due_on=TODAY + timedelta(10), cadence_days=14) == TODAY + timedelta(10)
    assert next_review(today=TODAY, due_on=TODAY - timedelta(10), cadence_days=1) == TODAY + timedelta(21)


@pytest.mark.django_db
def test_a_look_at_a_goal_sets_the_next_one_or_ends_it(ada: Person, ben: Person) -> None:
    goal = make_goal(make_mentorship(ada, ben), ben, review_on=clock.today())
    actions.review_goal(by=ada, goal=goal, verdict="keep", line="Slow but steady")
    goal.refresh_from_db()
    assert goal.review_on is not None
    assert goal.review_on > clock.today()
    actions.review_goal(by=ben, goal=goal, verdict="reached")
    goal.refresh_from_db()
    assert (goal.state, goal.progress, goal.reviews.count()) == ("reached", 100, 2)
    with pytest.raises(Refused):
        actions.review_goal(by=ben, goal=goal, verdict="keep")


@pytest.mark.django_db
def test_a_promise_becomes_a_step_once(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    session = held(mentorship, days_ago=1)
    goal = make_goal(mentorship, ben)
    item = AgendaItem.objects.create(session=session, text="Draw the map", owner=ben, done_at=clock.now())
    step = actions.make_step(by=ben, item=item, goal=goal)
    goal.refresh_from_db()
    assert (step.title, step.session, goal.progress) == ("Draw the map", session, 100)
    with pytest.raises(Refused):
        actions.make_step(by=ada, item=item, goal=goal)
    elsewhere = make_goal(make_mentorship(), ben)
    other = AgendaItem.objects.create(session=session, text="Other", owner=ben)
    with pytest.raises(Refused):
        actions.make_step(by=ben, item=other, goal=elsewhere)


@pytest.mark.django_db
def test_a_step_is_planned_for_a_session_of_the_same_mentorship(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    step = actions.add_step(by=ben, goal=make_goal(mentorship, ben), title="First")
    session = make_session(mentorship)
    assert actions.plan_step(by=ben, step=step, session=session).session == session
    with pytest.raises(Refused):
        actions.plan_step(by=ben, step=step, session=make_session(make_mentorship()))


@pytest.mark.django_db
def test_goals_serve_the_aims_of_their_own_program_only(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    own = Objective.objects.create(program=mentorship.program, title="More women lead")
    other = Objective.objects.create(program=make_program(), title="Elsewhere")
    goal = actions.set_goal(
        by=ben, mentorship=mentorship, owner=ben, title="Lead a team", objective=own, is_project=True
    )
    assert (goal.objective, goal.is_project) == (own, True)
    assert goal.review_on is not None
    with pytest.raises(Refused):
        actions.set_goal(by=ben, mentorship=mentorship, owner=ben, title="Lead", objective=other)


@pytest.mark.django_db(transaction=True)
def test_files_lie_under_names_of_ours_and_go_when_removed(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    goal = make_goal(made := make_mentorship(), made.memberships.all()[0].person)
    by = goal.owner
    file = actions.attach_file(
        by=by, goal=goal, name="../../etc/pass\x00wd.html", size=4, content=io.BytesIO(b"data")
    )
    (path,) = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert file.name == "passwd.html"
    assert "passwd" not in str(path)
    actions.remove_file(by=by, file=file)
    assert not path.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [0, 10_000_001])
def test_empty_and_huge_files_are_refused(ada: Person, ben: Person, size: int) -> None:
    goal = make_goal(make_mentorship(ada, ben), ben)
    with pytest.raises(Refused):
        actions.attach_file(by=ben, goal=goal, name="x", size=size, content=io.BytesIO(b""))
    assert not GoalFile.objects.exists()


@pytest.mark.django_db
def test_a_result_can_be_written_after_the_goal_was_reached(ada: Person, ben: Person) -> None:
    goal = make_goal(make_mentorship(ada, ben), ben, state="reached")
    actions.show_result(by=ada, goal=goal, result="It runs", link="https://example.org/demo")
    assert Goal.objects.get().result == "It runs"
    with pytest.raises(Refused):
        actions.show_result(by=ada, goal=goal, result="", link="javascript:alert(1)")
