"""Compiled label correcting for large networks."""

# mypy: disable-error-code="misc, no-any-return"
from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def relax(tail: Any, head: Any, cost: Any, distance: Any, nodes: int, sources: Any) -> Any:
    """Lower `distance` along arcs with a queue until nothing changes; False on a negative cycle."""
    at = np.zeros(nodes + 1, dtype=np.int64)
    for a in range(len(tail)):
        at[tail[a] + 1] += 1
    for v in range(nodes):
        at[v + 1] += at[v]
    order = np.empty(len(tail), dtype=np.int64)
    fill = at[:-1].copy()
    for a in range(len(tail)):
        order[fill[tail[a]]] = a
        fill[tail[a]] += 1
    queue = np.empty(nodes + 1, dtype=np.int64)
    waiting = np.zeros(nodes, dtype=np.bool_)
    visits = np.zeros(nodes, dtype=np.int64)
    first, size = 0, len(sources)
    for s in range(len(sources)):
        queue[s] = sources[s]
        waiting[sources[s]] = True
    while size > 0:
        v = queue[first]
        first = (first + 1) % (nodes + 1)
        size -= 1
        waiting[v] = False
        visits[v] += 1
        if visits[v] > nodes + 1:
            return False
        for p in range(at[v], at[v + 1]):
            a = order[p]
            w = head[a]
            if distance[v] + cost[a] < distance[w]:
                distance[w] = distance[v] + cost[a]
                if not waiting[w]:
                    waiting[w] = True
                    queue[(first + size) % (nodes + 1)] = w
                    size += 1
    return True
