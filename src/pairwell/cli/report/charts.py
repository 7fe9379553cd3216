"""Charts as inline SVG. Each has a table behind it, and says in words what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from pairwell.cli.report.markup import Html, join, tag
from pairwell.cli.report.wording import count, percent
from pairwell.matching.result import POINTS, Pair

COLORS = 10
_WIDTH, _HEIGHT, _LEFT, _BASE, _TOP = 560, 230, 34, 190, 40


def distribution(histogram: Sequence[int], *, floor: int | None, mean: float | None) -> Html:
    """Bars of how many pairs have which fit, from the first bin in use to 100 %.

    floor: in points; mean: a share between 0 and 1.
    """
    first = next((bin_ for bin_, number in enumerate(histogram) if number), 0)
    first = max(0, min(first, len(histogram) - 8) // 2 * 2)
    bins = list(enumerate(histogram))[first:]
    most = max(histogram, default=0) or 1
    step = (_WIDTH - _LEFT - 24) / len(bins)
    bars = [_bar(place, number, most, step) for place, (_, number) in enumerate(bins)]
    ticks = [
        tag("text", f"{bin_ * 5} %", x=round(_LEFT + place * step, 1), y=_BASE + 18, text_anchor="middle")
        for place, (bin_, _) in [*enumerate(bins), (len(bins), (len(histogram), 0))]
        if bin_ % 2 == 0
    ]
    told = f"{count(sum(histogram), 'pair')}; most of them between {_busiest(histogram)}"
    if floor is not None and mean is not None:
        told += f"; the lowest fit is {percent(floor / POINTS)}, the average {percent(mean)}"
    marks = _mark(mean, first, step, "average") if mean is not None else None
    axis = tag("line", x1=_LEFT, y1=_BASE, x2=_WIDTH - 24, y2=_BASE, class_="grid")
    return tag(
        "svg", tag("title", told), axis, bars, ticks, marks,
        viewbox=f"0 0 {_WIDTH} {_HEIGHT - 12}", class_="chart", role="img",
    )  # fmt: skip


def _busiest(histogram: Sequence[int]) -> str:
    at = max(range(len(histogram)), key=lambda bin_: (histogram[bin_], bin_))
    return f"{at * 5} and {at * 5 + 5} %"


def _bar(place: int, number: int, most: int, step: float) -> Html | None:
    if not number:
        return None
    height = max(2.0, (_BASE - _TOP - 14) * number / most)
    x = round(_LEFT + place * step + 1.5, 1)
    label = tag(
        "text", str(number), x=round(x + step / 2 - 1.5, 1), y=round(_BASE - height - 5, 1),
        text_anchor="middle", class_="strong",
    )  # fmt: skip
    bar = tag(
        "rect",
        x=x,
        y=round(_BASE - height, 1),
        width=round(step - 3, 1),
        height=round(height, 1),
        rx=2,
        class_="bar",
    )
    return join(bar, label)


def _mark(value: float, first: int, step: float, word: str) -> Html:
    x = round(_LEFT + (value * 20 - first) * step, 1)
    anchor = "end" if x > _WIDTH - 80 else "start"
    line = tag("line", x1=x, y1=4, x2=x, y2=_BASE, class_="mark")
    text = tag("text", word, x=x + (-5 if anchor == "end" else 5), y=14, text_anchor=anchor, class_="strong")
    return join(line, text)


def stack(pair: Pair, keys: Sequence[str]) -> Html:
    """One bar from 0 to 100 %, made of what each criterion adds; paler where an answer was missing."""
    unknown, at, parts = set(pair.unknown), 0.0, []
    for number, key in enumerate(keys):
        width = pair.contributions.get(key, 0) / POINTS * 1000
        if width > 0:
            pale = " assumed" if key in unknown else ""
            name = f"f{number % COLORS}{pale}"
            parts.append(tag("rect", x=round(at, 2), y=0, width=round(width, 2), height=10, class_=name))
        at += width
    return tag(
        "svg", parts, viewbox="0 0 1000 10", preserveAspectRatio="none", class_="stack", role="img",
        aria_label=f"Fit {percent(pair.score / POINTS)}, made up as in the table below",
    )  # fmt: skip


def rate(share: float) -> Html:
    """A small bar for a share between 0 and 1, decoration beside its number."""
    filled = tag("rect", x=0, y=0, width=round(share * 100, 1), height=10, class_="f0")
    return tag(
        "svg", filled, viewbox="0 0 100 10", preserveAspectRatio="none", class_="rate", aria_hidden="true"
    )
