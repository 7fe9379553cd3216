"""Moves that happen by themselves; the next run of a program; templates and objectives of one's own."""

from datetime import timedelta

import pytest
import time_machine

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.core.models import AuditEntry
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs import actions
from pairwell.programs.models import Objective, OwnTemplate, PlannedMove, Program
from pairwell.programs.permissions import managed_programs
from pairwell.programs.queries.timeline import moves_of, timeline
from tests.factories.people import make_person
from tests.factories.programs import (
    grant,
    make_enrollment,
    make_invitation,
    make_policy,
    make_program,
    make_question,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def draft(cora: Person) -> Program:
    made = make_program("Soon", managed_by=cora, state="draft")
    make_invitation(made, make_person())
    return made


def test_a_planned_move_is_made_at_its_time_once(draft: Program, cora: Person) -> None:
    at = clock.now() + 3 * HOUR
    actions.plan_move(by=cora, program=draft, to="enrolling", at=at)
    assert actions.make_due_moves() == 0
    with time_machine.travel(at + HOUR):
        assert actions.make_due_moves() == 1
        assert actions.make_due_moves() == 0
    draft.refresh_from_db()
    assert draft.state == "enrolling"
    assert PlannedMove.objects.get().state == "done"
    assert Letter.objects.filter(kind="program_invitation").count() == 1
    assert AuditEntry.objects.get(verb="program moved").actor_id is None


def test_a_planned_move_changes_its_time_and_can_be_called_off(draft: Program, cora: Person) -> None:
    first = actions.plan_move(by=cora, program=draft, to="enrolling", at=clock.now() + HOUR)
    later = actions.plan_move(by=cora, program=draft, to="enrolling", at=clock.now() + 9 * HOUR)
    assert (later.pk, PlannedMove.objects.count()) == (first.pk, 1)
    assert actions.cancel_planned_move(by=cora, program=draft, to="enrolling")
    assert not actions.cancel_planned_move(by=cora, program=draft, to="enrolling")
    with time_machine.travel(clock.now() + 20 * HOUR):
        assert actions.make_due_moves() == 0
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_move_that_can_not_be_made_tells_the_managers_why(draft: Program, cora: Person) -> None:
    actions.plan_move(by=cora, program=draft, to="enrolling", at=clock.now() + HOUR)
    Program.objects.filter(pk=draft.pk).update(aim="")
    with time_machine.travel(clock.now() + 2 * HOUR):
        actions.make_due_moves()
        actions.make_due_moves()
    row = PlannedMove.objects.get()
    assert row.state == "failed"
    assert "say what it is for" in row.why
    letter = Letter.objects.get(kind="running_program")
    assert letter.to == cora
    assert "say what it is for" in letter.text
    assert moves_of(draft)[0].failed == row


def test_a_move_made_by_hand_is_not_made_again(draft: Program, cora: Person) -> None:
    actions.plan_move(by=cora, program=draft, to="enrolling", at=clock.now() + HOUR)
    actions.move_program(by=cora, program=draft, to="enrolling")
    assert PlannedMove.objects.get().state == "done"
    actions.move_program(by=cora, program=draft, to="draft")
    with time_machine.travel(clock.now() + 2 * HOUR):
        assert actions.make_due_moves() == 0


@pytest.mark.parametrize(("to", "hours"), [("enrolling", -1), ("draft", 5), ("nonsense", 5)])
def test_a_plan_that_can_not_come_true_is_refused(to: str, hours: int, draft: Program, cora: Person) -> None:
    with pytest.raises(Refused):
        actions.plan_move(by=cora, program=draft, to=to, at=clock.now() + hours * HOUR)


def test_planned_moves_keep_their_order(draft: Program, cora: Person) -> None:
    actions.plan_move(by=cora, program=draft, to="enrolling", at=clock.now() + 5 * HOUR)
    with pytest.raises(Refused, match="must be after “open enrollment”"):
        actions.plan_move(by=cora, program=draft, to="matching", at=clock.now() + 4 * HOUR)
    actions.plan_move(by=cora, program=draft, to="matching", at=clock.now() + 6 * HOUR)
    with pytest.raises(Refused, match="must be before"):
        actions.plan_move(by=cora, program=draft, to="enrolling", at=clock.now() + 7 * HOUR)


def test_the_time_line_tells_what_happens_by_itself_and_what_waits(draft: Program, cora: Person) -> None:
    draft.surveys = [{"moment": "midpoint", "audience": "mentors", "questions": ["useful"]}]
    actions.plan_move(by=cora, program=draft, to="enrolling", at=clock.now() + HOUR)
    rows = timeline(draft, moves_of(draft), clock.today())
    by_itself = [row.what for row in rows if row.by == "itself"]
    assert by_itself == ["Open enrollment"]
    assert "Survey halfway, of mentors" in [row.what for row in rows]
    assert [row.on for row in rows] == sorted(row.on for row in rows)


def test_the_next_run_has_everything_but_the_people(cora: Person, ben: Person) -> None:
    old = make_program(
        "Growing", managed_by=cora, state="closed", join_code="GROW2026", closing_text="Thank you"
    )
    colleague, gone = make_person(), make_person(is_active=False)
    grant(old, colleague)
    grant(old, gone)
    make_question(old, "why", translations={"de": {"text": "Warum?"}}, matched_how="same", kind="yesno")
    make_policy(old, {"format": "traditional", "criteria": [{"key": "place", "kind": "place", "weight": 1}]})
    Objective.objects.create(program=old, title="Grow")
    make_enrollment(old, ben)
    start = old.starts_on + timedelta(days=364)
    made = actions.run_again(by=cora, program=old, name=" Growing  again ", starts_on=start)
    assert (made.name, made.state, made.starts_on, made.join_code) == ("Growing again", "draft", start, "")
    assert made.ends_on - made.starts_on == old.ends_on - old.starts_on
    assert made.enrollment_opens_on - made.starts_on == old.enrollment_opens_on - old.starts_on
    assert made.closing_text == "Thank you"
    assert (made.earlier_run, old.earlier_run) == (old, None)
    question = made.questions.get()
    assert (question.key, question.translations["de"]["text"], question.matched_how) == (
        "why",
        "Warum?",
        "same",
    )
    assert made.policies.get().body == old.policies.get().body
    assert [row.title for row in made.objectives.all()] == ["Grow"]
    assert not made.enrollments.exists()
    assert managed_programs(colleague).filter(pk=made.pk).exists()
    assert not managed_programs(gone).filter(pk=made.pk).exists()


def test_a_template_of_ones_own_makes_programs_and_editing_them_leaves_it_alone(cora: Person) -> None:
    old = make_program("Growing", managed_by=cora, is_rolling=True)
    make_question(old, "why", kind="single", options=[{"key": "a", "label": "A"}, {"key": "b", "label": "B"}])
    Objective.objects.create(program=old, title="Grow", measure="More do")
    own = actions.save_as_template(by=cora, program=old, name="Ours", summary="Good")
    start = clock.today() + timedelta(days=90)
    made = actions.create_program_from_template(by=cora, template_key=own.key, name="New", starts_on=start)
    assert (made.is_rolling, made.questions.get().key, made.objectives.get().measure) == (
        True,
        "why",
        "More do",
    )
    assert (made.ends_on - made.starts_on).days // 7 == (old.ends_on - old.starts_on).days // 7
    made.questions.all().delete()
    assert OwnTemplate.objects.get().body["questions"][0]["key"] == "why"
    stranger = make_person()
    grant(make_program(), stranger)
    with pytest.raises(Refused, match="Only who saved"):
        actions.remove_template(by=stranger, template=own)
    actions.remove_template(by=cora, template=own)
    assert Program.objects.filter(pk=made.pk).exists()


def test_objectives_are_few_clear_and_dropped_without_losing_what_hangs_on_them(cora: Person) -> None:
    program = make_program(managed_by=cora)
    first = actions.add_objective(by=cora, program=program, title=" Keep  people ", measure="Fewer leave")
    assert first.title == "Keep people"
    for title in ("Keep people", "", "x" * 161, "a\x00"):
        with pytest.raises(Refused):
            actions.add_objective(by=cora, program=program, title=title)
    actions.drop_objective(by=cora, objective=first)
    again = actions.add_objective(by=cora, program=program, title="Keep people")
    assert again.pk == first.pk
    assert not again.is_dropped
