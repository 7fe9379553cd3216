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
    """Move what is over to where it is missing; changes flow, prices and balance. False if there is no way."""
    nodes = len(distance)
    far = np.full(nodes, FAR, dtype=np.int64)
    via = np.zeros(nodes, dtype=np.int64)
    done = np.zeros(nodes, dtype=np.bool_)
    reached = np.empty(nodes, dtype=np.int64)
    key, item = np.empty(4096, dtype=np.int64), np.empty(4096, dtype=np.int64)
    for source in range(nodes):
        while balance[source] > 0:
            count, size, sink = 1, push(key, item, 0, 0, source), -1
            reached[0], far[source] = source, 0
            while size > 0:
                here, v, size = pop(key, item, size)
                if done[v]:
                    continue
                done[v] = True
                if balance[v] < 0:
                    sink = v
                    break
                if size + at[v + 1] - at[v] > len(key):
                    room = 2 * (len(key) + at[v + 1] - at[v])
                    key = np.concatenate((key, np.empty(room, dtype=np.int64)))
                    item = np.concatenate((item, np.empty(room, dtype=np.int64)))
                for p in range(at[v], at[v + 1]):
                    mark = touching[p]
                    if mark >= 0:
                        a, w = mark, head[mark]
                        if done[w] or flow[a] >= capacity[a]:
                            continue
                        there = here + distance[v] - distance[w] - value[a]
                    else:
                        a = -1 - mark
                        w = tail[a]
                        if done[w] or flow[a] <= 0:
                            continue
                        there = here - distance[w] + distance[v] + value[a]
                    if there < far[w]:
                        if far[w] == FAR:
                            reached[count] = w
                            count += 1
                        far[w], via[w] = there, mark
                        size = push(key, item, size, there, w)
            if sink < 0:
                return False
            end = far[sink]
            amount = min(balance[source], -balance[sink])
            v = sink
            while v != source:
                mark = via[v]
                a = mark if mark >= 0 else -1 - mark
                amount = min(amount, capacity[a] - flow[a] if mark >= 0 else flow[a])
                v = tail[a] if mark >= 0 else head[a]
            v = sink
            while v != source:
                mark = via[v]
                a = mark if mark >= 0 else -1 - mark
                flow[a] += amount if mark >= 0 else -amount
                v = tail[a] if mark >= 0 else head[a]
            balance[source] -= amount
            balance[sink] += amount
            for x in range(count):
                v = reached[x]
                if done[v]:
                    distance[v] += far[v] - end
                far[v], done[v] = FAR, False
    return True
