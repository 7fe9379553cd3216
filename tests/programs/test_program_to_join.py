"""Who gets to the form of a program: the same people who may look at the program, however it is read."""

import pytest
from django.http import Http404

from pairwell.people.models import Person
from pairwell.programs.models import Invitation, Nomination, Program
from pairwell.programs.permissions import own_enrollment, program_for_participant, program_to_join
from pairwell.programs.queries.joining import draft_of, is_invited
from pairwell.programs.states import EnrollmentState, NominationState, ProgramState
from pairwell.programs.values import spec_of, specs_in
from tests.factories.programs import make_enrollment, make_program, make_question

pytestmark = pytest.mark.django_db
TIES = ("none", "invited", "nominated", "nomination over", "withdrawn", "declined", "approved")


def tie(program: Program, person: Person, by: Person, how: str) -> None:
    if how == "invited":
        Invitation.objects.create(program=program, person=person)
    elif how.startswith("nominat"):
        over = how.endswith("over")
        Nomination.objects.create(
            program=program, person=person, by=by, enrolls_on="2030-01-01",
            state=NominationState.LAPSED if over else NominationState.OPEN,
        )  # fmt: skip
    elif how != "none":
        make_enrollment(program, person, state=EnrollmentState(how))


@pytest.mark.parametrize("how", TIES)
@pytest.mark.parametrize("state", ProgramState.values)
@pytest.mark.parametrize(("is_open", "is_rolling"), [(True, False), (True, True), (False, False)])
def test_the_form_opens_for_exactly_those_who_may_look_at_the_program(
    ben: Person, cora: Person, how: str, state: str, is_open: bool, is_rolling: bool
) -> None:
    program = make_program(state=state, is_open=is_open, is_rolling=is_rolling)
    tie(program, ben, cora, how)
    try:
        program_for_participant(ben, program.pk)
    except Http404:
        with pytest.raises(Http404):
            program_to_join(ben, program.pk)
        return
    found = program_to_join(ben, program.pk)
    assert found.program == program
    assert (found.enrollment, found.draft) == (own_enrollment(ben, program), draft_of(ben, program))
    assert found.is_invited == is_invited(ben, program)


def test_its_questions_come_as_they_are_stored_in_their_order(ben: Person) -> None:
    program = make_program(state=ProgramState.ENROLLING)
    make_question(program, "second", position=2, options=[{"key": "a", "label": "Ä & <b>"}], kind="single")
    make_question(program, "first", position=1, condition={"question": "second", "answers": ["a"]})
    stored = tuple(spec_of(question) for question in program.questions.all())
    assert [spec.key for spec in stored] == ["first", "second"]
    assert specs_in(program_to_join(ben, program.pk).questions) == stored
