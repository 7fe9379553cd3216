"""Circles as arrays: which circles open, who sits where, and how far that can be from the best.

Choosing which circles to open under a smallest size is NP-hard (facility location with lower bounds), so the
result is good and its distance from a relaxation is measured, never called optimal unless the distance is zero.
First all circles are open and filled by a flow; then the emptiest are closed, a part at a time, until the rest
can all reach the smallest size; a flow with lower bounds seats everybody; swaps and moves improve fit and mix.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.network import Arcs
from pairwell.matching.result import POINTS
from pairwell.matching.solvers.flow import best_flow, residual_distances

ALL_ARCS = 2_000_000
LISTED = 24
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Seating:
    """`seat` (n,) is each mentee's circle or -1. `value` is fit plus mix, `bound` what no seating can exceed.

    `most` is a bound on how many can be seated; `closed` marks circles that were closed for want of members;
    `prices` (circles,) are those by which `bound` is proved.
    """

    seat: IntArray
    value: int
    fit: int
    bound: int
    most: int
    closed: BoolArray
    prices: IntArray

    @property
    def proved(self) -> bool:
        """Whether nothing better is possible: as many seated as can be, and no gap to the bound."""
        return self.bound == self.value and int((self.seat >= 0).sum()) == self.most


def seat_all(fit: IntArray, unit: IntArray, largest: IntArray, smallest: int, mix_points: int) -> Seating:
    """Seat mentees in circles.

    `fit` (n, circles) in points, below zero forbidden; `unit` (n,) codes, -1 unknown, whose mix counts up to
    `mix_points` per mentee; `largest` (circles,) bounds each circle from above, `smallest` from below unless empty.
    """
    is_open = (
        (largest >= smallest) & (fit >= 0).any(axis=0) if len(fit) else np.zeros(len(largest), dtype=np.bool_)
    )
    caps = np.where(is_open, largest, 0)
    relaxed = _flow(fit, caps, np.zeros_like(caps), POINTS * (len(fit) + 1))
    most = int((relaxed >= 0).sum())
    seat = relaxed
    while True:
        load = np.bincount(seat[seat >= 0], minlength=len(caps))
        short = np.flatnonzero(is_open & (load < smallest))
        if not len(short):
            break
        within = is_open & (load > 0)
        tried = _bounded(fit, np.where(within, largest, 0), np.where(within, smallest, 0))
        if tried is not None:
            seat, is_open = tried, within
            break
        is_open = _close_emptiest(is_open, load, short, smallest, len(fit))
        seat = _flow(fit, np.where(is_open, largest, 0), np.zeros_like(caps), POINTS * (len(fit) + 1))
    seat = improved(fit, unit, seat, np.where(is_open, largest, 0), smallest, mix_points)
    value = int(fit[seat >= 0, seat[seat >= 0]].sum())
    mixed = sum(mix_value(unit[seat == circle], mix_points) for circle in np.unique(seat[seat >= 0]))
    prices = fit_prices(fit, caps)
    bound = fit_bound(fit, caps, prices) + mix_bound(
        unit, len(fit), int(caps.max(initial=0)), smallest, mix_points, most
    )
    return Seating(seat, value + mixed, value, bound, most, (caps > 0) & ~is_open, prices)


def _close_emptiest(
    is_open: BoolArray, load: IntArray, short: IntArray, smallest: int, people: int
) -> BoolArray:
    """Close a quarter of what is too many, at least one: those with the fewest members."""
    surplus = int(is_open.sum()) - people // smallest
    number = max(1, surplus // 4, int((load[short] == 0).sum()))
    order = short[np.argsort(load[short], kind="stable")]
    still = is_open.copy()
    still[order[:number]] = False
    return still


def _entries(fit: IntArray, caps: IntArray) -> tuple[IntArray, IntArray]:
    """The pairs a flow may use: all that are allowed, or the best of each mentee in a large pool."""
    usable = (fit >= 0) & (caps > 0)[None, :]
    if usable.size > ALL_ARCS and len(caps) > LISTED:
        ranked = np.argpartition(np.where(usable, -fit, 1), LISTED, axis=1)[:, :LISTED]
        best = np.zeros_like(usable)
        best[np.arange(len(fit))[:, None], ranked] = True
        usable &= best
    rows, cols = np.nonzero(usable)
    return rows, cols


def _flow(fit: IntArray, caps: IntArray, least: IntArray, bonus: int) -> IntArray:
    found = _seated(fit, caps, least, bonus)
    return np.full(len(fit), NOWHERE, dtype=np.int64) if found is None else found


def _bounded(fit: IntArray, caps: IntArray, least: IntArray) -> IntArray | None:
    """Everybody's seat when every open circle must reach its least; None when that cannot be."""
    if int(least.sum()) > len(fit):
        return None
    return _seated(fit, caps, least, POINTS * (len(fit) + 1))


def _seated(fit: IntArray, caps: IntArray, least: IntArray, bonus: int) -> IntArray | None:
    """Most people seated, then best fit, by OR-tools' min-cost flow; None when it cannot be."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - loaded only when solving

    people, circles = len(fit), len(caps)
    rows, cols = _entries(fit, caps)
    if not people or not circles:
        return np.full(people, NOWHERE, dtype=np.int64)
    solver, end = min_cost_flow.SimpleMinCostFlow(), people + circles
    one = np.ones(len(rows), dtype=np.int64)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(rows, people + cols, one, -(bonus + fit[rows, cols]))
    everybody, every = np.arange(people), np.arange(circles)
    solver.add_arcs_with_capacity_and_unit_cost(
        everybody, np.full(people, end), np.ones(people, dtype=np.int64), np.zeros(people, dtype=np.int64)
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        people + every, np.full(circles, end), caps - least, np.zeros(circles, dtype=np.int64)
    )
    solver.set_nodes_supplies(everybody, np.ones(people, dtype=np.int64))
    solver.set_nodes_supplies(people + every, -least)
    solver.set_node_supply(end, -(people - int(least.sum())))
    if solver.solve() != solver.OPTIMAL:
        return None
    used = np.asarray(solver.flows(arcs)) > 0
    seat = np.full(people, NOWHERE, dtype=np.int64)
    seat[rows[used]] = cols[used]
    return seat


def fit_bound(fit: IntArray, caps: IntArray, price: IntArray) -> int:
    """No seating within the caps has more fit: weak duality with the prices of the flow without lower bounds.

    Any prices >= 0 bound it, also for pairs the flow did not see: sum p_c cap_c + sum_i max(0, max_c fit_ic - p_c).
    """
    if not len(fit) or not len(caps):
        return 0
    usable = np.where((fit >= 0) & (caps > 0)[None, :], fit - price[None, :], 0)
    return int((price * caps).sum() + np.maximum(usable, 0).max(axis=1).sum())


def fit_prices(fit: IntArray, caps: IntArray) -> IntArray:
    """The price of a seat in every circle."""
    people, circles = len(fit), len(caps)
    if not people or not circles:
        return np.zeros(circles, dtype=np.int64)
    rows, cols = _entries(fit, caps)
    tail = np.concatenate([np.zeros(people, dtype=np.int64), 1 + rows, 1 + people + np.arange(circles)])
    head = np.concatenate([1 + np.arange(people), 1 + people + cols, np.zeros(circles, dtype=np.int64)])
    capacity = np.concatenate([np.ones(people + len(rows), dtype=np.int64), caps])
    value = np.concatenate(
        [np.zeros(people, dtype=np.int64), fit[rows, cols], np.zeros(circles, dtype=np.int64)]
    )
    arcs = Arcs(tail=tail, head=head, capacity=capacity, value=value, pairs=0, nodes=1 + people + circles)
    return np.maximum(0, -residual_distances(arcs, best_flow(arcs))[1 + people :])


def mix_value(units: IntArray, mix_points: int) -> int:
    """Points of a circle's mix: per member, the share of the others who come from another unit."""
    size = len(units)
    if size < 2:
        return 0
    known = units[units >= 0]
    counts = np.bincount(known) if len(known) else np.zeros(0, dtype=np.int64)
    same = int((counts * (counts - 1)).sum())
    return mix_points * (size * (size - 1) - same) // (size - 1)


def mix_bound(unit: IntArray, people: int, largest: int, smallest: int, mix_points: int, most: int) -> int:
    """No seating has more mix: everybody is spread as evenly as the largest number of circles allows."""
    if not mix_points or largest < 2:
        return 0
    bound = most * mix_points
    if most == people and smallest:
        circles = max(1, people // smallest)
        counts = np.bincount(unit[unit >= 0]) if (unit >= 0).any() else np.zeros(0, dtype=np.int64)
        each, over = counts // circles, counts % circles
        same = int((each * (each - 1) * (circles - over) + (each + 1) * each * over).sum())
        # Nobody has to be seated, but each one left out gives up at most one full share of mix.
        bound = max(bound - mix_points * same // (largest - 1), (most - 1) * mix_points)
    return bound


def improved(
    fit: IntArray, unit: IntArray, seat: IntArray, caps: IntArray, smallest: int, mix_points: int
) -> IntArray:
    """Move and swap people while fit plus mix rises; sizes stay within bounds and nobody loses a seat."""
    widest = int(caps.max(initial=0))
    if not widest or not (seat >= 0).any():
        return seat
    members = np.full((len(caps), widest), NOWHERE, dtype=np.int64)
    size = np.zeros(len(caps), dtype=np.int64)
    for person in np.flatnonzero(seat >= 0):
        members[seat[person], size[seat[person]]] = person
        size[seat[person]] += 1
    moved = seat.copy()
    from pairwell.matching.solvers.climbing import climb  # noqa: PLC0415 - numba, only when circles are seated

    climb(fit, unit, moved, members, size, caps, smallest, mix_points)
    return moved
