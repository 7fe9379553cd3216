"""Rows of the report for what the running site does: studio, pages, conversations, letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.cells import bar_row, said

Row = tuple[str, str, str, str, str]
Figures = Mapping[str, dict[str, Any]]


STUDIO = (
    ("page", "studio page", 0.3, "300 ms"),
    ("moved", "a moved weight", 1.0, "1 s"),
    ("first_moved", "the first moved weight in a process", 1.0, "1 s"),
    ("run", "from “run” to certified pairs on the page", 10.0, "10 s"),
    ("cold", "the same by a worker that starts only then", 10.0, "10 s"),
)


def studio_bars(figures: Figures) -> list[tuple[str, ...]]:
    """The studio of a large program, over HTTP."""
    row = figures.get("studio site 5000")
    if not row:
        return []
    return [
        bar_row(
            f"studio, 5,000 x 2,500, from request to answer: {words}",
            f"under {bar}",
            f"{said(row[key])} on the wall",
            row[key] / limit,
            "{:.2f} of it",
            row[key] < limit,
        )
        for key, words, limit, bar in STUDIO
        if key in row
    ]


PAGES = {"people": "people table", "directory": "mentor directory search", "form": "enrollment form"}
PACE = {"": "clicking without a pause", "reading_": "people who read 1 second between clicks"}


def site_bars(figures: Figures) -> list[tuple[str, ...]]:
    """The insights page, and the pages of a large program."""
    rows = []
    row = figures.get("insights 100000")
    if row:
        work = f"insights page, {row['people']:,} people, {row['pairs']:,} mentorships, {row['sessions']:,} sessions"
        told = (
            f"{said(row['cold'])} when the database has just started and its files are in nobody's memory, "
            f"{said(row['seconds'])} after that, {said(row['process'])} of it outside the database"
        )
        seconds = row["cold"]
        rows.append(
            bar_row(
                f"{work}, nothing kept", "under 500 ms", told, seconds / 0.5, "{:.2f} of it", seconds < 0.5
            )
        )
    row = figures.get("pages 20000")
    for pace, way in PACE.items() if row else ():
        for key, words in PAGES.items():
            taken, bare = row[f"{pace}{key}"], row[f"{pace}bare"]
            told = f"{said(taken)} against {said(bare)}"
            work = f"{words}, 5,000 enrollments, {row['clients']} {way}, against a bare page"
            good = taken < 0.15 and taken / bare <= 6
            bar = "under 150 ms at the median, at most 6 x"
            rows.append(bar_row(work, bar, told, taken / bare, "{:.1f} x", good))
    return rows


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
