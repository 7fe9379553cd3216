"""A matching as a circulation: root -> (group) -> mentee -> mentor -> root, every arc with a value.

The largest value of a circulation is found by min-cost flow; any node prices prove a bound on it: with
prices u (mentees), z (mentors), g (groups), value <= sum over arcs of capacity x max(0, value + tail - head).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.limits import UNBOUNDED, Limits


@dataclass(frozen=True)
class Weights:
    """What one unit of each aim is worth; combined so that a higher aim always wins (or checked to)."""

    minimum: int = 0
    reserved: int = 0
    coverage: int = 0
    total: int = 0
    spread: int = 0
    stability: int = 0


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arcs as arrays; node 0 is the root, then groups, mentees, mentors. The first `pairs` arcs are pairs."""

    tail: IntArray
    head: IntArray
    capacity: IntArray
    value: IntArray
    pairs: int
    nodes: int


@dataclass(frozen=True, eq=False)
class Prices:
    """Node prices: `mentees` u, `mentors` z, `groups` g; a pair beats them when value > u + z."""

    mentees: IntArray
    mentors: IntArray
    groups: IntArray


def pair_values(weights: Weights, scores: IntArray, standing: BoolArray) -> IntArray:
    """The value of pairs."""
    result: IntArray = weights.total * scores + weights.stability * standing.astype(np.int64)
    return result


def side_arcs(
    limits: Limits, weights: Weights, units: bool = False
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """All arcs but the pairs, as tail, head, capacity, value; `units`: every place of a mentor is an arc."""
    groups, mentees = len(limits.reserved), len(limits.first)
    rows, mentee0, mentor0 = np.arange(mentees), 1 + groups, 1 + groups + mentees
    parts = [
        (limits.group + 1, rows + mentee0, limits.first, np.full(mentees, weights.coverage, dtype=np.int64)),
        (np.zeros_like(rows), rows + mentee0, limits.rest, np.zeros_like(rows)),
    ]
    if groups:
        each, nobody = np.arange(groups) + 1, np.zeros(groups, dtype=np.int64)
        reserved = np.minimum(limits.reserved, limits.most)
        beyond = np.minimum(limits.most - reserved, UNBOUNDED)
        parts.append((nobody, each, reserved, np.full(groups, weights.reserved, dtype=np.int64)))
        parts.append((nobody, each, np.minimum(beyond, max(mentees, 1)), nobody))
    mentor, capacity, value = load_segments(limits, weights, units)
    parts.append((mentor + mentor0, np.zeros_like(mentor), capacity, value))
    tail, head, room, worth = (np.concatenate([p[n] for p in parts]).astype(np.int64) for n in range(4))
    used = room > 0
    return tail[used], head[used], room[used], worth[used]


def load_segments(
    limits: Limits, weights: Weights, units: bool = False
) -> tuple[IntArray, IntArray, IntArray]:
    """Mentor, capacity and value of the segments of every mentor's load beyond the kept pairs."""
    every = np.arange(len(limits.capacity))
    left = limits.capacity - limits.held
    needed = np.clip(limits.minimum - limits.held, 0, left)
    if not weights.spread and not units:
        mentor = np.concatenate([every, every])
        value = np.concatenate([np.full(len(every), weights.minimum), np.zeros(len(every))])
        return mentor, np.concatenate([needed, left - needed]), value.astype(np.int64)
    mentor = np.repeat(every, left)
    unit = np.arange(len(mentor)) - np.repeat(np.cumsum(left) - left, left) + 1
    place = unit + limits.held[mentor]
    value = weights.minimum * (unit <= needed[mentor]) - weights.spread * (2 * place - 1)
    return mentor, np.ones(len(mentor), dtype=np.int64), value.astype(np.int64)


def build_arcs(
    limits: Limits, weights: Weights, rows: IntArray, cols: IntArray, values: IntArray, units: bool = False
) -> Arcs:
    """The whole network over the given pairs."""
    groups, mentees, mentors = len(limits.reserved), len(limits.first), len(limits.capacity)
    tail, head, room, worth = side_arcs(limits, weights, units)
    return Arcs(
        tail=np.concatenate([rows + 1 + groups, tail]),
        head=np.concatenate([cols + 1 + groups + mentees, head]),
        capacity=np.concatenate([np.ones(len(rows), dtype=np.int64), room]),
        value=np.concatenate([values, worth]),
        pairs=len(rows),
        nodes=1 + groups + mentees + mentors,
    )


def price_bound(limits: Limits, weights: Weights, prices: Prices) -> int:
    """The part of the bound that all arcs but the pairs make."""
    if not len(limits.reserved) and not weights.spread:
        return _plain_bound(limits, weights, prices)
    price = np.concatenate([[0], prices.groups, -prices.mentees, prices.mentors]).astype(np.int64)
    tail, head, room, worth = side_arcs(limits, weights)
    return whole_sum(room, np.maximum(worth + price[tail] - price[head], 0))


def _plain_bound(limits: Limits, weights: Weights, prices: Prices) -> int:
    """The same without its arcs, where mentors' places are alike and no group has any reserved."""
    left = limits.capacity - limits.held
    needed = np.clip(limits.minimum - limits.held, 0, left)
    parts = (
        (limits.first, prices.mentees + weights.coverage),
        (limits.rest, prices.mentees),
        (needed, prices.mentors + weights.minimum),
        (left - needed, prices.mentors),
    )
    return sum(whole_sum(count, np.maximum(gain, 0)) for count, gain in parts)


def whole_sum(count: IntArray | BoolArray, value: IntArray) -> int:
    """The sum of count x value in Python's whole numbers: weights leave 64 bits no room for a large sum."""
    used = np.flatnonzero(count)
    high, low = np.divmod(value[used], 1 << 31)
    return int((count[used] * high).sum()) * (1 << 31) + int((count[used] * low).sum())


def split_prices(limits: Limits, distance: IntArray) -> Prices:
    """Node prices from shortest residual distances (costs are negative values)."""
    groups, mentees = len(limits.reserved), len(limits.first)
    return Prices(
        mentees=distance[1 + groups : 1 + groups + mentees] - distance[0],
        mentors=distance[0] - distance[1 + groups + mentees :],
        groups=distance[0] - distance[1 : 1 + groups],
    )
