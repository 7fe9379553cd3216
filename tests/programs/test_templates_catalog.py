"""The ready programs: each complete, each mistake named."""

from datetime import date
from pathlib import Path

import pytest

from pairwell.core.errors import Refused
from pairwell.programs.states import Format
from pairwell.programs.templates_catalog import (
    ProgramTemplate,
    TemplateProblem,
    read_template,
    template,
    template_of,
    templates,
)

GOOD = {"name": "N", "summary": "S", "aim": "A", "expectations": "E", "format": "peer"}


def test_there_are_ready_programs_for_every_format() -> None:
    assert len(templates()) >= 12
    assert {found.format for found in templates()} == set(Format.values)


@pytest.mark.parametrize("found", templates(), ids=lambda found: found.key)
def test_a_ready_program_is_complete(found: ProgramTemplate) -> None:
    assert all((found.aim, found.expectations, found.invitation_text, found.activities))
    assert all((found.questions, found.policy["criteria"]))


def test_dates_follow_from_the_start() -> None:
    made = template_of("x", GOOD | {"enrollment_days": 10, "matching_days": 5, "weeks": 2})
    values = made.settings("Mine", date(2026, 3, 20))
    assert values["enrollment_opens_on"] == date(2026, 3, 5)
    assert values["enrollment_closes_on"] == date(2026, 3, 15)
    assert values["ends_on"] == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "“name” is missing"),
        ({"format": "waltz"}, "waltz"),
        ({"weeks": "six"}, "“weeks” must be of type int"),
        ({"weeks": True}, "“weeks” must be of type int"),
        ({"weeks": 0}, "at least 1"),
        ({"colour": "red"}, "unknown setting “colour”"),
        ({"mentor_places": 9}, "from 1 to 5"),
        ({"questions": [{"key": "q", "text": "Q?", "kind": "telepathy"}]}, "telepathy"),
        ({"questions": [{"key": "q", "text": "Q?", "kind": "single"}]}, "at least two options"),
        ({"questions": [{"key": "q", "text": "Q?", "kind": "single", "options": ["a"]}]}, "key and a label"),
        ({"questions": [{"text": "Q?", "kind": "text"}]}, "has no key"),
        ({"questions": [{"key": "q", "text": "Q?", "kind": "text", "colour": 1}]}, "unknown setting"),
        ({"questions": [{"key": "q", "text": "Q?", "kind": "text"}] * 2}, "two questions have the key “q”"),
    ],
)
def test_a_mistake_in_a_template_is_named(change: dict[str, object], said: str) -> None:
    with pytest.raises(TemplateProblem, match=said) as problem:
        template_of("broken", GOOD | change)
    assert str(problem.value).startswith("broken")


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text("name = ")
    with pytest.raises(TemplateProblem, match=r"odd\.toml is not TOML"):
        read_template(path)


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(Refused, match="no template “nope”"):
        template("nope")
