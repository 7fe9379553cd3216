"""Working hours of people around the world on one weekly clock."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from pairwell.mentorships.rules.times import DAYS, zone_of

WEEK = 168


def utc_slots(hours: Mapping[str, Sequence[Sequence[float]]], zone: str, week_of: date) -> list[int]:
    """The hours of a UTC week (0: Monday 00:00 to 01:00) in which somebody works all the hour.

    hours: {"mon": [[9, 17]], ...} on the person's own clock; week_of: any day of the week that decides
    about daylight saving. Empty hours give an empty list: not said.
    """
    monday = week_of - timedelta(days=week_of.weekday())
    where = zone_of(zone)
    start_of_week = datetime.combine(monday, time(), UTC)
    slots: set[int] = set()
    for number, name in enumerate(DAYS):
        midnight = datetime.combine(monday + timedelta(days=number), time())
        for begin, end in hours.get(name, ()):
            first = (midnight + timedelta(hours=float(begin))).replace(tzinfo=where)
            last = (midnight + timedelta(hours=float(end))).replace(tzinfo=where)
            slots.update(_whole_hours((first - start_of_week), (last - start_of_week)))
    return sorted(slots)


def _whole_hours(begin: timedelta, end: timedelta) -> list[int]:
    first, last = -(-int(begin.total_seconds()) // 3600), int(end.total_seconds()) // 3600
    return [hour % WEEK for hour in range(first, last)]
