"""Objectives in strict order: counts first, then the floor, then everything else, each with its proof.

A stage is a set of weights, a lowest score, and the best flow over all allowed pairs: solved on the kept
pairs, priced against the dropped ones, which join the kept pairs when they would help, until none does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.errors import PolicyError
from pairwell.matching.limits import Limits
from pairwell.matching.network import Prices, Weights, build_arcs, pair_values, price_bound, split_prices
from pairwell.matching.pool import Pool
from pairwell.matching.result import POINTS
from pairwell.matching.scoring import Candidates, Scoring
from pairwell.matching.solvers.flow import best_flow, fits, residual_distances


@dataclass(eq=False)
class Kept:
    """The pairs that solvers look at, growing as pricing finds more; ordered by row, score, column."""

    scoring: Scoring
    pool: Pool
    candidates: Candidates
    rows: IntArray
    cols: IntArray
    scores: IntArray
    standing: BoolArray
    looked: int = 0
    rounds: int = 0

    @staticmethod
    def start(scoring: Scoring, pool: Pool, k: int | None) -> Kept:
        """The best lists plus the standing pairs, without the pairs that are kept anyway."""
        found = scoring.best(k)
        kept = Kept(
            scoring,
            pool,
            found,
            found.rows,
            found.cols,
            found.scores,
            np.zeros(len(found.cols), dtype=np.bool_),
        )
        standing = pool.standing
        if len(standing):
            standing = standing[scoring.allowed(standing[:, 0], standing[:, 1])]
        kept._merge(standing[:, 0], standing[:, 1])
        return kept

    def add(self, rows: IntArray, cols: IntArray) -> bool:
        """Take dropped pairs in; False when all of them were there."""
        before = len(self.rows)
        self._merge(rows, cols)
        return len(self.rows) > before

    def _merge(self, rows: IntArray, cols: IntArray) -> None:
        width = max(self.scoring.mentors, 1)
        codes = self.rows * width + self.cols
        fresh = np.setdiff1d(rows * width + cols, codes)
        fresh = np.setdiff1d(fresh, _codes(self.pool.keep, width))
        hold = ~np.isin(codes, _codes(self.pool.keep, width))
        more_rows, more_cols = np.divmod(fresh, width)
        rows = np.concatenate([self.rows[hold], more_rows])
        cols = np.concatenate([self.cols[hold], more_cols])
        scores = np.concatenate([self.scores[hold], self.scoring.exact(more_rows, more_cols)])
        order = np.lexsort((cols, -scores, rows))
        self.rows, self.cols, self.scores = rows[order], cols[order], scores[order]
        named = _codes(self.pool.standing, width)
        self.standing = np.isin(self.rows * width + self.cols, named)

    def indptr(self) -> IntArray:
        """Compressed rows over the kept pairs."""
        counts = np.bincount(self.rows, minlength=self.scoring.mentees)
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _codes(pairs: IntArray, width: int) -> IntArray:
    return np.unique(pairs[:, 0] * width + pairs[:, 1])


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


def solve_stage(kept: Kept, limits: Limits, weights: Weights, above: int, name: str) -> Stage:
    """The best flow over all allowed pairs with score >= `above`, proven by prices."""
    while True:
        stage = _solve_kept(kept, limits, weights, above, name)
        pool = kept.scoring
        rows, cols, looked = pool.dropped_above(
            kept.candidates, weights.total, above, stage.prices.mentees, stage.prices.mentors
        )
        kept.looked += looked
        kept.rounds += 1
        if not len(rows) or not kept.add(rows, cols):
            return stage


def _solve_kept(kept: Kept, limits: Limits, weights: Weights, above: int, name: str) -> Stage:
    use = np.flatnonzero(kept.scores >= above)
    rows, cols, scores = kept.rows[use], kept.cols[use], kept.scores[use]
    values = pair_values(weights, scores, kept.standing[use])
    arcs = build_arcs(limits, weights, rows, cols, values)
    flow = best_flow(arcs)
    prices = settled(kept, limits, split_prices(limits, residual_distances(arcs, flow)), weights)
    value = sum(int(a) * int(b) for a, b in zip(flow[flow > 0], arcs.value[flow > 0], strict=True))
    gain = values - prices.mentees[rows] - prices.mentors[cols]
    bound = price_bound(limits, weights, prices) + sum(int(g) for g in gain[gain > 0])
    chosen = np.flatnonzero(flow[: arcs.pairs])
    return Stage(name, above, weights, value, bound, prices, rows[chosen], cols[chosen], scores[chosen])


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


def counts_order(limits: Limits, objective: tuple[str, ...]) -> list[str]:
    """What comes before any score: reserved places, minimum loads, and coverage when it leads."""
    order = ["reserved"] if len(limits.reserved) else []
    order += ["minimum"] if (limits.minimum > limits.held).any() else []
    return order + (["coverage"] if objective[:1] == ("coverage",) else [])


def main_weights(
    kept: Kept, limits: Limits, objective: tuple[str, ...]
) -> tuple[Weights, list[str], list[Weights]]:
    """Strict weights of the last stage, its order, and smaller ones to try when those do not fit.

    Smaller weights for the leading counts are only good when the counts stage's optimum is reached.
    """
    counts = counts_order(limits, objective)
    linear = [name for name in objective if name not in ("floor", "leximin", *counts)]
    reach = ranges(kept, limits)
    nodes = 1 + len(limits.reserved) + len(limits.first) + len(limits.capacity)
    weights = strict_weights([*counts, *linear], reach)
    if fits(_largest(weights, limits), nodes):
        return weights, [*counts, *linear], []
    tail = strict_weights(linear, reach)
    unit = POINTS * tail.total + tail.stability + 2 * tail.spread * int(limits.capacity.max(initial=0)) + 1
    tries = []
    for factor in (4, 16, 64, 256, 1024, 1 << 14, 1 << 18):
        tried = replace(tail, **dict.fromkeys(counts, unit * factor))
        if fits(_largest(tried, limits), nodes):
            tries.append(tried)
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
    """A stage as plain data for the certificate."""
    return {
        "name": stage.name,
        "kind": kind,
        "above": stage.above,
        "weights": {name: value for name, value in vars(stage.weights).items() if value},
        "value": stage.value,
        "bound": stage.bound,
        "mentees": stage.prices.mentees.tolist(),
        "mentors": stage.prices.mentors.tolist(),
        "groups": stage.prices.groups.tolist(),
    }
