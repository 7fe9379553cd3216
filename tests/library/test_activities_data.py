"""The activities that ship: enough of them for every purpose, stage and format, each complete."""

from pairwell.library.actions import read_activities
from pairwell.library.states import Purpose, Stage
from pairwell.programs.states import Format

ROWS = read_activities()


def test_there_are_at_least_thirty_for_every_purpose_stage_and_format() -> None:
    assert len(ROWS) >= 30
    assert {row["purpose"] for row in ROWS} == set(Purpose.values)
    assert {row["stage"] for row in ROWS} == set(Stage.values)
    for format_ in Format.values:
        assert sum(format_ in row["formats"] for row in ROWS) >= 3, format_


def test_each_prepares_both_sides_asks_questions_and_says_what_follows() -> None:
    for row in ROWS:
        for field in ("preparation_mentor", "preparation_mentee", "follow_up"):
            assert len(row[field]) > 30, row["key"]
        assert len(row["questions"]) >= 3, row["key"]
        assert all(question.endswith(("?", "...")) for question in row["questions"]), row["key"]
        assert set(row["formats"]) <= set(Format.values)


def test_each_fits_into_an_hour_unless_it_is_a_morning_together() -> None:
    long = [row["key"] for row in ROWS if sum(step["minutes"] for step in row["steps"]) > 60]
    assert long == ["shadowing"]
