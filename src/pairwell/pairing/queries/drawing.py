"""Numbers as places in a drawing: what the server-side charts of matching are made of (decision 0005)."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, STEPS = 480, 120, 20


@dataclass(frozen=True)
class Bar:
    """One step of five percent, with its place in the drawing. before: the count that it is compared with."""

    label: str
    count: int
    before: int | None
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Bars:
    """A distribution in a drawing of 480 x 120; outline: that of the compared one, as points of a line."""

    bars: tuple[Bar, ...]
    outline: str
    most: int

    def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204 - templates loop over the bars
        return iter(self.bars)


def bars_of(histogram: Sequence[int], before: Sequence[int] | None = None) -> Bars:
    """The distribution of fits, twenty steps; with the outline of another one to compare with."""
    most, width = max([*histogram, *(before or ()), 1]), WIDTH / STEPS
    bars, points = [], []
    for number, count in enumerate(histogram):
        height = round((HEIGHT - 10) * count / most, 1) if count else 0.0
        label = f"{5 * number} to {5 * number + 5} %"
        other = before[number] if before is not None else None
        bars.append(Bar(label, count, other, round(number * width + 2, 1), round(HEIGHT - height, 1), height))
        if other is not None:
            y = round(HEIGHT - (HEIGHT - 10) * other / most, 1)
            points += [f"{number * width:g},{y:g}", f"{(number + 1) * width:g},{y:g}"]
    return Bars(tuple(bars), " ".join(points), most)


def histogram_of(fits: Sequence[float]) -> list[int]:
    """How many fits (0 to 1) lie in each of twenty steps."""
    found = [0] * STEPS
    for fit in fits:
        found[min(STEPS - 1, int(fit * STEPS + 1e-9))] += 1
    return found
