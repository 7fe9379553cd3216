"""Objectives in strict order: counts first, then the floor, then everything else, each with its proof.

A stage is a set of weights, a lowest score, and the best flow over all allowed pairs: solved on the kept
pairs, priced against the dropped ones, which join the kept pairs when they would help, until none does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.errors import PolicyError
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
from pairwell.matching.pool import Pool
from pairwell.matching.result import POINTS
from pairwell.matching.scoring import Candidates, Scoring
from pairwell.matching.solvers.flow import best_flow, fits, mended, residual_distances

MENDED_FROM = 50_000
"""Networks of fewer pairs are solved anew: that is quick, and needs no compiled code."""


@dataclass(eq=False)
class Kept:
    """The pairs that solvers look at, growing as pricing finds more; ordered by row, falling score, column.

    `keys` says that order in one whole number per pair, so that a pair is found or put in by bisection.
    """

    scoring: Scoring
    pool: Pool
    candidates: Candidates
    keys: IntArray
    rows: IntArray
    cols: IntArray
    scores: IntArray
    standing: BoolArray
    looked: int = 0
    rounds: int = 0
    extra_rows: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    extra_cols: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @staticmethod
    def start(scoring: Scoring, pool: Pool, k: int | None) -> Kept:
        """The best lists plus the standing pairs, without the pairs that are kept anyway."""
        found = scoring.best(k)
        return Kept.of(scoring, pool, found)

    @staticmethod
    def of(scoring: Scoring, pool: Pool, found: Candidates) -> Kept:
        """`start` with lists that are there."""
        rows, none = found.rows, np.zeros(len(found.cols), dtype=np.bool_)
        keys = _keys(scoring, rows, found.cols, found.scores)
        kept = Kept(scoring, pool, found, keys, rows, found.cols, found.scores, none)
        standing = pool.standing
        if len(standing):
            standing = standing[scoring.allowed(standing[:, 0], standing[:, 1])]
            kept.add(standing[:, 0], standing[:, 1])
            kept.standing = kept._named(pool.standing)
        if len(pool.keep):
            kept._only(~kept._named(pool.keep))
        return kept

    def beside(self, scoring: Scoring, pool: Pool) -> Kept:
        """The same for a pool in which only pairs or places differ: what pricing has found once stays in."""
        found = scoring.best(None)
        if self._lasts(found, pool):
            width = max(scoring.mentors, 1)
            codes = np.setdiff1d(_codes(pool.forbid, width), _codes(self.pool.forbid, width))
            other = replace(self, scoring=scoring, pool=pool, candidates=found, looked=0, rounds=0)
            if len(codes):
                other._only(~other._named(np.stack(np.divmod(codes, width), axis=1)))
            return other
        other = Kept.of(scoring, pool, found)
        good = scoring.allowed(self.extra_rows, self.extra_cols)
        other.add(self.extra_rows[good], self.extra_cols[good])
        return other

    def _lasts(self, found: Candidates, pool: Pool) -> bool:
        """Whether the pairs stay as they are for these lists and this pool, but for some newly forbidden."""
        before = self.pool
        return (
            found.threshold is self.candidates.threshold
            and np.array_equal(pool.standing, before.standing)
            and np.array_equal(pool.keep, before.keep)
            and not len(np.setdiff1d(_codes(before.forbid, 1 << 31), _codes(pool.forbid, 1 << 31)))
        )

    def add(self, rows: IntArray, cols: IntArray) -> bool:
        """Take dropped pairs in; False when all of them were there."""
        width = max(self.scoring.mentors, 1)
        fresh = np.setdiff1d(rows * width + cols, _codes(self.pool.keep, width))
        rows, cols = np.divmod(fresh, width)
        scores = self.scoring.exact(rows, cols)
        keys = _keys(self.scoring, rows, cols, scores)
        order = np.argsort(keys)
        order = order[~_among(self.keys, keys[order])]
        if not len(order):
            return False
        at = np.searchsorted(self.keys, keys[order])
        self.keys = np.insert(self.keys, at, keys[order])
        self.rows, self.cols = np.insert(self.rows, at, rows[order]), np.insert(self.cols, at, cols[order])
        self.scores = np.insert(self.scores, at, scores[order])
        named = np.isin(fresh[order], _codes(self.pool.standing, width))
        self.standing = np.insert(self.standing, at, named)
        self.extra_rows = np.concatenate([self.extra_rows, rows[order]])
        self.extra_cols = np.concatenate([self.extra_cols, cols[order]])
        return True

    def _named(self, pairs: IntArray) -> BoolArray:
        """Which of the pairs looked at are among `pairs`."""
        rows, cols = pairs[:, 0], pairs[:, 1]
        keys = _keys(self.scoring, rows, cols, self.scoring.exact(rows, cols))
        here = np.zeros(len(self.keys), dtype=np.bool_)
        here[np.searchsorted(self.keys, keys[_among(self.keys, keys)])] = True
        return here

    def _only(self, use: BoolArray) -> None:
        self.keys, self.rows, self.cols = self.keys[use], self.rows[use], self.cols[use]
        self.scores, self.standing = self.scores[use], self.standing[use]

    def indptr(self) -> IntArray:
        """Compressed rows over the kept pairs."""
        width = max(self.scoring.mentors, 1)
        starts = np.arange(self.scoring.mentees + 1) * ((POINTS + 1) * width)
        return np.searchsorted(self.keys, starts).astype(np.int64)

    def ends(self, above: int) -> IntArray:
        """Where each row's pairs with score >= `above` end."""
        width = max(self.scoring.mentors, 1)
        behind = min(max(POINTS - above + 1, 0), POINTS + 1)
        stops = (np.arange(self.scoring.mentees) * (POINTS + 1) + behind) * width
        return np.searchsorted(self.keys, stops).astype(np.int64)


def _keys(scoring: Scoring, rows: IntArray, cols: IntArray, scores: IntArray) -> IntArray:
    width = max(scoring.mentors, 1)
    result: IntArray = (rows * (POINTS + 1) + (POINTS - scores)) * width + cols
    return result


def _among(keys: IntArray, wanted: IntArray) -> BoolArray:
    at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    found: BoolArray = keys[at] == wanted if len(keys) else np.zeros(len(wanted), dtype=np.bool_)
    return found


def _codes(pairs: IntArray, width: int) -> IntArray:
    return np.unique(pairs[:, 0] * width + pairs[:, 1])


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
        warm, pool = stage.warm, kept.scoring
        rows, cols, looked = pool.dropped_above(
            kept.candidates, weights.total, above, stage.prices.mentees, stage.prices.mentors
        )
        kept.looked += looked
        kept.rounds += 1
        if not len(rows) or not kept.add(rows, cols):
            return stage


def _solve_kept(
    kept: Kept, limits: Limits, weights: Weights, above: int, name: str, warm: Warm | None = None
) -> Stage:
    use = np.flatnonzero(kept.scores >= above)
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


def _best_flow(arcs: Arcs, keys: IntArray, warm: Warm | None) -> tuple[IntArray, IntArray]:
    if warm is not None and len(keys) >= MENDED_FROM and len(warm.distance) == arcs.nodes:
        distance = warm.distance.copy()
        before = np.zeros(len(keys), dtype=np.int64)
        before[np.searchsorted(keys, warm.keys[_among(keys, warm.keys)])] = 1
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
        "spread": int((top.astype(object) ** 2).sum()) if len(top) else 0,
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
    kept: Kept, limits: Limits, objective: tuple[str, ...]
) -> tuple[Weights, list[str], list[Weights]]:
    """Weights of the last stage, its order, and what to try in turn when the counts are solved before it.

    Strict weights are large, and the flow slow, or they do not fit at all. Smaller ones for the leading counts
    are as good whenever they reach the counts stage's optimum.
    """
    counts = counts_order(limits, objective)
    linear = [name for name in objective if name not in ("floor", "leximin", *counts)]
    reach = ranges(kept, limits)
    nodes = 1 + len(limits.reserved) + len(limits.first) + len(limits.capacity)
    weights = strict_weights([*counts, *linear], reach)
    possible = fits(_largest(weights, limits), nodes)
    if possible and ("floor" not in objective or len(kept.keys) < MENDED_FROM):
        return weights, [*counts, *linear], []
    tail = strict_weights(linear, reach)
    unit = POINTS * tail.total + tail.stability + 2 * tail.spread * int(limits.capacity.max(initial=0)) + 1
    tries = []
    for factor in (4, 16, 64, 256, 1024, 1 << 14, 1 << 18):
        tried = replace(tail, **dict.fromkeys(counts, unit * factor))
        if counts and fits(_largest(tried, limits), nodes):
            tries.append(tried)
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
    standing = np.isin(stage.rows * width + stage.cols, _codes(kept.pool.standing, width))
    return {
        "minimum": int(np.minimum(load - limits.held, need).sum()),
        "reserved": int(np.minimum(groups, limits.reserved).sum()),
        "coverage": int(covered.sum()),
        "total": int(stage.scores.sum()),
        "spread": -int((load.astype(object) ** 2 - limits.held.astype(object) ** 2).sum())
        if len(load)
        else 0,
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
