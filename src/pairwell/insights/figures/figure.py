"""One number, with what it rests on."""

from dataclasses import dataclass

from pairwell.insights.definitions import DEFINITIONS, Definition
from pairwell.insights.differences import signed


@dataclass(frozen=True, slots=True)
class Figure:
    """A number by its definition. value: None when there is nothing to rest it on; low, high: 95 % interval.

    basis: how many people, answers or mentorships it rests on, where that matters.
    """

    key: str
    value: float | None
    basis: int | None = None
    low: float | None = None
    high: float | None = None

    @property
    def definition(self) -> Definition:
        """What it means."""
        return DEFINITIONS[self.key]

    @property
    def in_words(self) -> str:
        """The number as people read it, with no more digits than it can bear; "–" when there is none."""
        return in_words(self.value, self.definition.unit)

    @property
    def between(self) -> str:
        """The interval in words, "" when there is none."""
        if self.low is None or self.high is None:
            return ""
        unit = self.definition.unit
        return f"{in_words(self.low, unit)} to {in_words(self.high, unit)}"


def in_words(value: float | None, unit: str) -> str:
    """A value with its unit: shares and large points whole, means and small points with one digit, counts whole."""
    if value is None:
        return "–"
    if unit == "%":
        return f"{round(100 * value)} %"
    if unit in ("of 5", "points"):
        return f"{value:.1f} of 5" if unit == "of 5" else signed(value, 0 if abs(value) >= 10 else 1)
    text = f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"
    return f"{text} {unit}" if unit else text
