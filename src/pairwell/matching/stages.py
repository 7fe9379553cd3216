"""Objectives in strict order: counts first, then the floor, then everything else, each with its proof.

A stage is a set of weights, a lowest score, and the best flow over all allowed pairs: solved on the kept
pairs, priced against the dropped ones, which join the kept pairs when they would help, until none does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pairwell.matching.columns import IntArray
from pairwell.matching.errors import PolicyError
from pairwell.matching.kept import Kept, among
from pairwell.matching.limits import Limits
from pairwell.matching.network import (
    Arcs,
    Prices,
    Weights,
    build_arcs,
    pair_values,
    price_bound,
    split_prices,
    whole_sum,
)
from pairwell.matching.result import POINTS
from pairwell.matching.scoring import Priced
from pairwell.matching.solvers.flow import best_flow, fits, mended, residual_distances

MENDED_FROM = 50_000
"""Networks of fewer pairs are solved anew: that is quick, and needs no compiled code."""


NEAR_PAIRS = 32
"""So many pairs of every mentee are solved by flow; the others join in when seats are mended."""
NO_INDEX = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Warm:
    """Where a solved stage stands, to go on from: the keys of its chosen pairs and its node prices."""

    keys: IntArray
    distance: IntArray


@dataclass(frozen=True, eq=False)
class Stage:
    """A solved stage. `value == bound` proves it; `above` is the lowest score that pairs may have."""

    name: str
    above: int
    weights: Weights
    value: int
    bound: int
    prices: Prices
    rows: IntArray
    cols: IntArray
    scores: IntArray
    warm: Warm | None = None


def solve_stage(
    kept: Kept, limits: Limits, weights: Weights, above: int, name: str, warm: Warm | None = None
) -> Stage:
    """The best flow over all allowed pairs with score >= `above`, proven by prices; `warm` is a start nearby."""
    while True:
        stage = _solve_kept(kept, limits, weights, above, name, warm)
        warm = stage.warm
        if not price_dropped(kept, stage, weights.total):
            return stage


def price_dropped(kept: Kept, stage: Stage, scale: int) -> bool:
    """Price the dropped pairs; whether some joined the kept ones because they would help."""
    asked = Priced(scale, stage.above, stage.prices.mentees, stage.prices.mentors)
    known = kept.priced.get(stage.name) or kept.priced.get("main")
    rows, cols, looked = kept.scoring.dropped_above(kept.candidates, asked, known)
    kept.looked += looked
    kept.rounds += 1
    if len(rows) and kept.add(rows, cols):
        return True
    kept.priced[stage.name] = asked
    return False


def _solve_kept(
    kept: Kept, limits: Limits, weights: Weights, above: int, name: str, warm: Warm | None = None
) -> Stage:
    if _one_seat_each(kept, limits, weights):
        near = warm or _near_first(kept, limits, weights, above)
        stage = _reseated(kept, limits, weights, above, name, near)
        if stage is not None:
            return stage
    return _on_arcs(kept, limits, weights, above, name, kept.above(above), warm)


def _on_arcs(
    kept: Kept,
    limits: Limits,
    weights: Weights,
    above: int,
    name: str,
    use: IntArray,
    warm: Warm | None = None,
) -> Stage:
    rows, cols, scores = kept.rows[use], kept.cols[use], kept.scores[use]
    values = pair_values(weights, scores, kept.standing[use])
    arcs = build_arcs(limits, weights, rows, cols, values)
    flow, distance = _best_flow(arcs, kept.keys[use], warm)
    prices = settled(kept, limits, split_prices(limits, distance), weights)
    value = whole_sum(flow, arcs.value)
    gain = values - prices.mentees[rows] - prices.mentors[cols]
    bound = price_bound(limits, weights, prices) + whole_sum(gain > 0, gain)
    chosen = np.flatnonzero(flow[: arcs.pairs])
    stand = Warm(kept.keys[use[chosen]], distance)
    return Stage(
        name, above, weights, value, bound, prices, rows[chosen], cols[chosen], scores[chosen], stand
    )


def _one_seat_each(kept: Kept, limits: Limits, weights: Weights) -> bool:
    """Whether many mentees have one mentor each, and only pairs and coverage count."""
    other_aims = weights.minimum or weights.reserved or weights.spread or len(limits.reserved)
    return len(kept.keys) >= MENDED_FROM and not other_aims and not limits.rest.any()


def _near_first(kept: Kept, limits: Limits, weights: Weights, above: int) -> Warm | None:
    """Where the best flow stands on the first pairs of every mentee and on those that were last found to cover most."""
    first = np.arange(len(kept.keys)) - kept.indptr()[kept.rows] < NEAR_PAIRS
    covering = kept.hint()
    first[covering[covering >= 0]] = True
    use = np.flatnonzero(first & (kept.scores >= above) & ~kept.shut)
    return _on_arcs(kept, limits, weights, above, "near", use).warm


def _reseated(
    kept: Kept, limits: Limits, weights: Weights, above: int, name: str, warm: Warm | None
) -> Stage | None:
    """The stage mended seat by seat from a start nearby; None when that can not be."""
    if warm is None or len(warm.distance) != 1 + len(limits.first) + len(limits.capacity):
        return None
    from pairwell.matching.solvers.seats import mend  # noqa: PLC0415 - numba, for large networks only

    price = np.maximum(split_prices(limits, warm.distance).mentors, 0)
    match = np.full(len(limits.first), -1, dtype=np.int64)
    before, match_of = np.divmod(warm.keys, max(len(limits.capacity), 1))
    match[before // (POINTS + 1)] = match_of
    worth = weights.coverage, weights.total, weights.stability
    pairs = (
        kept.indptr(),
        kept.ends(above),
        kept.cols,
        kept.rows,
        kept.scores,
        kept.standing,
        kept.shut,
        worth,
    )
    room = limits.capacity - limits.held
    by_mentor = kept.index.get("mentors", NO_INDEX)
    profit, place, kept.index["mentors"] = mend(pairs, by_mentor, limits.first > 0, room, match, price)
    chosen = place[place >= 0]
    rows, cols, scores = kept.rows[chosen], kept.cols[chosen], kept.scores[chosen]
    distance = np.concatenate([[0], profit - weights.coverage, -price])
    prices = settled(kept, limits, split_prices(limits, distance), weights)
    value = whole_sum(
        np.ones(len(rows), dtype=np.int64),
        weights.coverage + pair_values(weights, scores, kept.standing[chosen]),
    )
    bound = price_bound(limits, weights, prices)
    if value != bound:
        return None
    stand = Warm(kept.keys[chosen], distance)
    return Stage(name, above, weights, value, bound, prices, rows, cols, scores, stand)


def _best_flow(arcs: Arcs, keys: IntArray, warm: Warm | None) -> tuple[IntArray, IntArray]:
    if warm is not None and len(keys) >= MENDED_FROM and len(warm.distance) == arcs.nodes:
        distance = warm.distance.copy()
        before = np.zeros(len(keys), dtype=np.int64)
        before[np.searchsorted(keys, warm.keys[among(keys, warm.keys)])] = 1
        flow = mended(arcs, before, distance)
        if flow is not None:
            return flow, distance
    flow = best_flow(arcs)
    return flow, residual_distances(arcs, flow)


def settled(kept: Kept, limits: Limits, prices: Prices, weights: Weights) -> Prices:
    """Prices of people without places and of closed groups out of the way: they take part in no pair."""
    top = 4 * (abs(weights.coverage) + abs(weights.minimum) + abs(weights.reserved) + abs(weights.stability))
    high = top + 4 * weights.total * POINTS + 8 * weights.spread * int(limits.capacity.max(initial=1) + 1)
    nobody = (limits.first + limits.rest) == 0
    closed = limits.capacity - limits.held <= 0
    mentees = np.where(nobody, high, prices.mentees)
    mentors = np.where(closed, high, prices.mentors)
    groups = np.where(limits.most <= 0, -high, prices.groups)
    return replace(prices, mentees=mentees, mentors=mentors, groups=groups)


def ranges(kept: Kept, limits: Limits) -> dict[str, int]:
    """The largest value that each aim can reach."""
    people = int((limits.first + limits.rest).sum())
    left = limits.capacity - limits.held
    pairs = min(people, int(left.sum()))
    top = np.minimum(limits.capacity, limits.held + people)
    return {
        "minimum": int(np.clip(limits.minimum - limits.held, 0, left).sum()),
        "reserved": int(np.minimum(limits.reserved, limits.most).sum()),
        "coverage": int(limits.first.sum()),
        "total": POINTS * pairs,
        "spread": whole_sum(top, top),
        "stability": min(len(kept.pool.standing), pairs),
    }


def strict_weights(order: list[str], reach: dict[str, int]) -> Weights:
    """Weights by which one unit of an aim outweighs all of the aims after it together."""
    worth, below = {}, 0
    for name in reversed(order):
        worth[name] = below + 1
        below += worth[name] * reach[name]
    return Weights(**worth)


def outweighs(weights: Weights, order: list[str], reach: dict[str, int]) -> bool:
    """Whether one unit of each aim is worth more than all of the aims after it together."""
    below = 0
    for name in reversed(order):
        if vars(weights)[name] <= below:
            return False
        below += vars(weights)[name] * reach[name]
    return True


def counts_order(limits: Limits, objective: tuple[str, ...]) -> list[str]:
    """What comes before any score: reserved places, minimum loads, and coverage when it leads."""
    order = ["reserved"] if len(limits.reserved) else []
    order += ["minimum"] if (limits.minimum > limits.held).any() else []
    return order + (["coverage"] if objective[:1] == ("coverage",) else [])


def main_weights(
    kept: Kept, limits: Limits, objective: tuple[str, ...], reach: dict[str, int], near: Weights | None = None
) -> tuple[Weights, list[str], list[Weights]]:
    """Weights of the last stage, its order, and what to try in turn when the counts are solved before it.

    Strict weights are large, and the flow slow, or they do not fit at all. Smaller ones for the leading counts
    are as good whenever they reach the counts stage's optimum. `reach` as `ranges` gives it;
    `near`: weights of a solved stage to go on from.
    """
    counts = counts_order(limits, objective)
    linear = [name for name in objective if name not in ("floor", "leximin", *counts)]
    nodes = 1 + len(limits.reserved) + len(limits.first) + len(limits.capacity)
    weights = strict_weights([*counts, *linear], reach)
    possible = fits(_largest(weights, limits), nodes)
    tail = strict_weights(linear, reach)
    unit = POINTS * tail.total + tail.stability + 2 * tail.spread * int(limits.capacity.max(initial=0)) + 1
    tries = []
    for factor in (4, 16, 64, 256, 1024, 1 << 14, 1 << 18):
        tried = replace(tail, **dict.fromkeys(counts, unit * factor))
        if counts and fits(_largest(tried, limits), nodes):
            tries.append(tried)
    if possible and near not in tries and ("floor" not in objective or len(kept.keys) < MENDED_FROM):
        return weights, [*counts, *linear], []
    tries += [weights] if possible else []
    if not tries:
        raise PolicyError(
            "objective", "asks for more aims than fit this many people.", "Remove the last aim."
        )
    return tries[0], [*counts, *linear], tries


def _largest(weights: Weights, limits: Limits) -> int:
    spread = 2 * weights.spread * int(limits.capacity.max(initial=0))
    pair = weights.total * POINTS + weights.stability
    return max(weights.minimum + spread, weights.reserved, weights.coverage, pair, 1)


def achieved(kept: Kept, limits: Limits, stage: Stage) -> dict[str, int]:
    """What a stage's pairs reach, per aim, beyond the kept pairs."""
    mentees = np.bincount(stage.rows, minlength=len(limits.first))
    load = np.bincount(stage.cols, minlength=len(limits.capacity)) + limits.held
    covered = (mentees > 0) & (limits.first > 0)
    inside = covered & (limits.group >= 0)
    groups = np.bincount(limits.group[inside], minlength=len(limits.reserved))
    need = np.maximum(limits.minimum - limits.held, 0)
    width = max(len(limits.capacity), 1)
    stands = kept.pool.standing[:, 0] * width + kept.pool.standing[:, 1]
    standing = np.isin(stands, stage.rows * width + stage.cols) if len(stands) else stands
    return {
        "minimum": int(np.minimum(load - limits.held, need).sum()),
        "reserved": int(np.minimum(groups, limits.reserved).sum()),
        "coverage": int(covered.sum()),
        "total": int(stage.scores.sum()),
        "spread": whole_sum(limits.held, limits.held) - whole_sum(load, load),
        "stability": int(standing.sum()),
    }


def stage_data(stage: Stage, kind: str) -> dict[str, Any]:
    """A stage for the certificate; its prices become lists when the result is put into words (`plain_stage`)."""
    return {
        "name": stage.name,
        "kind": kind,
        "above": stage.above,
        "weights": {name: value for name, value in vars(stage.weights).items() if value},
        "value": stage.value,
        "bound": stage.bound,
        "mentees": stage.prices.mentees,
        "mentors": stage.prices.mentors,
        "groups": stage.prices.groups,
    }


def plain_stage(data: Mapping[str, Any]) -> dict[str, Any]:
    """What `stage_data` gave, as plain data."""
    return {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in data.items()}
