"""Full leximin: the lowest score as high as can be, then as few pairs there as can be, then the next.

Each round works on the face of all best flows so far: an arc whose reduced value is not zero has the same
flow in every one of them, so it is fixed, and only the others stay free. Exact, but many small flows,
hence a stated size. Source of the faces: complementary slackness of min-cost flow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.errors import PolicyError
from pairwell.matching.kept import Kept
from pairwell.matching.limits import Limits
from pairwell.matching.network import Arcs, Weights, build_arcs, pair_values
from pairwell.matching.scoring import SMALL
from pairwell.matching.solvers.flow import residual_distances
from pairwell.matching.stages import Stage

MOST_MENTEES = 500
"""The stated size: more mentees take the floor, which has no bound on size."""


@dataclass(eq=False)
class Face:
    """A network in which some arcs are fixed at their present flow and the others are free."""

    arcs: Arcs
    flow: IntArray
    free: BoolArray
    rounds: list[dict[str, Any]] = field(default_factory=list)
    """The node prices of every round: together they prove the whole, see `checker_leximin`."""

    def improve(self, value: IntArray, closed: BoolArray | None = None) -> IntArray | None:
        """The best flow for other arc values; arcs in `closed` carry nothing. None when that cannot be."""
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - loaded only when solving

        use = self.free if closed is None else self.free & ~closed
        held = np.where(self.free, 0, self.flow)
        supply = np.zeros(self.arcs.nodes, dtype=np.int64)
        np.add.at(supply, self.arcs.head, held)
        np.subtract.at(supply, self.arcs.tail, held)
        chosen = np.flatnonzero(use)
        found = held.copy()
        if not len(chosen):
            return found if not supply.any() else None
        solver = min_cost_flow.SimpleMinCostFlow()
        parts = self.arcs.tail[chosen], self.arcs.head[chosen], self.arcs.capacity[chosen], -value[chosen]
        solver.add_arcs_with_capacity_and_unit_cost(*parts)
        for node in np.flatnonzero(supply):
            solver.set_node_supply(int(node), int(supply[node]))
        if supply.any() and not _covers(parts[0], parts[1], supply):
            return None
        if solver.solve() != solver.OPTIMAL:
            return None
        found[chosen] = np.asarray(solver.flows(np.arange(len(chosen))), dtype=np.int64)
        return found

    def settle(self, value: IntArray, flow: IntArray, level: int | None) -> None:
        """Take a best flow for these values, and fix every arc that all best flows agree on."""
        free = np.flatnonzero(self.free)
        part = Arcs(
            self.arcs.tail[free], self.arcs.head[free], self.arcs.capacity[free], value[free], 0, self.arcs.nodes
        )  # fmt: skip
        price = -_potentials(part, flow[free])
        rest = value[free] + price[part.tail] - price[part.head]
        self.flow = flow
        self.rounds.append({"level": level, "nodes": price.tolist()})
        self.free = self.free.copy()
        self.free[free[rest != 0]] = False


def _covers(tail: IntArray, head: IntArray, supply: IntArray) -> bool:
    """Whether every node with a supply has an arc."""
    return bool(np.isin(np.flatnonzero(supply), np.concatenate([tail, head])).all())


def _potentials(part: Arcs, flow: IntArray) -> IntArray:
    """Shortest residual distances from a node that reaches all others at no cost."""
    nodes, every = part.nodes, np.arange(part.nodes)
    nothing = np.zeros(nodes, dtype=np.int64)
    wide = Arcs(
        tail=np.concatenate([part.tail + 1, nothing]),
        head=np.concatenate([part.head + 1, every + 1]),
        capacity=np.concatenate([part.capacity, nothing + 1]),
        value=np.concatenate([part.value, nothing]),
        pairs=0,
        nodes=nodes + 1,
    )
    return residual_distances(wide, np.concatenate([flow, nothing]))[1:]


def raise_from_below(
    kept: Kept, limits: Limits, counts: Stage, weights: Weights, floor: int
) -> tuple[IntArray, IntArray, list[dict[str, Any]]]:
    """Rows and columns of a leximin matching that reaches the best counts; then the other aims; its proof.

    Raises `PolicyError` above the stated size, or when mentees may have several mentors.
    """
    if len(limits.first) > MOST_MENTEES or limits.rest.any() or not kept.scoring.small:
        raise PolicyError(
            "objective",
            f"'leximin' is for up to {MOST_MENTEES} mentees with one mentor each and {SMALL} pairs.",
            "Use 'floor' instead: it has no such bound.",
        )
    use = kept.above(floor)
    rows, cols, scores = kept.rows[use], kept.cols[use], kept.scores[use]
    nothing = np.zeros(len(rows), dtype=np.int64)
    units = weights.spread > 0
    arcs = build_arcs(limits, counts.weights, rows, cols, nothing, units)
    face = Face(arcs, np.zeros(len(arcs.tail), dtype=np.int64), np.ones(len(arcs.tail), dtype=np.bool_))
    _take(face, arcs.value, None)
    padded = np.concatenate([scores, np.full(len(arcs.tail) - len(rows), np.iinfo(np.int64).max)])
    is_pair = np.arange(len(arcs.tail)) < len(rows)
    waiting = is_pair.copy()
    while (face.free & waiting).any():
        level = _next_level(face, padded, waiting)
        low = face.free & waiting & (padded < level)
        face.flow[low] = 0
        face.free &= ~low
        _take(face, np.where(is_pair & (padded == level), -1, 0), level)
        waiting &= padded != level
    values = pair_values(weights, scores, kept.standing[use])
    _take(face, build_arcs(limits, weights, rows, cols, values, units).value, None)
    chosen = np.flatnonzero(face.flow[: len(rows)])
    return rows[chosen], cols[chosen], face.rounds


def _take(face: Face, value: IntArray, level: int | None) -> None:
    flow = face.improve(value)
    if flow is None:
        raise ArithmeticError("a flow that exists was not found; please report this with the instance file")
    face.settle(value, flow, level)


def _next_level(face: Face, scores: IntArray, waiting: BoolArray) -> int:
    """The highest score so that no waiting pair below it is needed."""
    levels = np.unique(scores[face.free & waiting])
    zero = np.zeros(len(scores), dtype=np.int64)
    start, stop = 0, len(levels) - 1
    while start < stop:
        middle = (start + stop + 1) // 2
        flow = face.improve(zero, waiting & (scores < levels[middle]))
        if flow is None:
            stop = middle - 1
        else:
            start = middle
    return int(levels[start])
