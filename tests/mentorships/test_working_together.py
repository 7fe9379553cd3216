"""Goals, conversation and notes."""

from datetime import timedelta

import pytest

from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import Mentorship, Message
from pairwell.mentorships.queries.workspace import notes_for, unread_counts
from pairwell.mentorships.states import GoalState
from pairwell.messaging.models import Letter, Notice
from pairwell.people.models import Person
from tests.factories.mentorships import make_goal, make_mentorship, make_note


@pytest.fixture
def pair(ada: Person, ben: Person) -> Mentorship:
    return make_mentorship(ada, ben)


def write(pair: Mentorship, by: Person, text: str = "Hello", key: str = "k1") -> Message:
    return actions.write_message(by=by, mentorship=pair, text=text, key=key)


def test_progress_follows_the_steps(pair: Mentorship, ben: Person) -> None:
    goal = actions.set_goal(
        by=ben, mentorship=pair, owner=ben, title="Lead a meeting", steps=["Watch", "", "Do"]
    )
    first = goal.milestones.all()[0]
    actions.tick_step(by=ben, step=first, done=True)
    goal.refresh_from_db()
    assert goal.progress == 50
    actions.add_step(by=ben, goal=goal, title="Reflect")
    goal.refresh_from_db()
    assert goal.progress == 33


def test_a_reached_goal_is_celebrated_quietly_and_stays_as_it_was(
    pair: Mentorship, ada: Person, ben: Person
) -> None:
    goal = actions.reach_goal(by=ben, goal=make_goal(pair, ben, title="Secret wish"))
    assert (goal.state, goal.progress) == (GoalState.REACHED, 100)
    notice = Notice.objects.get(to=ada)
    assert "Secret wish" not in notice.text
    with pytest.raises(Refused, match="closed"):
        actions.report_progress(by=ben, goal=goal, percent=10)
    assert actions.reopen_goal(by=ben, goal=goal).state == GoalState.OPEN


def test_nobody_outside_can_own_a_goal(pair: Mentorship, ada: Person, otto: Person) -> None:
    with pytest.raises(Refused, match="Only members"):
        actions.set_goal(by=ada, mentorship=pair, owner=otto, title="Learn")


def test_the_same_form_sent_twice_writes_once(pair: Mentorship, ada: Person) -> None:
    assert write(pair, ada) == write(pair, ada)
    assert Message.objects.count() == 1


def test_one_letter_until_it_has_been_read(pair: Mentorship, ada: Person, ben: Person) -> None:
    write(pair, ada, key="a")
    last = write(pair, ada, "And another thing", key="b")
    assert Letter.objects.filter(to=ben).count() == 1
    assert unread_counts(ben) == {pair.pk: 2}
    actions.mark_read(by=ben, mentorship=pair, up_to=last.pk)
    assert unread_counts(ben) == {}
    write(pair, ada, key="c")
    assert Letter.objects.filter(to=ben).count() == 2
    assert all("thing" not in letter.text for letter in Letter.objects.all())


def test_reading_never_goes_back(pair: Mentorship, ada: Person, ben: Person) -> None:
    last = write(pair, ada)
    actions.mark_read(by=ben, mentorship=pair, up_to=last.pk)
    actions.mark_read(by=ben, mentorship=pair, up_to=1)
    assert unread_counts(ben) == {}


def test_an_edited_message_keeps_what_it_said(pair: Mentorship, ada: Person, ben: Person) -> None:
    message = write(pair, ada, "At nien")
    edited = actions.edit_message(by=ada, message=message, text="At nine")
    assert edited.edited_at is not None
    assert [e.text for e in edited.earlier.all()] == ["At nien"]
    with pytest.raises(Refused, match="Only its author"):
        actions.edit_message(by=ben, message=message, text="At ten")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 8001])
def test_empty_and_endless_messages_are_refused(pair: Mentorship, ada: Person, text: str) -> None:
    with pytest.raises(Refused):
        write(pair, ada, text)


def test_a_private_note_is_read_by_its_author_alone(pair: Mentorship, ada: Person, ben: Person) -> None:
    mine = make_note(pair, ada, "Private")
    shared = make_note(pair, ada, "Shared", shared=True)
    assert set(notes_for(ada, pair)) == {mine, shared}
    assert set(notes_for(ben, pair)) == {shared}


def test_a_note_saved_meanwhile_is_not_overwritten(pair: Mentorship, ada: Person, ben: Person) -> None:
    note = actions.write_note(by=ada, mentorship=pair, text="One", shared=True)
    actions.change_note(by=ben, note=note, text="Two", version=1)
    with pytest.raises(actions.NoteChanged) as lost:
        actions.change_note(by=ada, note=note, text="Three", version=1)
    assert lost.value.note.text == "Two"
    assert actions.change_note(by=ada, note=note, text="Two and three", version=2).version == 3


def test_a_kind_reminder_goes_out_once_a_week(pair: Mentorship, cora: Person) -> None:
    assert actions.nudge(by=cora, mentorship=pair) == 2
    assert actions.nudge(by=cora, mentorship=pair) == 0


def test_goals_have_dates(pair: Mentorship, ben: Person) -> None:
    due = pair.starts_on + timedelta(days=60)
    goal = actions.set_goal(by=ben, mentorship=pair, owner=ben, title="Learn SQL", due_on=due)
    changed = actions.change_goal(by=ben, goal=goal, title="Learn SQL well", due_on=due + timedelta(days=5))
    assert (changed.title, changed.due_on) == ("Learn SQL well", due + timedelta(days=5))
