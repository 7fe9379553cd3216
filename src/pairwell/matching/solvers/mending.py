"""A best flow mended after a change: start from near prices, put right what they contradict, move the rest.

Every arc is first filled or emptied as the prices ask; what then stands over at some nodes is carried to where
it is missing along shortest paths in reduced costs (Busacker and Gowen 1960; Edmonds and Karp 1972 for the
prices). The prices stay right throughout, so they prove the result.
"""

# mypy: disable-error-code="misc, no-any-return"
from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from pairwell.matching.solvers.heap import pop, push

FAR = np.int64(1) << np.int64(62)


@njit(cache=True, nogil=True)
def fill(
    tail: Any, head: Any, capacity: Any, value: Any, flow: Any, pairs: int, distance: Any, balance: Any
) -> Any:
    """Set `flow` as the prices ask, ties as before or as needed; returns how much is left over in `balance`."""
    for a in range(len(tail)):
        t, h = tail[a], head[a]
        cost = distance[t] - distance[h] - value[a]
        if cost < 0:
            x = capacity[a]
        elif cost > 0:
            x = 0
        elif a < pairs:
            x = min(flow[a], capacity[a])
        elif h == 0:
            x = min(capacity[a], max(0, balance[t]))
        else:
            x = min(capacity[a], max(0, -balance[h]))
        flow[a] = x
        balance[t] -= x
        balance[h] += x
    over = 0
    for v in range(len(balance)):
        over += max(0, balance[v])
    return over


@njit(cache=True, nogil=True)
def arcs_by_node(tail: Any, head: Any, nodes: int) -> Any:
    """Compressed rows of the arcs that touch each node: a where it leaves, -1 - a where it arrives."""
    at = np.zeros(nodes + 1, dtype=np.int64)
    for a in range(len(tail)):
        at[tail[a] + 1] += 1
        at[head[a] + 1] += 1
    for v in range(nodes):
        at[v + 1] += at[v]
    touching = np.empty(2 * len(tail), dtype=np.int32)
    free = at[:-1].copy()
    for a in range(len(tail)):
        touching[free[tail[a]]] = a
        free[tail[a]] += 1
        touching[free[head[a]]] = -1 - a
        free[head[a]] += 1
    return at, touching


@njit(cache=True, nogil=True)
def nearest(tail: Any, head: Any, value: Any, flow: Any, distance: Any, pairs: int, wanted: int) -> Any:
    """Which arcs to look at first: of each mentee's pairs the `wanted` of least reduced cost, and all others.

    Pairs come ordered by mentee.
    """
    use = np.ones(len(tail), dtype=np.bool_)
    least = np.empty(wanted, dtype=np.int64)
    start = 0
    while start < pairs:
        stop, held = start, 0
        while stop < pairs and tail[stop] == tail[start]:
            cost = distance[tail[stop]] - distance[head[stop]] - value[stop]
            if held < wanted or cost < least[held - 1]:
                x = held if held < wanted else held - 1
                held = min(held + 1, wanted)
                while x > 0 and least[x - 1] > cost:
                    least[x] = least[x - 1]
                    x -= 1
                least[x] = cost
            stop += 1
        for a in range(start, stop):
            cost = distance[tail[a]] - distance[head[a]] - value[a]
            use[a] = flow[a] > 0 or cost <= least[held - 1]
        start = stop
    return use


@njit(cache=True, nogil=True)
def move(
    tail: Any, head: Any, capacity: Any, flow: Any, via: Any, source: int, sink: int, sign: int, most: int
) -> Any:
    """Move as much as the found path takes, at most `most`; returns how much."""
    v, amount = sink, most
    while v != source:
        a = via[v] if via[v] >= 0 else -1 - via[v]
        fills = (via[v] >= 0) == (sign > 0)
        amount = min(amount, capacity[a] - flow[a] if fills else flow[a])
        v = tail[a] if via[v] >= 0 else head[a]
    v = sink
    while v != source:
        a = via[v] if via[v] >= 0 else -1 - via[v]
        flow[a] += amount if (via[v] >= 0) == (sign > 0) else -amount
        v = tail[a] if via[v] >= 0 else head[a]
    return amount


@njit(cache=True, nogil=True)
def carry(
    tail: Any,
    head: Any,
    capacity: Any,
    value: Any,
    flow: Any,
    distance: Any,
    balance: Any,
    at: Any,
    touching: Any,
) -> Any:
    """Move what is over to where it is missing; changes flow, prices and balance. False if there is no way.

    The root touches everybody: searches begin at the other end, forwards from what is over elsewhere, then
    backwards from what is missing.
    """
    nodes = len(distance)
    far = np.full(nodes, FAR, dtype=np.int64)
    via = np.zeros(nodes, dtype=np.int64)
    done = np.zeros(nodes, dtype=np.bool_)
    reached = np.empty(nodes, dtype=np.int64)
    key, item = np.empty(4096, dtype=np.int64), np.empty(4096, dtype=np.int64)
    for turn in range(3):
        sign = -1 if turn == 1 else 1
        for source in range(0 if turn == 2 else 1, nodes):
            while sign * balance[source] > 0:
                count, size, sink = 1, push(key, item, 0, 0, source), -1
                reached[0], far[source] = source, 0
                while size > 0:
                    here, v, size = pop(key, item, size)
                    if done[v]:
                        continue
                    done[v] = True
                    if sign * balance[v] < 0:
                        sink = v
                        break
                    if size + at[v + 1] - at[v] > len(key):
                        room = 2 * (len(key) + at[v + 1] - at[v])
                        key = np.concatenate((key, np.empty(room, dtype=np.int64)))
                        item = np.concatenate((item, np.empty(room, dtype=np.int64)))
                    for p in range(at[v], at[v + 1]):
                        mark = touching[p]
                        a = mark if mark >= 0 else -1 - mark
                        w = head[a] if mark >= 0 else tail[a]
                        if done[w]:
                            continue
                        there = distance[tail[a]] - distance[head[a]] - value[a]
                        if (mark >= 0) == (sign > 0):
                            if flow[a] >= capacity[a]:
                                continue
                            there = here + there
                        else:
                            if flow[a] <= 0:
                                continue
                            there = here - there
                        if there < far[w]:
                            if far[w] == FAR:
                                reached[count] = w
                                count += 1
                            far[w], via[w] = there, mark
                            size = push(key, item, size, there, w)
                if sink < 0:
                    if turn < 2:
                        for x in range(count):
                            far[reached[x]], done[reached[x]] = FAR, False
                        break
                    return False
                end = far[sink]
                most = min(abs(balance[source]), abs(balance[sink]))
                amount = move(tail, head, capacity, flow, via, source, sink, sign, most)
                balance[source] -= sign * amount
                balance[sink] += sign * amount
                for x in range(count):
                    v = reached[x]
                    if done[v]:
                        distance[v] += sign * (far[v] - end)
                    far[v], done[v] = FAR, False
    return True
