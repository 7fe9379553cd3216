"""Exact maximum-weight matching in a general graph: one alternating tree at a time, integer duals.

The linear program (Edmonds 1965) has a value ``u`` for every vertex and ``z`` for every blossom, an odd set
contracted while the search runs:

    minimize  sum u_v + sum z_B (|B| - 1) / 2   with   u, z >= 0   and   u_i + u_j + sum z_B >= w_ij,

the inner sum running over the blossoms that hold both ends. The search starts from any feasible ``u`` and any
matching on tight edges (the double cover gives both, see ``double_cover``) and removes, tree by tree, the only
thing that can still be wrong: an unmatched vertex with ``u > 0``. A tree ends when it meets an unmatched vertex,
or when one of its outer vertices reaches ``u = 0`` and may stay unmatched instead of the root.

Data layout and the handling of nested blossoms follow Galil, "Efficient algorithms for finding maximum
matching in graphs" (1986), as laid out by J. van Rantwijk (``mwmatching``, 2008); duals change lazily, by one
clock per tree and a heap of events, as in Kolmogorov's Blossom V (2009). All numbers are integers. Edge weights
must be even and the starting ``u`` integers, which keeps every later dual an integer.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]

FREE, OUTER, INNER = 0, 1, 2
NOBODY = -1
CLOCK, HEAP_SIZE, SPARE_COUNT, STAMP, TOUCHED_COUNT, MARK = range(6)


class Forest(NamedTuple):
    """The state of a search over ``n`` vertices and ``m`` edges.

    A node is a vertex (0 to n - 1) or a blossom (n to 2n - 1). End ``2e`` of edge ``e`` is its first vertex, end
    ``2e + 1`` its second. The children of a blossom form a ring through ``after`` and ``before``; ``link`` is the
    end, inside the child, of the edge to the child after it.
    """

    ends: Ints  # 2m: the vertex at each end
    weight: Ints  # m
    first_edge: Ints  # n + 1: where a vertex's ends begin in ``around``
    around: Ints  # 2m: the far end of every edge at a vertex
    mate: Ints  # n: the far end of the matched edge, or NOBODY
    u: Ints  # n: the dual as it was when the label was set; see ``dual_now``
    z: Ints  # 2n: the dual of a blossom, as it was when the label was set; no meaning for vertices
    top: Ints  # n: the outermost node that holds the vertex
    parent: Ints  # 2n
    base: Ints  # 2n: the vertex of a blossom that is not matched inside it
    ring: Ints  # 2n: the child of a blossom that holds its base
    after: Ints  # 2n
    before: Ints  # 2n
    link: Ints  # 2n
    label: Ints  # 2n: FREE, OUTER or INNER, valid for outermost nodes
    came: Ints  # 2n: the end outside the node of the edge that gave it its label
    mark: Ints  # 2n: last stamp that visited the node
    spare: Ints  # n: unused blossom numbers
    touched: Ints  # n: vertices labeled in this tree
    seen: Ints  # n: stamp of the tree that touched the vertex
    leaf: Ints  # n: scratch
    pile: Ints  # 4n: scratch
    key: Ints  # heap of events: the time of each
    event: Ints  # edge e, or m + node
    now: Ints  # CLOCK, HEAP_SIZE, SPARE_COUNT, STAMP, TOUCHED_COUNT, MARK


def plant(heads: Ints, tails: Ints, weight: Ints, u: Ints, mate: Ints) -> Forest:
    """Build the state for ``m`` edges ``heads[e] - tails[e]``, feasible duals ``u`` and ``mate`` edges.

    ``mate[v]`` is the edge number that matches ``v`` or NOBODY; a matched edge must be tight.
    """
    n, m = len(u), len(weight)
    ends = np.empty(2 * m, dtype=np.int64)
    ends[0::2], ends[1::2] = heads, tails
    order = np.argsort(ends, kind="stable")
    first_edge = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=n), out=first_edge[1:])
    far = np.full(n, NOBODY, dtype=np.int64)
    matched = np.flatnonzero(mate >= 0)
    far[matched] = 2 * mate[matched] + (ends[2 * mate[matched]] == matched)

    def row(length: int, value: int = 0) -> Ints:
        return np.full(length, value, dtype=np.int64)

    numbers = np.arange(2 * n, dtype=np.int64)
    room = 8 * m + 16 * n + 16
    return Forest(
        ends=ends, weight=weight.astype(np.int64), first_edge=first_edge, around=order ^ 1,
        mate=far, u=u.astype(np.int64).copy(), z=row(2 * n), top=numbers[:n].copy(),
        parent=row(2 * n, NOBODY), base=np.where(numbers < n, numbers, NOBODY), ring=row(2 * n, NOBODY),
        after=row(2 * n, NOBODY), before=row(2 * n, NOBODY), link=row(2 * n, NOBODY),
        label=row(2 * n), came=row(2 * n, NOBODY), mark=row(2 * n, NOBODY), spare=numbers[n:][::-1].copy(),
        touched=row(n), seen=row(n, NOBODY), leaf=row(n), pile=row(4 * n + 4), key=row(room), event=row(room),
        now=np.array([0, 0, n, 0, 0, 0], dtype=np.int64),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def push_event(f: Forest, time: int, event: int) -> None:
    """Add an event to the heap. A full heap is emptied of what has passed by planting it anew."""
    if f.now[HEAP_SIZE] == len(f.key):
        replant_events(f)
    i = f.now[HEAP_SIZE]
    f.now[HEAP_SIZE] += 1
    while i > 0:
        above = (i - 1) >> 1
        if f.key[above] < time or (f.key[above] == time and f.event[above] <= event):
            break
        f.key[i], f.event[i] = f.key[above], f.event[above]
        i = above
    f.key[i], f.event[i] = time, event


@njit(cache=True, nogil=True)
def pop_event(f: Forest) -> int:
    """Move the clock to the next event and take it off the heap."""
    result, f.now[CLOCK] = f.event[0], f.key[0]
    f.now[HEAP_SIZE] -= 1
    size = f.now[HEAP_SIZE]
    time, event = f.key[size], f.event[size]
    i = 0
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        right = child + 1
        if right < size and (
            f.key[right] < f.key[child] or (f.key[right] == f.key[child] and f.event[right] < f.event[child])
        ):
            child = right
        if f.key[child] > time or (f.key[child] == time and f.event[child] >= event):
            break
        f.key[i], f.event[i] = f.key[child], f.event[child]
        i = child
    f.key[i], f.event[i] = time, event
    return result


@njit(cache=True, nogil=True)
def replant_events(f: Forest) -> None:
    """Write the heap anew from the labels: one event for each outer end and each inner blossom.

    A sorted array is a heap, but the order of a replanted heap only has to be a valid one: every event is
    checked against the true duals when it is popped, so all of them may be written as due now.
    """
    f.now[HEAP_SIZE] = 0
    m, n = len(f.weight), len(f.u)
    for i in range(f.now[TOUCHED_COUNT]):
        v = f.touched[i]
        node = f.top[v]
        if f.label[node] == OUTER:
            append_due(f, m + v)
            for slot in range(f.first_edge[v], f.first_edge[v + 1]):
                append_due(f, f.around[slot] >> 1)
        elif f.label[node] == INNER and node >= n and f.base[node] == v:
            append_due(f, m + node)


@njit(cache=True, nogil=True)
def append_due(f: Forest, event: int) -> None:
    """Write an event as due at this moment, at the end of a heap that holds only such events."""
    f.key[f.now[HEAP_SIZE]] = f.now[CLOCK]
    f.event[f.now[HEAP_SIZE]] = event
    f.now[HEAP_SIZE] += 1


@njit(cache=True, nogil=True)
def dual_now(f: Forest, v: int) -> int:
    """The value of ``u`` at this moment: outer vertices fall with the clock, inner ones rise."""
    label = f.label[f.top[v]]
    if label == OUTER:
        return f.u[v] - f.now[CLOCK]
    if label == INNER:
        return f.u[v] + f.now[CLOCK]
    return f.u[v]


@njit(cache=True, nogil=True)
def blossom_dual_now(f: Forest, node: int) -> int:
    """The value of ``z`` of an outermost blossom at this moment: twice as fast, and the other way round."""
    if f.label[node] == OUTER:
        return f.z[node] + 2 * f.now[CLOCK]
    if f.label[node] == INNER:
        return f.z[node] - 2 * f.now[CLOCK]
    return f.z[node]


@njit(cache=True, nogil=True)
def leaves(f: Forest, node: int) -> int:
    """Write the vertices of a node into ``leaf`` and return how many there are."""
    n = len(f.u)
    if node < n:
        f.leaf[0] = node
        return 1
    found, height = 0, 1
    f.pile[0] = node
    while height > 0:
        height -= 1
        current = f.pile[height]
        child = f.ring[current]
        while True:
            if child < n:
                f.leaf[found] = child
                found += 1
            else:
                f.pile[height] = child
                height += 1
            child = f.after[child]
            if child == f.ring[current]:
                break
    return found


@njit(cache=True, nogil=True)
def turn(f: Forest, node: int, label: int, came: int) -> int:
    """Change the label of an outermost node, keep the true value of every dual in it, return its size."""
    clock = f.now[CLOCK]
    true_z = blossom_dual_now(f, node)
    old = clock if f.label[node] == OUTER else (-clock if f.label[node] == INNER else 0)
    new = clock if label == OUTER else (-clock if label == INNER else 0)
    count = leaves(f, node)
    for i in range(count):
        v = f.leaf[i]
        f.u[v] += new - old
        if f.seen[v] != f.now[STAMP]:
            f.seen[v] = f.now[STAMP]
            f.touched[f.now[TOUCHED_COUNT]] = v
            f.now[TOUCHED_COUNT] += 1
    f.label[node], f.came[node] = label, came
    f.z[node] = true_z - 2 * new
    return count


@njit(cache=True, nogil=True)
def set_label(f: Forest, node: int, label: int, came: int) -> None:
    """Change the label of an outermost node and push the events that follow from it."""
    announce(f, node, turn(f, node, label, came))


@njit(cache=True, nogil=True)
def announce(f: Forest, node: int, count: int) -> None:
    """Push the events a newly labeled node can cause; its vertices are in ``leaf``."""
    m, n, clock = len(f.weight), len(f.u), f.now[CLOCK]
    if f.label[node] == OUTER:
        for i in range(count):
            push_event(f, clock + dual_now(f, f.leaf[i]), m + f.leaf[i])
            look_around(f, f.leaf[i])
    elif f.label[node] == INNER:
        if node >= n:
            push_event(f, clock + blossom_dual_now(f, node) // 2, m + node)
    else:
        for i in range(count):
            look_around(f, f.leaf[i])


@njit(cache=True, nogil=True)
def look_around(f: Forest, v: int) -> None:
    """Push the moment at which each edge between ``v`` and the other side of the tree becomes tight."""
    clock, node = f.now[CLOCK], f.top[v]
    outer = f.label[node] == OUTER
    mine = dual_now(f, v)
    for slot in range(f.first_edge[v], f.first_edge[v + 1]):
        far = f.around[slot]
        w = f.ends[far]
        other = f.top[w]
        label = f.label[other]
        if other == node or label == INNER or not (outer or label == OUTER):
            continue
        slack = mine + dual_now(f, w) - f.weight[far >> 1]
        both = outer and label == OUTER
        push_event(f, clock + (slack // 2 if both else slack), far >> 1)
