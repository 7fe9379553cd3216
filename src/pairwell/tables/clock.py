"""Hours and time zones as people write them, as the 168 hours of a week in UTC."""

import datetime as dt
import re
import zoneinfo
from functools import lru_cache
from pathlib import Path

from pairwell.tables.text import fold, words
from pairwell.tables.values import is_blank
from pairwell.tables.vocabulary import DAYS, SPANS, ZONES

WEEK = 168
_OFFSET = re.compile(r"(?:(?:utc|gmt)\s*|^)([+\-−–])\s*(\d{1,2})(?::?([0-5]\d))?(?!\d)")
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m\.?|p\.?m\.?|h|uhr)?"
_TIMES = re.compile(_TIME + r"\s*(?:-|–|—|to|until|till|bis|a)\s*" + _TIME)
_DAY = "|".join(sorted(DAYS, key=len, reverse=True))
_DAY_RANGE = re.compile(rf"\b({_DAY})s?\b\.?\s*(?:-|–|—|to|through|bis)\s*\b({_DAY})s?\b")
_DAY_ALONE = re.compile(rf"\b({_DAY})s?\b")
_WEEKDAYS = re.compile(r"\b(?:week ?days?|work ?days?|every day|daily)\b")
_WEEKEND = re.compile(r"\bweek-?ends?\b")
_SPAN = re.compile(r"\b(" + "|".join(sorted(SPANS, key=len, reverse=True)) + r")\b")


def utc_offset(text: str) -> int | None:
    """Minutes from UTC in standard time, or None when blank.

    Understands "UTC+2", "+05:30", "CET", "Europe/Berlin", "Berlin", "Central European Time". Summer time
    is left out on purpose: the same file gives the same pairs all year round.

    Raises:
        ValueError: no such time zone.
    """
    if is_blank(text):
        return None
    offset = _OFFSET.search(fold(text).strip(" ()"))
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > 14 * 60:
            raise ValueError(f'"{text}" is further from UTC than any place on Earth.')
        return minutes if offset[1] == "+" else -minutes
    for name in _zone_names(text):
        if name in ZONES:
            return ZONES[name]
    city = _standard_offset(text.strip())
    if city is None:
        raise ValueError(f'"{text}" is no time zone we know.')
    return city


def _zone_names(text: str) -> list[str]:
    plain = words(text)
    short = plain.removesuffix(" time").removesuffix(" standard")
    return [plain, short, plain.split()[0] if plain else ""]


@lru_cache(maxsize=256)
def _standard_offset(text: str) -> int | None:
    # No zone has so long a name, and the system refuses to look for a file that has.
    zone = _zone(text) if len(text) <= 60 else None
    if zone is None:
        return None
    moment = dt.datetime(2026, 1, 1, tzinfo=zone)
    away = (moment.utcoffset() or dt.timedelta()) - (moment.dst() or dt.timedelta())
    return int(away.total_seconds() // 60)


def _zone(text: str) -> zoneinfo.ZoneInfo | None:
    for name in (text, text.replace(" ", "_")):
        try:
            return zoneinfo.ZoneInfo(name)
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            continue
    # A city alone: its file is looked for, because listing every zone reads hundreds of files.
    city = "_".join(word.capitalize() for word in words(text).split())
    for folder in zoneinfo.TZPATH if city else ():
        found = sorted(Path(folder).glob(f"[A-Z]*/{city}"))
        if found:
            return zoneinfo.ZoneInfo(found[0].relative_to(folder).as_posix())
    return None


def weekly_hours(text: str, offset: int = 0) -> list[int] | None:
    """Hours of the week in UTC, 0 (Monday 00:00) to 167, in which a person can meet; None when blank.

    "Mon-Fri 9-17", "9am to 5pm", "Tue, Thu 10:00-12:30; Fri 14-16", "mornings", "weekend evenings". Without
    a day, Monday to Friday is meant. `offset`: minutes of the person's own time from UTC. An hour counts when
    at least half of it is free.

    Raises:
        ValueError: no hours can be read from the text.
    """
    if is_blank(text):
        return None
    week = bytearray(WEEK * 60)
    days: list[int] = []
    for part in _clauses(fold(text).replace("weekdays", "mon-fri")):
        days, spans = _days(part) or days, _spans(part)
        for day in days if days else range(5):
            for start, end in spans:
                _mark(week, day * 1440 + start, day * 1440 + end)
    week = week[offset % len(week) :] + week[: offset % len(week)]
    hours = [hour for hour in range(WEEK) if week.count(1, hour * 60, hour * 60 + 60) >= 30]
    if not hours:
        raise ValueError(f'No hours can be read from "{text}".')
    return hours


def _mark(week: bytearray, start: int, end: int) -> None:
    """Set the minutes from `start` to `end`; past Sunday midnight they go on on Monday."""
    inside = min(end, len(week))
    week[start:inside] = b"\x01" * (inside - start)
    week[: end - inside] = b"\x01" * (end - inside)


def _clauses(text: str) -> list[str]:
    # "mon, wed 10-12, thu 14-18": a comma ends a clause only after its hours were said.
    clauses: list[str] = []
    for piece in re.split(r"[;\n]", text):
        current = ""
        for part in piece.split(","):
            current = f"{current}, {part}" if current else part
            if _TIMES.search(current) or _SPAN.search(current):
                clauses.append(current)
                current = ""
        if current.strip():
            clauses.append(current)
    return clauses


def _days(text: str) -> list[int]:
    found: set[int] = set()
    if _WEEKDAYS.search(text):
        found.update(range(5))
    if _WEEKEND.search(text):
        found.update((5, 6))
    for first, last in _DAY_RANGE.findall(text):
        start, end = DAYS[first], DAYS[last]
        found.update(day % 7 for day in range(start, end + (7 if end < start else 0) + 1))
    found.update(DAYS[day] for day in _DAY_ALONE.findall(_DAY_RANGE.sub(" ", text)))
    return sorted(found)


def _spans(text: str) -> list[tuple[int, int]]:
    spans = []
    bare = _DAY_RANGE.sub(" ", text)
    for h1, m1, half1, h2, m2, half2 in _TIMES.findall(bare):
        end = _minutes(h2, m2, half2)
        start = _minutes(h1, m1, half1 or (half2 if half2[:1] in "ap" and int(h1) < int(h2) else ""))
        if end <= start <= 720 and not half2 and int(h2) <= 12:
            end += 720  # "9-5" means nine to seventeen
        if start < end <= 1440:
            spans.append((start, end))
        elif end < start <= 1440:
            spans.append((start, end + 1440))
    if not spans:
        spans = [(SPANS[word][0] * 60, SPANS[word][1] * 60) for word in _SPAN.findall(bare)]
    if not spans and (_DAY_RANGE.search(text) or _DAY_ALONE.search(text) or _WEEKDAYS.search(text)):
        spans = [(9 * 60, 17 * 60)]
    return spans


def _minutes(hour: str, minute: str, half: str) -> int:
    value = int(hour) % 12 if half[:1] in ("a", "p") and half else int(hour)
    return (value + (12 if half[:1] == "p" else 0)) * 60 + int(minute or 0)
