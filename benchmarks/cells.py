"""Cells and rows of the report's tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> list[str]:
    """Markdown."""
    heads = tuple(heads)
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return lines + [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]


def said(seconds: float) -> str:
    """A time with its unit."""
    if seconds < 0.0995:
        return f"{seconds * 1000:.3g} ms"
    return f"{seconds:.3g} s" if seconds < 100 else f"{seconds:.0f} s"


def bar_row(  # noqa: PLR0917 - a row of the table, cell by cell
    work: str,
    bar: str,
    measured: str,
    ratio: float,
    words: str,
    good: bool,
) -> tuple[str, ...]:
    """A row of the table of bars; `words` says the ratio."""
    return work, bar, measured, words.format(ratio), "yes" if good else "no"
