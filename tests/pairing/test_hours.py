"""Working hours on one weekly clock."""

from datetime import date

from pairwell.pairing.hours import utc_slots

WINTER, SUMMER = date(2026, 1, 7), date(2026, 7, 8)


def test_nine_to_five_in_utc_is_slots_nine_to_sixteen_of_the_day() -> None:
    assert utc_slots({"mon": [[9, 17]]}, "UTC", WINTER) == list(range(9, 17))
    assert utc_slots({"tue": [[9, 11]]}, "UTC", WINTER) == [33, 34]


def test_daylight_saving_moves_the_hours() -> None:
    assert utc_slots({"mon": [[9, 10]]}, "Europe/Berlin", WINTER) == [8]
    assert utc_slots({"mon": [[9, 10]]}, "Europe/Berlin", SUMMER) == [7]


def test_hours_before_monday_in_utc_wrap_to_the_end_of_the_week() -> None:
    assert utc_slots({"mon": [[8, 10]]}, "Asia/Tokyo", WINTER) == [0, 167]


def test_only_whole_hours_count_in_zones_with_half_hours() -> None:
    assert utc_slots({"mon": [[9, 11]]}, "Asia/Kolkata", WINTER) == [4]


def test_no_hours_are_no_answer() -> None:
    assert utc_slots({}, "UTC", WINTER) == []
