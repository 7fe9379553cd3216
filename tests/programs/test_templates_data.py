"""The ready programs: each can be used as it is, by its people, its engine and its library."""

from datetime import timedelta

import pytest

from pairwell.core.clock import today
from pairwell.library.actions import load_courses, read_activities
from pairwell.matching import Policy
from pairwell.people.models import Person
from pairwell.programs.actions import create_program_from_template, invite, move_program
from pairwell.programs.models import Program
from pairwell.programs.queries.setup import readiness_of
from pairwell.programs.queries.timeline import moves_of, timeline
from pairwell.programs.rules.questions import QuestionSpec
from pairwell.programs.states import Asked, Format
from pairwell.programs.templates_catalog import ProgramTemplate, templates
from pairwell.surveys.bank import proposed
from tests.factories.people import make_person

ACTIVITIES = {row["key"]: row for row in read_activities()}
every_template = pytest.mark.parametrize("template", templates(), ids=lambda template: template.key)


def test_there_are_at_least_twelve_in_all_formats() -> None:
    assert len(templates()) >= 12
    assert {template.format for template in templates()} == set(Format.values)


@every_template
def test_its_policy_is_one_that_the_engine_accepts(template: ProgramTemplate) -> None:
    policy = Policy.from_dict(template.policy)
    assert policy.format == template.format
    assert policy.places_per_mentee == template.mentor_places
    if template.format == Format.GROUP:
        circles = policy.circles
        assert (circles.largest, circles.leaders) == (template.circle_size, template.circle_leaders)
    assert sum(criterion.weight for criterion in policy.criteria) == pytest.approx(100)


@every_template
def test_every_part_of_its_policy_gives_its_reason(template: ProgramTemplate) -> None:
    parts = [*template.policy["criteria"], *template.policy["rules"]]
    assert set(template.reasons) == {part["key"] for part in parts}
    assert all(len(why) > 20 for why in template.reasons.values())
    assert not any("why" in part for part in parts)


@every_template
def test_questions_used_in_matching_are_those_that_the_policy_compares(template: ProgramTemplate) -> None:
    compared = {criterion["field"] for criterion in template.policy["criteria"] if "field" in criterion}
    used = {spec.key for spec in template.questions if spec.used_in_matching}
    assert compared == used
    assert all(_of(template, key).asked == Asked.BOTH for key in used)


@every_template
def test_its_activities_are_in_the_library_and_suit_its_format(template: ProgramTemplate) -> None:
    unfit = [key for key in template.activities if template.format not in ACTIVITIES[key]["formats"]]
    assert unfit == []
    assert len(template.activities) >= 5


@every_template
def test_its_letter_speaks_for_itself(template: ProgramTemplate) -> None:
    assert template.name in template.invitation_text
    assert "{" not in template.invitation_text
    assert template.expectations.count("\n- ") >= 3


@every_template
def test_it_is_complete(template: ProgramTemplate) -> None:
    assert 2 <= len(template.objectives) <= 4
    assert all(measure for _, measure in template.objectives)
    assert all(
        len(text) > 40 for text in (template.welcome_text, template.starting_text, template.closing_text)
    )
    assert template.questions
    assert "closing" in {survey["moment"] for survey in template.surveys}
    sides = {survey["audience"] for survey in template.surveys}
    assert sides == ({"mentees"} if template.format == Format.PEER else {"mentees", "mentors"})


@every_template
def test_its_surveys_ask_what_the_question_bank_has_for_that_moment_and_side(
    template: ProgramTemplate,
) -> None:
    for survey in template.surveys:
        known = {question.asked.key for question in proposed(survey["moment"], survey["audience"])}
        assert set(survey["questions"]) <= known


@every_template
@pytest.mark.django_db
def test_a_program_made_from_it_reaches_readiness_and_opens(template: ProgramTemplate, ana: Person) -> None:
    load_courses()
    starts_on = today() + timedelta(days=90)
    made = create_program_from_template(by=ana, template_key=template.key, name="A", starts_on=starts_on)
    if not (made.is_open or made.by_nomination):
        invite(by=ana, program=made, people=[make_person()])
    assert [item.key for item in readiness_of(made) if not item.done] == []
    move_program(by=ana, program=made, to="enrolling")
    assert Program.objects.get().state == "enrolling"
    timeline(made, moves_of(made), today())


def _of(template: ProgramTemplate, key: str) -> QuestionSpec:
    return next(spec for spec in template.questions if spec.key == key)
