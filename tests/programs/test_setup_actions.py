"""Making a program, changing it, moving it, asking questions in it."""

from datetime import timedelta

import pytest

from pairwell.core.clock import today
from pairwell.core.errors import Refused
from pairwell.core.models import AuditEntry
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.actions import (
    Outdated,
    add_policy_version,
    add_question,
    change_question,
    create_program_from_template,
    invite,
    move_program,
    move_question,
    remove_question,
    update_program,
)
from pairwell.programs.models import Answer, Policy, Program
from pairwell.programs.permissions import managed_programs
from pairwell.programs.queries.setup import pool_of, preview_move
from pairwell.programs.rules.questions import QuestionSpec
from pairwell.programs.states import ProgramState
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program, make_question

SOON = today() + timedelta(days=60)


def make(by: Person, **fields: object) -> Program:
    usual = {"template_key": "first-time-manager", "name": "First steps", "starts_on": SOON}
    return create_program_from_template(by=by, **{**usual, **fields})  # type: ignore[arg-type]


def test_a_program_from_a_template_is_a_draft_with_everything_in_it(ana: Person) -> None:
    program = make(ana)
    assert program.state == ProgramState.DRAFT
    assert program.questions.count() == 5
    assert program.suggested_activities[0] == "first-conversation"
    policy = Policy.objects.get(program=program)
    assert (policy.version, policy.body["format"]) == (1, "traditional")
    assert managed_programs(ana).filter(pk=program.pk).exists()
    assert AuditEntry.objects.filter(verb="program created", actor_id=ana.pk).exists()


def test_editing_a_copy_leaves_the_template_alone(ana: Person) -> None:
    first = make(ana)
    update_program(by=ana, program=first, version=1, values={"aim": "Something else"})
    first.questions.all().delete()
    assert make(ana).aim != "Something else"
    assert make(ana).questions.count() == 5


def test_an_outsider_makes_no_program(otto: Person) -> None:
    with pytest.raises(Refused, match="Only administrators"):
        make(otto)


@pytest.mark.parametrize("name", ["", "x" * 200, "a\x00b"])
def test_a_name_that_does_not_do_is_refused(name: str, ana: Person) -> None:
    with pytest.raises(Refused) as refused:
        make(ana, name=name)
    assert refused.value.refusals[0].field == "name"


def test_who_saves_second_is_told_and_nothing_is_overwritten(cora: Person) -> None:
    program = make_program(managed_by=cora)
    update_program(by=cora, program=program, version=1, values={"aim": "Mine"})
    with pytest.raises(Outdated) as outdated:
        update_program(by=cora, program=program, version=1, values={"aim": "Yours"})
    assert outdated.value.program.aim == "Mine"
    program.refresh_from_db()
    assert (program.aim, program.version) == ("Mine", 2)


def test_dates_out_of_order_are_refused_against_those_that_stay(cora: Person) -> None:
    program = make_program()
    with pytest.raises(Refused) as refused:
        update_program(
            by=cora, program=program, version=1, values={"ends_on": program.starts_on - timedelta(1)}
        )
    assert "ends_on" in {refusal.field for refusal in refused.value.refusals}


def test_the_format_is_fixed_once_somebody_is_in(cora: Person) -> None:
    program = make_program()
    make_enrollment(program)
    with pytest.raises(Refused, match="People have enrolled"):
        update_program(by=cora, program=program, version=1, values={"format": "peer"})


def test_opening_writes_to_those_invited_before_once(ana: Person, ben: Person) -> None:
    program = make(ana)
    invite(by=ana, program=program, people=[ben])
    assert not Letter.objects.exists()
    opened = move_program(by=ana, program=program, to="enrolling")
    assert opened.enrollment_opens_on == today()
    assert [letter.to for letter in Letter.objects.all()] == [ben]
    move_program(by=ana, program=program, to="draft")
    move_program(by=ana, program=program, to="enrolling")
    assert Letter.objects.count() == 1


def test_a_program_that_is_not_ready_does_not_open(ana: Person) -> None:
    program = make_program(state="draft", aim="")
    with pytest.raises(Refused, match="say what it is for"):
        move_program(by=ana, program=program, to="enrolling")


def test_the_preview_says_who_is_told(ana: Person, ben: Person) -> None:
    program = make(ana)
    invite(by=ana, program=program, people=[ben])
    said = preview_move(program, "enrolling", pool_of(program)).effects
    assert "1 person you invited get their letter now." in said


def test_policies_are_versions_and_the_old_one_stays(ana: Person) -> None:
    program = make(ana)
    second = add_policy_version(by=ana, program=program, body={"format": "peer"}, note="Try")
    assert second.version == 2
    assert Policy.objects.get(program=program, version=1).body["format"] == "traditional"


def test_questions_are_added_changed_moved_and_removed(cora: Person) -> None:
    program = make_program()
    first = add_question(by=cora, program=program, spec=QuestionSpec("", "Why?", "text"))
    second = add_question(by=cora, program=program, spec=QuestionSpec("", "Why?", "longtext"))
    assert [first.key, second.key] == ["why", "why-2"]
    move_question(by=cora, question=second, up=True)
    move_question(by=cora, question=second, up=True)
    assert [q.pk for q in program.questions.all()] == [second.pk, first.pk]
    changed = change_question(by=cora, question=first, spec=QuestionSpec("", "Why not?", "text"))
    assert (changed.key, changed.text) == ("why", "Why not?")
    assert remove_question(by=cora, question=second) == 0
    assert [q.pk for q in program.questions.all()] == [first.pk]


def test_an_answered_question_keeps_its_kind_and_its_answers(cora: Person) -> None:
    program = make_program()
    question = make_question(program, kind="text")
    Answer.objects.create(enrollment=make_enrollment(program), question=question, value="Because")
    with pytest.raises(Refused, match="1 people have answered"):
        change_question(by=cora, question=question, spec=QuestionSpec("", "Why?", "number"))
    change_question(by=cora, question=question, spec=QuestionSpec("", "New words?", "text"))
    assert Answer.objects.get().value == "Because"
    assert remove_question(by=cora, question=question) == 1


def test_people_are_invited_once_and_not_when_they_are_in(cora: Person, ben: Person, ada: Person) -> None:
    program = make_program()
    make_enrollment(program, ada, role="mentor")
    gone = make_person(is_active=False)
    done = invite(by=cora, program=program, people=[ben, ben, ada, gone])
    assert (done.new, done.letters) == (1, 1)
    again = invite(by=cora, program=program, people=[ben])
    assert (again.new, again.letters, again.already) == (0, 0, 1)


def test_nobody_is_invited_after_enrollment(cora: Person, ben: Person) -> None:
    with pytest.raises(Refused, match="until enrollment has closed"):
        invite(by=cora, program=make_program(state="active"), people=[ben])
