"""Sessions that repeat: the same hour on the wall, one invitation, moved and canceled in part."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, vRecur

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import Mentorship, Session, SessionSeries
from pairwell.mentorships.rules.series import recurrence, starts
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from tests.factories.mentorships import make_activity, make_mentorship

BERLIN = "Europe/Berlin"


@given(
    st.datetimes(min_value=datetime(2026, 1, 1, 8), max_value=datetime(2027, 12, 31, 18)),
    st.sampled_from(["week", "fortnight", "month"]),
    st.integers(2, 26),
    st.sampled_from([BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]),
)
@settings(max_examples=150, deadline=None)
def test_our_dates_are_those_of_the_rule_that_calendars_get(
    local: datetime, every: str, count: int, zone: str
) -> None:
    first = local.replace(microsecond=0, tzinfo=ZoneInfo(zone))
    ours = starts(first, zone, every, count)
    rule = vRecur({**recurrence(first, zone, every), "count": count}).to_ical().decode()
    theirs = list(rrulestr(rule, dtstart=first.replace(tzinfo=None)))
    assert [one.replace(tzinfo=None) for one in ours] == theirs


def test_the_hour_on_the_wall_stays_when_clocks_change() -> None:
    first = datetime(2026, 10, 20, 9, tzinfo=ZoneInfo(BERLIN))
    assert [s.astimezone(UTC).hour for s in starts(first, BERLIN, "week", 2)] == [7, 8]


def test_a_fifth_weekday_of_a_month_means_the_last() -> None:
    first = datetime(2027, 3, 30, 9, tzinfo=UTC)  # the fifth Tuesday
    assert [s.day for s in starts(first, "UTC", "month", 4)] == [30, 27, 25, 29]


@pytest.fixture
def mentorship(ada: Person, ben: Person) -> Mentorship:
    return make_mentorship(ada, ben)


def planned(mentorship: Mentorship, by: Person, count: int = 4, **fields: Any) -> SessionSeries:
    first = (clock.now() + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    values = {"starts_at": first, "minutes": 60, "every": "week", "count": count, **fields}
    return actions.plan_series(by=by, mentorship=mentorship, **values)


def letters_to(person: Person) -> list[Calendar]:
    found = Letter.objects.filter(to=person).exclude(calendar="").order_by("id")
    return [Calendar.from_ical(letter.calendar) for letter in found]


def events(calendar: Calendar) -> list[Any]:
    return list(calendar.walk("VEVENT"))


def in_order(series: SessionSeries) -> list[Session]:
    return list(series.sessions.order_by("slot_at"))


@pytest.mark.django_db
def test_a_series_is_one_invitation_with_a_rule(mentorship: Mentorship, ben: Person, ada: Person) -> None:
    ben.time_zone = BERLIN
    activity = make_activity()
    series = planned(mentorship, ben, activities=[activity], place="https://meet.example/abc")
    (calendar,) = letters_to(ada)
    (event,) = events(calendar)
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == f"{series.uid}@pairwell"
    assert event["DTSTART"].params["TZID"] == BERLIN
    assert event["RRULE"]["FREQ"] == ["WEEKLY"]
    assert event["RRULE"]["UNTIL"] == [series.until]
    assert len(calendar.walk("VTIMEZONE")) == 1
    sessions = in_order(series)
    assert len(sessions) == 4
    assert sessions[0].title == activity.title
    assert sessions[0].agenda.count() == 2


@pytest.mark.django_db
def test_moving_one_moves_one_and_its_version_grows(mentorship: Mentorship, ben: Person, ada: Person) -> None:
    series = planned(mentorship, ben)
    second = in_order(series)[1]
    slot = second.starts_at
    actions.move_session(by=ben, session=second, starts_at=slot + timedelta(hours=2), minutes=45)
    (event,) = events(letters_to(ada)[-1])
    assert event.decoded("RECURRENCE-ID") == slot
    assert event.decoded("DTSTART") == slot + timedelta(hours=2)
    assert event["SEQUENCE"] == 1
    assert "RRULE" not in event


@pytest.mark.django_db
def test_canceling_one_leaves_the_others(mentorship: Mentorship, ben: Person, ada: Person) -> None:
    series = planned(mentorship, ben)
    third = in_order(series)[2]
    actions.cancel_session(by=ben, session=third)
    calendar = letters_to(ada)[-1]
    (event,) = events(calendar)
    assert calendar["METHOD"] == "CANCEL"
    assert event.decoded("RECURRENCE-ID") == third.slot_at
    assert series.sessions.filter(state="planned").count() == 3


@pytest.mark.django_db
def test_moving_from_one_on_ends_the_old_series_and_begins_another(
    mentorship: Mentorship, ben: Person, ada: Person
) -> None:
    series = planned(mentorship, ben)
    second = in_order(series)[1]
    later = second.starts_at + timedelta(days=1, hours=3)
    fresh = actions.move_following(by=ben, session=second, starts_at=later, minutes=30, place="Room 4")
    old, new = letters_to(ada)[-2:]
    (ended,), (begun,) = events(old), events(new)
    series.refresh_from_db()
    assert ended["UID"] != begun["UID"]
    assert ended["SEQUENCE"] == 1
    assert ended["RRULE"]["UNTIL"] == [in_order(series)[0].slot_at]
    assert begun.decoded("DTSTART") == later
    assert [s.starts_at for s in in_order(fresh)] == [later + timedelta(weeks=n) for n in range(3)]
    assert {s.place for s in in_order(fresh)} == {"Room 4"}


@pytest.mark.django_db
def test_moving_all_of_it_keeps_the_event(mentorship: Mentorship, ben: Person, ada: Person) -> None:
    series = planned(mentorship, ben)
    first = in_order(series)[0]
    same = actions.move_following(
        by=ben, session=first, starts_at=first.starts_at + timedelta(hours=1), minutes=60
    )
    assert same.pk == series.pk
    before, after = letters_to(ada)
    assert events(before)[0]["UID"] == events(after)[0]["UID"]
    assert events(after)[0]["SEQUENCE"] == 1


@pytest.mark.django_db
def test_a_later_version_of_the_series_still_has_what_was_moved_and_canceled(
    mentorship: Mentorship, ben: Person, ada: Person
) -> None:
    series = planned(mentorship, ben, count=5)
    rows = in_order(series)
    actions.move_session(
        by=ben, session=rows[0], starts_at=rows[0].starts_at + timedelta(hours=4), minutes=60
    )
    actions.cancel_session(by=ben, session=rows[1])
    actions.cancel_following(by=ada, session=rows[3])
    calendar = letters_to(ada)[-1]
    master, moved = events(calendar)
    assert calendar["METHOD"] == "REQUEST"
    assert master["RRULE"]["UNTIL"] == [rows[2].slot_at]
    assert [d.dt for d in master["EXDATE"].dts] == [rows[1].slot_at]
    assert moved.decoded("RECURRENCE-ID") == rows[0].slot_at
    assert master["SEQUENCE"] == moved["SEQUENCE"] == 3


@pytest.mark.django_db
def test_ending_a_mentorship_cancels_a_series_with_one_letter_each(
    mentorship: Mentorship, ben: Person, ada: Person
) -> None:
    planned(mentorship, ben, count=8)
    actions.end_mentorship(by=ben, mentorship=mentorship, reason="time")
    first, last = letters_to(ada)
    assert last["METHOD"] == "CANCEL"
    assert events(first)[0]["UID"] == events(last)[0]["UID"]
    assert not Session.objects.filter(state="planned").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("every", "count"), [("week", 1), ("week", 27), ("daily", 4)])
def test_odd_series_are_refused(mentorship: Mentorship, ben: Person, every: str, count: int) -> None:
    with pytest.raises(Refused):
        planned(mentorship, ben, every=every, count=count)
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_keys_of_letters_stay_apart_when_a_session_changes_its_series(
    mentorship: Mentorship, ben: Person, ada: Person
) -> None:
    """A session moved alone, then with its series, then alone again: three letters reach everybody."""
    series = planned(mentorship, ben)
    second = in_order(series)[1]
    for _ in range(2):
        second.refresh_from_db()
        actions.move_session(
            by=ben, session=second, starts_at=second.starts_at + timedelta(hours=1), minutes=60
        )
        second.refresh_from_db()
        actions.move_following(
            by=ben, session=second, starts_at=second.starts_at + timedelta(hours=1), minutes=60
        )
    assert Letter.objects.filter(to=ada).count() == 1 + 2 + 2 + 1
