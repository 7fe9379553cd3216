"""Differences in words: with the range they lie in, and no more digits than that range can bear."""

from pairwell.insights.statistics import Interval

NARROW = 5
"""A range below so many points is told with one digit after the point, a wider one in whole points."""


def in_points(found: Interval, *, times: float = 100) -> str:
    """As in “+7 points (95 % interval −2 to +16)”. times: 100 for shares, 1 for what is in points already."""
    digits = 1 if times * (found.high - found.low) < NARROW else 0
    value, low, high = (signed(times * one, digits) for one in (found.value, found.low, found.high))
    noun = "point" if value[1:] == "1" else "points"
    return f"{value} {noun} (95 % interval {low} to {high})"


def signed(value: float, digits: int = 0) -> str:
    """A number with its sign, and none for nothing."""
    text = f"{abs(value):,.{digits}f}"
    if not text.strip("0.,"):
        return text
    return f"{'+' if value > 0 else '−'}{text}"


def is_sure(found: Interval) -> bool:
    """Whether the range leaves out that there is no difference."""
    return found.low > 0 or found.high < 0
