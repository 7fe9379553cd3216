"""Invitations as other calendars read them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from pairwell.messaging.calendar import invitation
from pairwell.messaging.states import CalendarMethod

ADA = ("Ada Mentor", "ada@example.org")
BEN = ('Ben "Benny" Ménteé, the first', "ben@example.org")


def made(**changes: object) -> Calendar:
    fields: dict = {
        "uid": "first-3@example.org", "sequence": 2, "minutes": 45, "summary": "Get to know each other",
        "starts_at": datetime(2026, 10, 25, 9, 0, tzinfo=ZoneInfo("Europe/Berlin")),
        "description": "Line one\nLine two; with, marks — und Umlaute: äöü " * 5, "location": "Room 4",
        "organizer": ADA, "attendees": [ADA, BEN], "method": CalendarMethod.REQUEST, **changes,
    }  # fmt: skip
    text = invitation(**fields)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return Calendar.from_ical(text)


def test_a_request_says_who_when_and_which_version() -> None:
    calendar = made()
    assert calendar["VERSION"] == "2.0"
    assert calendar["METHOD"] == "REQUEST"
    assert "Pairwell" in calendar["PRODID"]
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == "first-3@example.org"
    assert event["SEQUENCE"] == 2
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTAMP"].dt.tzinfo is not None
    assert event.decoded("DTSTART") == datetime(2026, 10, 25, 8, 0, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2026, 10, 25, 8, 45, tzinfo=UTC)
    assert event["ORGANIZER"] == "mailto:ada@example.org"
    assert "Line one\nLine two; with, marks" in event["DESCRIPTION"]


def test_times_are_written_in_utc() -> None:
    text = invitation(
        uid="u", sequence=0, starts_at=datetime(2026, 7, 1, 9, tzinfo=ZoneInfo("Asia/Kolkata")), minutes=30,
        summary="s", organizer=ADA, attendees=[BEN],
    )  # fmt: skip
    assert "DTSTART:20260701T033000Z" in text
    assert "DTEND:20260701T040000Z" in text


def test_everybody_invited_is_asked_for_an_answer() -> None:
    (event,) = made().walk("VEVENT")
    assert [str(a) for a in event["ATTENDEE"]] == ["mailto:ada@example.org", "mailto:ben@example.org"]
    ben = event["ATTENDEE"][1].params
    assert ben["RSVP"] == "TRUE"
    assert ben["PARTSTAT"] == "NEEDS-ACTION"
    assert ben["ROLE"] == "REQ-PARTICIPANT"
    assert "Ménteé, the first" in ben["CN"]


def test_a_cancellation_keeps_the_uid_and_asks_nothing() -> None:
    calendar = made(method=CalendarMethod.CANCEL, sequence=3)
    assert calendar["METHOD"] == "CANCEL"
    (event,) = calendar.walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert event["UID"] == "first-3@example.org"
    assert event["SEQUENCE"] == 3
    assert "RSVP" not in event["ATTENDEE"][0].params


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        made(starts_at=datetime(2026, 7, 1, 9))
