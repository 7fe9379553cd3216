"""What people write in a cell is understood."""

import pytest

from pairwell.tables import clock, values
from tests.tables.files import hours_by_day


def test_skills_are_split_leveled_and_folded_as_people_write_them():
    found = values.skills(
        "Data Science, SQL (4); public speaking - expert\n• C++ 3, ML, n/a, Leadership ★★★★★"
    )

    assert found == {
        "data science": None, "sql": 4, "public speaking": 5, "c++": 3, "machine learning": None,
        "leadership": 5,
    }  # fmt: skip


def test_a_comma_inside_brackets_does_not_split_a_skill():
    assert list(values.skills("Leadership (teams, coaching), SQL")) == ["leadership teams coaching", "sql"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2", 2),
        ("two", 2),
        ("up to 3", 3),
        ("1-2", 2),
        ("yes", 1),
        ("no", 0),
        ("none", 0),
        ("", None),
        ("n/a", None),
    ],
)
def test_places_are_read_from_numbers_and_words(text, expected):
    assert values.capacity(text) == expected


@pytest.mark.parametrize("text", ["2.5", "-1", "lots"])
def test_places_that_are_no_number_of_people_are_refused(text):
    with pytest.raises(ValueError, match=text):
        values.capacity(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("UTC+2", 120), ("+05:30", 330), ("GMT-3", -180), ("CET", 60), ("Europe/Berlin", 60),
        ("New York", -300),
        ("Eastern Time", -300), ("(UTC+01:00) Amsterdam", 60), ("Sydney", 600), ("", None),
    ],
)  # fmt: skip
def test_time_zones_are_understood_in_standard_time(text, minutes):
    assert clock.utc_offset(text) == minutes


def test_hours_are_read_with_days_and_moved_to_utc():
    assert hours_by_day(clock.weekly_hours("Mon-Fri 9-17")) == {day: [9, 17, 8] for day in range(5)}
    assert hours_by_day(clock.weekly_hours("Tue, Thu 10:00-12:30; Fri 14-16")) == {
        1: [10, 13, 3], 3: [10, 13, 3], 4: [14, 16, 2],
    }  # fmt: skip
    assert hours_by_day(clock.weekly_hours("9am to 5pm", 60)) == {day: [8, 16, 8] for day in range(5)}
    # Sunday evening in the east is still Sunday in UTC; Monday morning there is Sunday here.
    assert hours_by_day(clock.weekly_hours("Mon 1-3", 120)) == {0: [0, 1, 1], 6: [23, 24, 1]}


def test_hours_that_say_nothing_are_refused():
    with pytest.raises(ValueError, match="when the moon is full"):
        clock.weekly_hours("when the moon is full")
