"""Times that suit everybody's working hours, whatever their time zones."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL_HOURS: Mapping[str, Sequence[Sequence[float]]] = {day: [[9, 17]] for day in DAYS[:5]}
Span = tuple[datetime, datetime]


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; UTC for one this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def working_spans(
    hours: Mapping[str, Sequence[Sequence[float]]], zone: str, days: Iterable[date]
) -> list[Span]:
    """Somebody's working hours on these days of theirs, as aware spans; nine to five if not said."""
    told = hours or USUAL_HOURS
    where = zone_of(zone)
    spans = []
    for day in days:
        midnight = datetime.combine(day, time(), where)
        for start, end in told.get(DAYS[day.weekday()], ()):
            spans.append((_at(midnight, start), _at(midnight, end)))
    return [(start, end) for start, end in spans if start < end]


def _at(midnight: datetime, hour: float) -> datetime:
    """Wall-clock time: on days when clocks change, nine stays nine."""
    moment = datetime.combine(midnight.date(), time(), None) + timedelta(hours=float(hour))
    return moment.replace(tzinfo=midnight.tzinfo)


def overlap(mine: Sequence[Span], theirs: Sequence[Span]) -> list[Span]:
    """The spans that both lists cover."""
    shared = [(max(a, c), min(b, d)) for a, b in mine for c, d in theirs]
    return sorted((start, end) for start, end in shared if start < end)


def suggest_times(
    people: Sequence[tuple[Mapping[str, Sequence[Sequence[float]]], str]],
    *,
    after: datetime,
    minutes: int,
    busy: Sequence[Span] = (),
    count: int = 4,
) -> list[datetime]:
    """Up to `count` starts within everybody's working hours, on different days, within a fortnight.

    people: (working hours, time zone) of each member; busy: sessions that are already planned.
    """
    days = [after.date() + timedelta(days=n) for n in range(-1, 16)]
    shared = working_spans(*people[0], days)
    for hours, zone in people[1:]:
        shared = overlap(shared, working_spans(hours, zone, days))
    found: list[datetime] = []
    for start, end in shared:
        begin = _first_free(start, end, after, timedelta(minutes=minutes), busy)
        if begin is not None and all(begin.date() != other.date() for other in found):
            found.append(begin)
        if len(found) == count:
            break
    return found


def _first_free(
    start: datetime, end: datetime, after: datetime, length: timedelta, busy: Sequence[Span]
) -> datetime | None:
    begin = _round_up(max(start, after))
    while begin + length <= end:
        if all(begin + length <= taken or begin >= until for taken, until in busy):
            return begin
        begin += timedelta(minutes=30)
    return None


def _round_up(moment: datetime) -> datetime:
    """The next half hour."""
    bare = moment.replace(second=0, microsecond=0)
    missing = -bare.minute % 30
    if missing == 0 and bare < moment:
        missing = 30
    return bare + timedelta(minutes=missing)


def timeline(starts_at: datetime, minutes: Sequence[int | None]) -> list[datetime]:
    """When each line of an agenda begins."""
    lengths = [timedelta(minutes=m or 0) for m in minutes]
    starts = [starts_at]
    for length in lengths[:-1]:
        starts.append(starts[-1] + length)
    return starts[: len(minutes)]
