"""Invitations to meetings that repeat: one event with a rule, changed occurrence by occurrence (RFC 5546)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from pairwell.core import clock
from pairwell.messaging.calendar import PRODUCT, Contact, invite
from pairwell.messaging.states import CalendarMethod


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """One meeting of a series that differs from the rule. slot_at: when the rule would have it."""

    slot_at: datetime
    starts_at: datetime
    minutes: int
    location: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeating:
    """A series as calendars see it.

    rule: the parts of an RRULE without its end; until: the last slot; starts_at: the first slot;
    time_zone: whose wall clock the series keeps; dropped: slots that were canceled one by one.
    """

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    time_zone: str
    rule: Mapping[str, object]
    until: datetime
    summary: str
    description: str
    location: str
    organizer: Contact
    attendees: Sequence[Contact]
    dropped: Sequence[datetime] = ()
    changed: Sequence[Occurrence] = ()


def series_invitation(series: Repeating, *, method: str = CalendarMethod.REQUEST) -> str:
    """The whole series: the rule, what was canceled, and every occurrence that differs. Or its end (CANCEL)."""
    calendar = _calendar(method)
    master = _event(series, series.starts_at, series.minutes, series.location, method)
    master.add("rrule", {**series.rule, "until": series.until.astimezone(UTC)})
    zone = ZoneInfo(series.time_zone)
    for slot in series.dropped:
        master.add("exdate", slot.astimezone(zone))
    calendar.add_component(master)
    if method == CalendarMethod.REQUEST:
        for one in series.changed:
            calendar.add_component(_occurrence(series, one, method))
    return _written(calendar)


def occurrence_invitation(series: Repeating, one: Occurrence, *, method: str = CalendarMethod.REQUEST) -> str:
    """One meeting of the series alone: moved (REQUEST) or called off (CANCEL); the others stay."""
    calendar = _calendar(method)
    calendar.add_component(_occurrence(series, one, method))
    return _written(calendar)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN")):
        calendar.add(name, value)
    calendar.add("method", CalendarMethod(method).value)
    return calendar


def _occurrence(series: Repeating, one: Occurrence, method: str) -> Event:
    event = _event(series, one.starts_at, one.minutes, one.location or series.location, method)
    event.add("recurrence-id", one.slot_at.astimezone(ZoneInfo(series.time_zone)))
    return event


def _event(series: Repeating, starts_at: datetime, minutes: int, location: str, method: str) -> Event:
    start = starts_at.astimezone(ZoneInfo(series.time_zone))
    event = Event()
    event.add("uid", series.uid)
    event.add("sequence", series.sequence)
    event.add("dtstamp", clock.now().astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo))
    event.add("transp", "OPAQUE")
    event.add("summary", series.summary)
    for name, value in (("description", series.description), ("location", location)):
        if value:
            event.add(name, value)
    invite(event, series.organizer, series.attendees, method)
    return event


def _written(calendar: Calendar) -> str:
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode("utf-8"))
