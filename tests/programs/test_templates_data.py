"""The ready programs: each can be used as it is, by its people, its engine and its library."""

import pytest

from pairwell.library.actions import read_activities
from pairwell.matching import Policy
from pairwell.programs.rules.questions import QuestionSpec
from pairwell.programs.states import Asked, Format
from pairwell.programs.templates_catalog import FOLDER, ProgramTemplate, templates

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
    assert sum(criterion.weight for criterion in policy.criteria) == pytest.approx(100)


@every_template
def test_every_part_of_its_policy_gives_its_reason(template: ProgramTemplate) -> None:
    text = (FOLDER / f"{template.key}.toml").read_text(encoding="utf-8")
    parts = len(template.policy["criteria"]) + len(template.policy["rules"])
    assert text.count("# Why: ") == parts


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


def _of(template: ProgramTemplate, key: str) -> QuestionSpec:
    return next(spec for spec in template.questions if spec.key == key)
