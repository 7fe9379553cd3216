"""The best circulation by OR-tools' cost-scaling min-cost flow, and prices that prove it."""

from __future__ import annotations

import numpy as np

from pairwell.matching.columns import IntArray
from pairwell.matching.network import Arcs

COMPILED_FROM = 100_000
"""Networks with fewer arcs are priced without compiled code."""
LARGEST = 1 << 61
FAR = np.int64(1) << np.int64(61)


def fits(largest_value: int, nodes: int) -> bool:
    """Whether costs of this size can be scaled inside 64-bit whole numbers."""
    return largest_value * (nodes + 2) * 2 < LARGEST


def best_flow(arcs: Arcs) -> IntArray:
    """Flow per arc of a circulation of largest value. Source: Goldberg's cost scaling, in OR-tools."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - loaded only when solving

    if not len(arcs.tail):
        return np.zeros(0, dtype=np.int64)
    solver = min_cost_flow.SimpleMinCostFlow()
    into_root = arcs.head == 0
    amount = int(arcs.capacity[into_root].sum())
    heads = np.where(into_root, arcs.nodes, arcs.head)
    solver.add_arcs_with_capacity_and_unit_cost(arcs.tail, heads, arcs.capacity, -arcs.value)
    solver.add_arc_with_capacity_and_unit_cost(0, arcs.nodes, amount, 0)
    solver.set_node_supply(0, amount)
    solver.set_node_supply(arcs.nodes, -amount)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the flow solver stopped with {status!s}")
    flow: IntArray = np.asarray(solver.flows(np.arange(len(arcs.tail))), dtype=np.int64)
    return flow


NEAR_ARCS = (8, 24)
"""Mending first looks only at so many arcs for each node, those that the prices are nearest to using."""
MOST_OVER = 1 / 8
"""Mending moves units one by one: when more than this share of the nodes is out of balance, start over."""


def mended(arcs: Arcs, flow: IntArray, distance: IntArray) -> IntArray | None:
    """A best flow near `flow` (per pair) and `distance`, which becomes its distances; None: start over."""
    from pairwell.matching.solvers.mending import fill  # noqa: PLC0415 - numba, for large networks only

    every = np.concatenate([flow, np.zeros(len(arcs.tail) - arcs.pairs, dtype=np.int64)])
    start, most = (every.copy(), distance.copy()), max(64, MOST_OVER * arcs.nodes)
    for share in (*NEAR_ARCS, None):
        balance = np.zeros(arcs.nodes, dtype=np.int64)
        over = fill(arcs.tail, arcs.head, arcs.capacity, arcs.value, every, arcs.pairs, distance, balance)
        if not over:
            return every
        if over > most:
            # Worse than before: too few arcs led the prices astray.
            every[:], distance[:] = start
            balance[:] = 0
            over = fill(arcs.tail, arcs.head, arcs.capacity, arcs.value, every, arcs.pairs, distance, balance)
        if over > most or not _carried(arcs, every, distance, balance, share):
            return None
        most = over // 2
    return every


def _carried(
    arcs: Arcs, flow: IntArray, distance: IntArray, balance: IntArray, per_mentee: int | None
) -> bool:
    """Mend on the arcs of each mentee that are nearest to being used, or on all."""
    from pairwell.matching.solvers.mending import arcs_by_node, carry, nearest  # noqa: PLC0415 - numba

    if per_mentee is None:
        use = np.arange(len(arcs.tail))
    else:
        use = np.flatnonzero(
            nearest(arcs.tail, arcs.head, arcs.value, flow, distance, arcs.pairs, per_mentee)
        )
    tail, head, part = arcs.tail[use], arcs.head[use], flow[use]
    done: bool = carry(
        tail, head, arcs.capacity[use], arcs.value[use], part, distance, balance,
        *arcs_by_node(tail, head, arcs.nodes),
    )  # fmt: skip
    flow[use] = part
    return done


def residual_distances(arcs: Arcs, flow: IntArray) -> IntArray:
    """Shortest residual distances from the root (cost = -value).

    A node that the root cannot reach gets the least distance that its own arcs allow. Bellman-Ford passes
    until nothing changes; an optimal flow has no negative cycle, so it ends.
    """
    forward, back = flow < arcs.capacity, flow > 0
    tail = np.concatenate([arcs.tail[forward], arcs.head[back]])
    head = np.concatenate([arcs.head[forward], arcs.tail[back]])
    cost = np.concatenate([-arcs.value[forward], arcs.value[back]])
    distance = np.full(arcs.nodes, FAR, dtype=np.int64)
    distance[0] = 0
    _settle(tail, head, cost, distance, np.array([0]))
    lost = distance >= FAR // 2
    if lost.any():
        back_distance = np.where(lost, FAR, -distance)
        _settle(head, tail, cost, back_distance, np.flatnonzero(~lost))
        distance[lost] = np.where(back_distance[lost] >= FAR // 2, 0, -back_distance[lost])
    return distance


def _settle(tail: IntArray, head: IntArray, cost: IntArray, distance: IntArray, sources: IntArray) -> None:
    if len(tail) >= COMPILED_FROM:
        from pairwell.matching.solvers.relaxing import relax  # noqa: PLC0415 - numba, for large networks only

        ok = relax(tail, head, cost, distance, len(distance), sources)
    else:
        ok = _relax(tail, head, cost, distance)
    if not ok:
        raise ArithmeticError("the flow is not optimal: its residual network has a negative cycle")


def _relax(tail: IntArray, head: IntArray, cost: IntArray, distance: IntArray) -> bool:
    order = np.argsort(head, kind="stable")
    tail, head, cost = tail[order], head[order], cost[order]
    if not len(head):
        return True
    starts = np.flatnonzero(np.concatenate([[True], head[1:] != head[:-1]]))
    nodes = head[starts]
    for _ in range(len(distance) + 1):
        reach = distance[tail]
        found = np.minimum.reduceat(np.where(reach >= FAR // 2, FAR, reach + cost), starts)
        better = found < distance[nodes]
        if not better.any():
            return True
        distance[nodes[better]] = found[better]
    return False
