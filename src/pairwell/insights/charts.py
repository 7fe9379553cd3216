"""Charts as SVG: drawn on the server, the same in the page, as a picture and in a report; gray says enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pairwell.insights.groups import GroupRow
from pairwell.insights.series import Part

BRAND, INK, FAINT, EDGE = "#0b7285", "#3d4a56", "#dfe5ea", "#7b8894"
"""Bars, letters and intervals, the room of a bar, and the edge of a room that is the whole: tests/browser/test_gray
holds that they are told apart in gray, too."""
WIDTH, LABEL, VALUE, ROW = 420, 150, 56, 28
LONGEST = 21
"""Letters of a label that there is room for; the drawing is narrow, so that a phone shows it readably."""
_FONT = 'font-family="system-ui, sans-serif" font-size="13"'


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar as it is drawn: its length and, where there is one, its interval as shares of the room, 0 to 1."""

    label: str
    share: float
    value: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the table behind it. svg: "" when there is nothing to draw; empty says how it gets filled."""

    key: str
    title: str
    says: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    svg: str
    empty: str
    bars: tuple[Bar, ...] = ()


def bars(key: str, title: str, says: str, parts: Sequence[Part], *, unit: str, empty: str) -> Chart:
    """Counts as horizontal bars, each with its number."""
    rows = tuple((part.label, f"{part.count:g}") for part in parts)
    made = tuple(Bar(part.label, part.share, f"{part.count:,g}") for part in parts)
    return Chart(key, title, says, ("", unit), rows, _svg(title, made), empty, made)


def shares(key: str, title: str, says: str, groups: Sequence[GroupRow], *, what: str, empty: str) -> Chart:
    """Shares of groups as bars with their 95 % interval as a thin line."""
    rows = tuple(
        (
            g.label,
            f"{g.count}",
            f"{g.of}",
            percent(g.share.value),
            f"{percent(g.share.low)} to {percent(g.share.high)}",
        )
        for g in groups
    )
    made = tuple(
        Bar(g.label, g.share.value, percent(g.share.value), g.share.low, g.share.high) for g in groups
    )
    head = ("Group", what, "of", "Share", "95 % interval")
    return Chart(key, title, says, head, rows, _svg(title, made), empty, made)


def percent(value: float) -> str:
    """A share as whole percent."""
    return f"{round(100 * value)} %"


def _svg(title: str, made: Sequence[Bar]) -> str:
    if not made:
        return ""
    height = len(made) * ROW + 4
    drawn = [_bar(n, one) + _interval(n, one) for n, one in enumerate(made)]
    label = escape(f"{title}; the numbers are in the table below", quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{label}" {_FONT}>{"".join(drawn)}</svg>'
    )


def _bar(number: int, bar: Bar) -> str:
    """A bar in its room. The room of a share is the whole, and has an edge; that of a count means nothing."""
    top, room, label, value = number * ROW + 4, WIDTH - LABEL - VALUE, bar.label, bar.value
    short = label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"
    length = max(1.0, bar.share * room) if bar.share else 0
    kind, edge = ("chart-room", "") if bar.low is None else ("chart-room chart-whole", f' stroke="{EDGE}"')
    return (
        f'<text class="chart-label" x="{LABEL - 10}" y="{top + 15}" text-anchor="end" fill="{INK}">'
        f"<title>{escape(label)}</title>{escape(short)}</text>"
        f'<rect class="{kind}" x="{LABEL}" y="{top}" width="{room}" height="20" rx="4" fill="{FAINT}"{edge}/>'
        f'<rect class="chart-bar" x="{LABEL}" y="{top}" width="{length:.1f}" height="20" rx="4" fill="{BRAND}"/>'
        f'<text class="chart-value" x="{WIDTH - VALUE + 8}" y="{top + 15}" fill="{INK}">{escape(value)}</text>'
    )


def _interval(number: int, bar: Bar) -> str:
    return "" if bar.low is None or bar.high is None else _whisker(number, bar.low, bar.high)


def _whisker(number: int, low: float, high: float) -> str:
    middle, room = number * ROW + 14, WIDTH - LABEL - VALUE
    left, right = LABEL + low * room, LABEL + high * room
    line = f"M{left:.1f} {middle}H{right:.1f}M{left:.1f} {middle - 4}v8M{right:.1f} {middle - 4}v8"
    halo = f'<path class="chart-halo" d="{line}" stroke="#fff" stroke-width="4" fill="none"/>'
    return f'{halo}<path class="chart-interval" d="{line}" stroke="{INK}" stroke-width="1.5" fill="none"/>'
