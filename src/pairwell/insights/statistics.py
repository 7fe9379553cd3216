"""Intervals for small numbers; nothing here knows what is counted.

`scipy.stats` would have the first reader of each web process wait a second or two; the tests compare with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
"""How many standard errors hold 95 % of a normal distribution."""


def _t(freedom: float) -> float:
    """The same of Student's distribution."""
    from scipy.special import stdtrit  # noqa: PLC0415 - a third of a second that only means have to pay

    return float(stdtrit(freedom, (1 + CONFIDENCE) / 2))


def _squared_error(values: Sequence[float]) -> float:
    """The square of the standard error of their mean; two values at least."""
    number, middle = len(values), fsum(values) / len(values)
    return fsum((value - middle) ** 2 for value in values) / (number - 1) / number


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


def share(count: int, of: int) -> Interval | None:
    """A share with Wilson's interval (1927), which holds for small samples and at 0 and 1; None of nothing.

    Its closed form: `scipy.stats.binomtest` gives the same, but works out a p-value too, a hundred times slower.
    """
    if not of:
        return None
    return Interval(count / of, *_wilson(count / of, of))


def mean(values: Sequence[float]) -> Interval | None:
    """A mean with Student's interval; None below two values."""
    if len(values) < 2:
        return None
    middle, error = sum(values) / len(values), sqrt(_squared_error(values))
    reach = error * _t(len(values) - 1)
    return Interval(middle, middle - reach, middle + reach)


def difference(before: Sequence[float], after: Sequence[float]) -> Interval | None:
    """Mean after minus mean before of two groups of answers, with Welch's interval (1947).

    The answers are not joined to people, so they are compared as groups; None below two values in either.
    """
    if len(before) < 2 or len(after) < 2:
        return None
    value = sum(after) / len(after) - sum(before) / len(before)
    parts = [_squared_error(group) for group in (before, after)]
    spread = sqrt(sum(parts))
    if spread == 0:
        return Interval(value, value, value)
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(group) - 1) for part, group in zip(parts, (before, after), strict=True)
    )
    reach = _t(freedom) * spread
    return Interval(value, value - reach, value + reach)


def net_recommendation(values: Sequence[int]) -> Interval | None:
    """Share of 9 and 10 minus share of 0 to 6, times 100, with the interval of the mean of +1, 0, −1."""
    points = [1.0 if value >= 9 else -1.0 if value <= 6 else 0.0 for value in values]
    found = mean(points)
    if found is None:
        return None
    return Interval(100 * found.value, max(-100.0, 100 * found.low), min(100.0, 100 * found.high))


def difference_of_shares(ours: tuple[float, float], others: tuple[float, float]) -> Interval:
    """Share of ours minus share of others, each as (share, how many it rests on).

    Newcombe's hybrid of two Wilson intervals (1998, Statistics in Medicine 17, method 10), which holds at 0 and
    1 and for small groups. The number may be an effective one, of weighted people.
    """
    return apart(*(Interval(one[0], *_wilson(*one)) for one in (ours, others)))


def apart(one: Interval, other: Interval) -> Interval:
    """One value minus another that does not depend on it, from their intervals alone.

    Zou and Donner (2008, Statistics in Medicine 27): the distances to the nearer ends are squared, added and drawn
    the root of. Of two Wilson intervals this is Newcombe's, of two symmetric ones the usual.
    """
    value = one.value - other.value
    below = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Interval(value, value - below, value + above)


def _wilson(value: float, number: float) -> tuple[float, float]:
    z = _Z
    middle = (value + z * z / (2 * number)) / (1 + z * z / number)
    reach = z / (1 + z * z / number) * sqrt(value * (1 - value) / number + z * z / (4 * number * number))
    return max(0.0, middle - reach), min(1.0, middle + reach)
