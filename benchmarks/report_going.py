"""Rows of the report for relationships that keep going: the open conversation, the workspace, the post office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = tuple[str, str, str, str, str]


def going_bars(figures: Mapping[str, dict[str, Any]]) -> list[Row]:
    """What was measured of these."""
    ways = (("live 1000", _live), ("workspace 5000", _workspace), ("letters 100000", _letters))
    return [way(figures[key]) for key, way in ways if key in figures]


def _live(row: Mapping[str, Any]) -> Row:
    told = f"{row['rss_mb']:.0f} MB ({row['empty_mb']:.0f} MB before), announced after "
    told += f"{row['median'] * 1000:.1f} ms at the median, {row['worst'] * 1000:.0f} ms at worst"
    work = f"{row['readers']:,} people with the live conversation open, one server process"
    return work, "under 500 MB", told, f"{row['rss_mb'] / 500:.2f} of it", _yes(row["rss_mb"] < 500)


def _workspace(row: Mapping[str, Any]) -> Row:
    work = f"workspace with {row['sessions']} sessions and {row['messages']:,} messages, one reader at a time"
    told = f"{row['median'] * 1000:.0f} ms (conversation {row['conversation'] * 1000:.0f} ms)"
    good = row["median"] < 0.15
    return work, "under 150 ms at the median", told, f"{row['median'] / 0.15:.2f} of it", _yes(good)


def _letters(row: Mapping[str, Any]) -> Row:
    work = f"{row['letters']:,} letters to a mail server of this machine by two workers"
    told = f"{row['per_second']:.0f} a second, {row['lost']} lost, {row['twice']} twice"
    good = row["per_second"] >= 200 and not row["lost"] and not row["twice"]
    bar = "200 a second, none lost, none twice"
    return work, bar, told, f"{row['per_second'] / 200:.2f} x", _yes(good)


def _yes(good: bool) -> str:
    return "yes" if good else "no"
