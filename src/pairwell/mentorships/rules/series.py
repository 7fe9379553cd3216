"""When the sessions of a series are: the same hour on the wall, whatever the clocks do in between."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from pairwell.core.errors import Refusal
from pairwell.mentorships.rules.times import zone_of
from pairwell.mentorships.states import Every

MOST = 26
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STEP = {Every.WEEK: 7, Every.FORTNIGHT: 14}


def may_repeat(*, every: str, count: int) -> Refusal | None:
    """Whether so many sessions may be planned at once."""
    if every not in Every.values:
        return Refusal("every", "Choose weekly, every two weeks or monthly.", "every")
    if not 2 <= count <= MOST:
        return Refusal("count", f"A series has from 2 to {MOST} sessions.", "count")
    return None


def starts(first: datetime, zone: str, every: str, count: int) -> list[datetime]:
    """The aware starts of `count` sessions, the first included, at the same local time.

    Monthly means the same weekday of the month ("the second Tuesday"); a fifth one means the last.
    """
    local = first.astimezone(zone_of(zone))
    if every == Every.MONTH:
        days = [_monthly(local.date(), n) for n in range(count)]
    else:
        days = [local.date() + timedelta(days=n * _STEP[Every(every)]) for n in range(count)]
    return [datetime.combine(day, local.time(), local.tzinfo) for day in days]


def _nth(day: date) -> int:
    """1 to 4 for the first to the fourth such weekday of its month, -1 for a fifth (the last)."""
    n = (day.day - 1) // 7 + 1
    return n if n < 5 else -1


def _monthly(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    opening = date(year, month + 1, 1)
    day = opening + timedelta(days=(first.weekday() - opening.weekday()) % 7)
    if _nth(first) > 0:
        return day + timedelta(weeks=_nth(first) - 1)
    while (day + timedelta(weeks=1)).month == day.month:
        day += timedelta(weeks=1)
    return day


def recurrence(first: datetime, zone: str, every: str) -> Mapping[str, object]:
    """The parts of an RRULE (RFC 5545, 3.3.10) that makes the same dates; without its end."""
    if every == Every.MONTH:
        day = first.astimezone(zone_of(zone)).date()
        return {"freq": "monthly", "byday": f"{_nth(day)}{DAYS[day.weekday()]}"}
    return {"freq": "weekly", "interval": _STEP[Every(every)] // 7}
