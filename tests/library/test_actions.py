"""Filling the library."""

from pathlib import Path

import pytest

from pairwell.library.actions import load_activities, read_activities
from pairwell.library.models import Activity, ActivityStep
from pairwell.library.queries import activities_by_key, activity, shelves
from pairwell.library.rules import ActivityProblem, check_activity
from pairwell.library.states import Purpose
from pairwell.programs.templates_catalog import templates

GOOD = {
    "key": "k",
    "title": "T",
    "summary": "S",
    "purpose": "connect",
    "stage": "end",
    "steps": [{"title": "One", "minutes": 5}],
}


def test_every_activity_that_a_template_suggests_is_there() -> None:
    keys = {row["key"] for row in read_activities()}
    assert {key for found in templates() for key in found.activities} <= keys


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    first = load_activities()
    steps = ActivityStep.objects.count()
    assert load_activities() == first == Activity.objects.count() >= 30
    assert ActivityStep.objects.count() == steps


@pytest.mark.django_db
def test_loading_keeps_activities_of_ones_own() -> None:
    Activity.objects.create(key="ours", title="Ours", purpose="skill", stage="end", summary="S")
    load_activities()
    assert activity("ours") is not None


@pytest.mark.django_db
def test_the_library_is_found_by_words_and_purpose(django_assert_num_queries: object) -> None:
    load_activities()
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = shelves(words="JOURNEYS life", purpose=Purpose.CONNECT)
    assert [row.key for shelf in found for row in shelf.activities] == ["life-journeys"]
    assert shelves(words="no such thing at all") == []


@pytest.mark.django_db
def test_activities_come_in_the_order_of_their_keys() -> None:
    load_activities()
    found = activities_by_key(["life-journeys", "not-there", "first-conversation"])
    assert [row.key for row in found] == ["life-journeys", "first-conversation"]
    assert found[1].minutes == 60


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": " "}, "“title” is missing"),
        ({"purpose": "dance"}, "“purpose” must be one of"),
        ({"stage": "never"}, "“stage” must be one of"),
        ({"steps": []}, "at least one step"),
        ({"steps": [{"title": "x", "minutes": 0}]}, "step 1 takes 1 to 480 minutes"),
        ({"steps": [{"title": "", "minutes": 3}]}, "step 1 has no title"),
        ({"summary": "x" * 301}, "301 characters"),
        ({"color": "red"}, "unknown setting “color”"),
    ],
)
def test_a_mistake_in_an_activity_is_named(change: dict[str, object], said: str) -> None:
    with pytest.raises(ActivityProblem, match=said):
        check_activity(GOOD | change)


def test_two_activities_with_one_key_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('[[activity]]\nkey="a"\n[[activity]]\nkey="a"\n')
    with pytest.raises(ActivityProblem, match="two activities have the key “a”"):
        read_activities(path)


def test_a_file_with_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('[[activities]]\nkey="a"\n')
    with pytest.raises(ActivityProblem, match="unknown table “activities”"):
        read_activities(path)
