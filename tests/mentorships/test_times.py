"""Times that suit everybody's working hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pairwell.mentorships.rules.times import suggest_times, timeline

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
NINE_TO_FIVE: dict[str, list[list[float]]] = {}


def test_suggestions_lie_within_the_hours_of_both_sides() -> None:
    people = [(NINE_TO_FIVE, "Europe/Berlin"), (NINE_TO_FIVE, "America/New_York")]
    times = suggest_times(people, after=MONDAY, minutes=60)
    assert len(times) == 4
    for time in times:
        for zone in ("Europe/Berlin", "America/New_York"):
            local = time.astimezone(ZoneInfo(zone))
            assert local.hour >= 9
            assert (local + timedelta(hours=1)).hour <= 17
            assert local.weekday() < 5


def test_suggestions_are_on_different_days_and_on_half_hours() -> None:
    times = suggest_times([(NINE_TO_FIVE, "UTC")], after=MONDAY + timedelta(minutes=7), minutes=45)
    assert len({time.date() for time in times}) == len(times)
    assert all(time.minute in (0, 30) for time in times)


def test_people_whose_hours_never_meet_get_no_suggestion() -> None:
    people = [({"mon": [[9, 12]]}, "UTC"), ({"tue": [[9, 12]]}, "UTC")]
    assert suggest_times(people, after=MONDAY, minutes=60) == []


def test_a_session_that_is_planned_already_is_worked_around() -> None:
    hours = {"mon": [[9, 11]]}
    busy = [(MONDAY.replace(hour=9), MONDAY.replace(hour=10))]
    times = suggest_times([(hours, "UTC")], after=MONDAY, minutes=60, busy=busy)
    assert times[0] == MONDAY.replace(hour=10)


def test_nine_in_the_morning_stays_nine_when_clocks_change() -> None:
    before = datetime(2026, 3, 26, tzinfo=UTC)  # the last Sunday of March is the 29th
    times = suggest_times([({"fri": [[9, 10]], "mon": [[9, 10]]}, "Europe/Paris")], after=before, minutes=60)
    assert [t.astimezone(ZoneInfo("Europe/Paris")).hour for t in times[:2]] == [9, 9]
    assert [t.astimezone(UTC).hour for t in times[:2]] == [8, 7]


def test_an_unknown_time_zone_is_read_as_utc() -> None:
    assert suggest_times([(NINE_TO_FIVE, "Mars/Base")], after=MONDAY, minutes=60)[0].hour == 9


def test_each_line_of_an_agenda_begins_when_the_one_before_ends() -> None:
    assert timeline(MONDAY, [10, None, 20]) == [
        MONDAY,
        MONDAY + timedelta(minutes=10),
        MONDAY + timedelta(minutes=10),
    ]
    assert timeline(MONDAY, []) == []
