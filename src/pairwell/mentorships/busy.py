"""Reads a calendar file for one thing: when somebody is busy. What with is never kept."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from pairwell.mentorships.rules.times import Span, zone_of

MOST_EVENTS = 20_000
MOST_SPANS = 3_000
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}


class NotACalendar(Exception):  # noqa: N818 - the domain's own word
    """The file is no calendar we can read, as a sentence for the person who gave its address."""


def busy_spans(content: bytes, *, since: datetime, until: datetime, zone: str) -> list[Span]:
    """Merged busy spans between two moments; free, canceled and our own events are left out.

    zone: where an all-day event, and a time without a zone, stands. Raises NotACalendar.
    """
    text = content.decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    if not text.upper().startswith("BEGIN:VCALENDAR"):
        raise NotACalendar("There is no calendar at this address. Give the one that ends in .ics.")
    if not text.rstrip().upper().endswith("END:VCALENDAR"):
        raise NotACalendar("The calendar at this address breaks off in the middle.")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        spans = [s for calendar in calendars for s in _spans(calendar, since, until, zone)]
    except NotACalendar:
        raise
    except Exception as problem:  # the file is somebody else's: whatever is wrong with it, it is not ours
        raise NotACalendar("The calendar at this address could not be read.") from problem
    return merged([(max(a, since), min(b, until)) for a, b in spans if a < until and b > since])


def _spans(calendar: Any, since: datetime, until: datetime, zone: str) -> Iterator[Span]:
    if sum(1 for _ in islice(calendar.walk("VEVENT"), MOST_EVENTS + 1)) > MOST_EVENTS:
        raise NotACalendar(f"The calendar has more than {MOST_EVENTS} events. Give a smaller one.")
    calendar.subcomponents = [c for c in calendar.subcomponents if not _too_often(c)]
    found = recurring_ical_events.of(calendar, skip_bad_series=True).between(since, until)
    for event in islice(found, MOST_SPANS):
        if _counts(event):
            yield _span(event, zone)
    for part in calendar.walk("VFREEBUSY"):
        yield from _free_busy(part)


def _too_often(component: Any) -> bool:
    rules = component.get("RRULE") or []
    rules = rules if isinstance(rules, list) else [rules]
    return any(str(f).upper() in TOO_OFTEN for rule in rules for f in rule.get("FREQ", []))


def _counts(event: Any) -> bool:
    if str(event.get("TRANSP", "OPAQUE")).upper() == "TRANSPARENT":
        return False
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    return not str(event.get("UID", "")).endswith("@pairwell")


def _span(event: Any, zone: str) -> Span:
    start, end = event.start, event.end
    return _moment(start, zone), _moment(end, zone)


def _moment(value: date | datetime, zone: str) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return value if value.tzinfo else value.replace(tzinfo=zone_of(zone))


def _free_busy(part: Any) -> Iterator[Span]:
    periods = part.get("FREEBUSY") or []
    for period in periods if isinstance(periods, list) else [periods]:
        for one in getattr(period, "dts", [period]):
            kind = str(getattr(period, "params", {}).get("FBTYPE", "BUSY")).upper()
            start, end = one.start, one.end
            if kind != "FREE":
                yield _moment(start, "UTC"), _moment(end, "UTC")


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch or overlap become one."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1] + timedelta(seconds=1):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
