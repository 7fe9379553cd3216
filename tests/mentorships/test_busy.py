"""Busy times from a calendar that somebody gave: read, kept to a minimum, used for suggestions."""

from datetime import UTC, datetime, timedelta

import pytest

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.core.outside import Fetched, NotFetched
from pairwell.mentorships import actions
from pairwell.mentorships.actions import calendars
from pairwell.mentorships.busy import NotACalendar, busy_spans
from pairwell.mentorships.models import BusyTime
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.queries.workspace import good_times
from pairwell.people.models import Person
from tests.factories.mentorships import make_mentorship

SINCE = datetime(2026, 11, 23, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=14)


def calendar(*parts: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *parts, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def event(*lines: str) -> str:
    return "\r\n".join(
        ["BEGIN:VEVENT", "UID:a@example.org", "DTSTAMP:20261101T000000Z", *lines, "END:VEVENT"]
    )


def hours(content: bytes, zone: str = "UTC") -> list[tuple[str, str]]:
    found = busy_spans(content, since=SINCE, until=UNTIL, zone=zone)
    return [(f"{a.astimezone(UTC):%d %H:%M}", f"{b.astimezone(UTC):%d %H:%M}") for a, b in found]


def test_events_that_overlap_become_one_span_without_their_words() -> None:
    content = calendar(
        event("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z", "SUMMARY:Secret"),
        event("DTSTART:20261124T093000Z", "DURATION:PT1H").replace("UID:a", "UID:b"),
    )
    assert hours(content) == [("24 09:00", "24 10:30")]


def test_repeated_events_are_spread_out_and_exceptions_left_out() -> None:
    content = calendar(
        event(
            "DTSTART;TZID=Europe/Berlin:20261005T090000", "DTEND;TZID=Europe/Berlin:20261005T091500",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,WE", "EXDATE;TZID=Europe/Berlin:20261125T090000",
        )
    )  # fmt: skip
    assert [a for a, _ in hours(content)] == ["23 08:00", "30 08:00", "02 08:00"]


@pytest.mark.parametrize("line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "UID:1@pairwell"])
def test_free_canceled_and_our_own_events_do_not_count(line: str) -> None:
    one = event("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z")
    one = (
        one.replace("UID:a@example.org", line)
        if line.startswith("UID")
        else one.replace("END:VEVENT", f"{line}\r\nEND:VEVENT")
    )
    assert hours(calendar(one)) == []


def test_a_day_off_is_the_whole_day_where_the_person_is() -> None:
    content = calendar(event("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261125"))
    assert hours(content, "Asia/Tokyo") == [("23 15:00", "24 15:00")]


def test_published_free_and_busy_is_understood() -> None:
    content = calendar(
        "BEGIN:VFREEBUSY", "UID:f", "DTSTAMP:20261101T000000Z",
        "FREEBUSY;FBTYPE=BUSY:20261124T090000Z/20261124T100000Z,20261124T120000Z/PT30M",
        "FREEBUSY;FBTYPE=FREE:20261125T090000Z/20261125T100000Z", "END:VFREEBUSY",
    )  # fmt: skip
    assert hours(content) == [("24 09:00", "24 10:00"), ("24 12:00", "24 12:30")]


def test_an_event_every_second_is_left_out_rather_than_counted() -> None:
    content = calendar(event("DTSTART:20200101T090000Z", "DTEND:20200101T090001Z", "RRULE:FREQ=SECONDLY"))
    assert hours(content) == []


@pytest.mark.parametrize("content", [b"", b"<html>sign in</html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"])
def test_what_is_no_calendar_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NotACalendar):
        busy_spans(content, since=SINCE, until=UNTIL, zone="UTC")


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["ftp://a.example/x", "https://u:p@a.example/", "no address"])
def test_an_address_that_cannot_be_one_is_refused(ben: Person, url: str) -> None:
    with pytest.raises(Refused):
        actions.give_busy_address(by=ben, url=url)


@pytest.mark.django_db
def test_an_address_inside_our_network_is_not_read_and_says_why(ben: Person) -> None:
    own = actions.give_busy_address(by=ben, url="http://127.0.0.1:5432/calendar.ics")
    assert not actions.read_busy_times(by=None, calendar=own)
    own.refresh_from_db()
    assert "private network" in own.busy_error


@pytest.mark.django_db
def test_suggested_times_avoid_what_was_read_and_forget_it_with_the_address(
    ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    circle = circle_of(make_mentorship(ada, ben))
    free = good_times(circle, minutes=60)
    assert len(free) == 4
    begin, end = clock.now(), free[1] + timedelta(hours=1)
    stamp = "%Y%m%dT%H%M%SZ"
    body = calendar(event(f"DTSTART:{begin.astimezone(UTC):{stamp}}", f"DTEND:{end.astimezone(UTC):{stamp}}"))
    monkeypatch.setattr(calendars, "fetch", lambda url, **_: Fetched(body, "text/calendar"))
    own = actions.give_busy_address(by=ben, url="webcal://calendar.example/ben.ics")
    assert own.busy_url.startswith("https://")
    assert actions.read_busy_times(by=None, calendar=own)
    assert min(good_times(circle, minutes=60)) >= end
    actions.give_busy_address(by=ben, url="")
    assert not BusyTime.objects.exists()
    assert good_times(circle, minutes=60) == free


@pytest.mark.django_db
def test_when_it_cannot_be_read_what_was_read_before_stays(
    ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = actions.give_busy_address(by=ben, url="https://calendar.example/ben.ics")
    now = clock.now()
    BusyTime.objects.create(person=ben, starts_at=now, ends_at=now + timedelta(hours=1))

    def gone(url: str, **_: object) -> Fetched:
        raise NotFetched("The address answered with an error (503).")

    monkeypatch.setattr(calendars, "fetch", gone)
    assert not actions.read_busy_times(by=None, calendar=own)
    own.refresh_from_db()
    assert "503" in own.busy_error
    assert own.busy_due_at is not None
    assert BusyTime.objects.count() == 1
