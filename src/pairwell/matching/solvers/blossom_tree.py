"""Growing one alternating tree of the matching search: grow, shrink, expand, augment (see ``blossom``)."""

import numpy as np
from numba import njit

from pairwell.matching.solvers.blossom import (
    CLOCK,
    FREE,
    HEAP_SIZE,
    INNER,
    MARK,
    NOBODY,
    OUTER,
    SPARE_COUNT,
    STAMP,
    TOUCHED_COUNT,
    Forest,
    blossom_dual_now,
    dual_now,
    leaves,
    pop_event,
    push_event,
    set_label,
    turn,
)


@njit(cache=True, nogil=True)
def search(f: Forest) -> int:
    """Repair every unmatched vertex whose dual is above zero; returns how many trees were grown."""
    trees = 0
    for root in range(len(f.u)):
        if f.mate[root] == NOBODY and f.u[root] > 0:
            grow_tree(f, root)
            trees += 1
    return trees


@njit(cache=True, nogil=True)
def grow_tree(f: Forest, root: int) -> None:
    """Grow the tree of one unmatched vertex until it is matched or may stay unmatched."""
    m = len(f.weight)
    f.now[CLOCK] = 0
    f.now[HEAP_SIZE] = 0
    f.now[TOUCHED_COUNT] = 0
    f.now[STAMP] += 1
    set_label(f, f.top[root], OUTER, NOBODY)
    done = False
    while not done:
        event = pop_event(f)
        if event < m:
            done = meet_edge(f, event)
        elif event < m + len(f.u):
            done = meet_zero(f, event - m)
        else:
            meet_empty_blossom(f, event - m)
    settle(f)


@njit(cache=True, nogil=True)
def meet_edge(f: Forest, edge: int) -> bool:
    """An edge may have become tight: grow, shrink or augment through it; true when the tree is done."""
    end = 2 * edge
    if f.label[f.top[f.ends[end]]] != OUTER:
        end += 1
    v, w = f.ends[end], f.ends[end ^ 1]
    near, far = f.top[v], f.top[w]
    if f.label[near] != OUTER or near == far or f.label[far] == INNER:
        return False
    slack = dual_now(f, v) + dual_now(f, w) - f.weight[edge]
    both = f.label[far] == OUTER
    if slack > 0:
        push_event(f, f.now[CLOCK] + (slack // 2 if both else slack), edge)
        return False
    if both:
        shrink(f, edge, meeting_point(f, near, far))
        return False
    out = f.mate[f.base[far]]
    if out == NOBODY:
        rematch_inside(f, far, w)
        f.mate[w] = end
        flip_path(f, v, end ^ 1)
        return True
    set_label(f, far, INNER, end)
    set_label(f, f.top[f.ends[out]], OUTER, out ^ 1)
    return False


@njit(cache=True, nogil=True)
def meet_zero(f: Forest, v: int) -> bool:
    """An outer vertex may have reached dual zero: then it stays unmatched in place of the root."""
    if f.label[f.top[v]] != OUTER:
        return False
    left = dual_now(f, v)
    if left > 0:
        push_event(f, f.now[CLOCK] + left, len(f.weight) + v)
        return False
    flip_path(f, v, NOBODY)
    return True


@njit(cache=True, nogil=True)
def meet_empty_blossom(f: Forest, node: int) -> None:
    """An inner blossom may have reached dual zero: then it is taken apart."""
    if f.base[node] == NOBODY or f.parent[node] != NOBODY or f.label[node] != INNER:
        return
    left = blossom_dual_now(f, node)
    if left > 0:
        push_event(f, f.now[CLOCK] + left // 2, len(f.weight) + node)
    else:
        expand(f, node)


@njit(cache=True, nogil=True)
def tree_parent(f: Forest, node: int) -> int:
    """The outer node two steps nearer to the root."""
    inner = f.top[f.ends[f.came[node]]]
    return f.top[f.ends[f.came[inner]]]


@njit(cache=True, nogil=True)
def meeting_point(f: Forest, one: int, other: int) -> int:
    """The outer node nearest to both in the tree: the base of the blossom between them."""
    f.now[MARK] += 1
    while one != other:
        if one != NOBODY:
            if f.mark[one] == f.now[MARK]:
                return one
            f.mark[one] = f.now[MARK]
            one = NOBODY if f.came[one] == NOBODY else tree_parent(f, one)
        one, other = other, one
    return one


@njit(cache=True, nogil=True)
def shrink(f: Forest, edge: int, base: int) -> None:
    """Contract the odd ring that ``edge`` closes through ``base`` into a new outer blossom."""
    f.now[SPARE_COUNT] -= 1
    blossom = f.spare[f.now[SPARE_COUNT]]
    first, second = f.top[f.ends[2 * edge]], f.top[f.ends[2 * edge + 1]]
    child = first
    while child != base:
        up = f.top[f.ends[f.came[child]]]
        f.after[up], f.before[child], f.link[up] = child, up, f.came[child]
        child = up
    child = second
    while child != base:
        up = f.top[f.ends[f.came[child]]]
        f.after[child], f.before[up], f.link[child] = up, child, f.came[child] ^ 1
        child = up
    f.after[first], f.before[second], f.link[first] = second, first, 2 * edge
    f.ring[blossom], f.base[blossom] = base, f.base[base]
    enclose(f, blossom)
    f.label[blossom], f.came[blossom] = OUTER, f.came[base]
    f.z[blossom] = -2 * f.now[CLOCK]


@njit(cache=True, nogil=True)
def enclose(f: Forest, blossom: int) -> None:
    """Turn the inner children of a new blossom outer and put every vertex under the blossom."""
    child = f.ring[blossom]
    while True:
        if f.label[child] == INNER:
            set_label(f, child, OUTER, f.came[child])
        child = f.after[child]
        if child == f.ring[blossom]:
            break
    while True:
        f.z[child] = blossom_dual_now(f, child)
        f.parent[child] = blossom
        for i in range(leaves(f, child)):
            f.top[f.leaf[i]] = blossom
        child = f.after[child]
        if child == f.ring[blossom]:
            break


@njit(cache=True, nogil=True)
def release(f: Forest, blossom: int, label: int) -> None:
    """Make the children of a blossom outermost nodes of the blossom's own label; drop the blossom."""
    back = -f.now[CLOCK] if label == INNER else 0
    child = f.ring[blossom]
    while True:
        f.parent[child], f.came[child], f.label[child] = NOBODY, NOBODY, label
        f.z[child] -= 2 * back
        for i in range(leaves(f, child)):
            f.top[f.leaf[i]] = child
        child = f.after[child]
        if child == f.ring[blossom]:
            break
    f.base[blossom] = NOBODY
    f.label[blossom], f.z[blossom] = FREE, 0
    f.spare[f.now[SPARE_COUNT]] = blossom
    f.now[SPARE_COUNT] += 1


@njit(cache=True, nogil=True)
def steps_to(f: Forest, blossom: int, child: int) -> int:
    """How many steps forward lead from the base child to ``child`` in the ring."""
    steps = 0
    at = f.ring[blossom]
    while at != child:
        at = f.after[at]
        steps += 1
    return steps


@njit(cache=True, nogil=True)
def expand(f: Forest, blossom: int) -> None:
    """Take an inner blossom apart: the even way from its entry to its base stays in the tree."""
    came = f.came[blossom]
    base = f.ring[blossom]
    release(f, blossom, INNER)
    child = f.top[f.ends[came ^ 1]]
    forward = steps_to(f, blossom, child) % 2 == 1
    while child != base:
        after = f.after[child] if forward else f.before[child]
        set_label(f, child, INNER, came)
        inside = f.link[child] if forward else f.link[after] ^ 1
        set_label(f, after, OUTER, inside)
        last = f.after[after] if forward else f.before[after]
        came = f.link[after] if forward else f.link[last] ^ 1
        child = last
    set_label(f, base, INNER, came)
    child = f.after[base]
    while child != base:
        if f.came[child] == NOBODY:
            set_label(f, child, FREE, NOBODY)
        child = f.after[child]


@njit(cache=True, nogil=True)
def rematch_inside(f: Forest, node: int, vertex: int) -> None:
    """Rematch a blossom, and those within it, so that ``vertex`` is the one not matched inside."""
    n = len(f.u)
    if node < n:
        return
    height = 2
    f.pile[0], f.pile[1] = node, vertex
    while height > 0:
        height -= 2
        blossom, v = f.pile[height], f.pile[height + 1]
        child = v
        while f.parent[child] != blossom:
            child = f.parent[child]
        if child >= n:
            f.pile[height], f.pile[height + 1] = child, v
            height += 2
        height = rotate(f, blossom, child, height)
        f.ring[blossom], f.base[blossom] = child, v


@njit(cache=True, nogil=True)
def rotate(f: Forest, blossom: int, child: int, height: int) -> int:
    """Swap matched and unmatched edges on the even way from ``child`` to the base; returns the pile height."""
    n = len(f.u)
    forward = steps_to(f, blossom, child) % 2 == 1
    while child != f.ring[blossom]:
        one = f.after[child] if forward else f.before[child]
        two = f.after[one] if forward else f.before[one]
        end = f.link[one] if forward else f.link[two] ^ 1
        v, w = f.ends[end], f.ends[end ^ 1]
        if one >= n:
            f.pile[height], f.pile[height + 1] = one, v
            height += 2
        if two >= n:
            f.pile[height], f.pile[height + 1] = two, w
            height += 2
        f.mate[v], f.mate[w] = end ^ 1, end
        child = two
    return height


@njit(cache=True, nogil=True)
def flip_path(f: Forest, v: int, far_end: int) -> None:
    """Match ``v`` through ``far_end`` (or leave it) and swap the edges on its way to the root."""
    while True:
        node = f.top[v]
        rematch_inside(f, node, v)
        f.mate[v] = far_end
        came = f.came[node]
        if came == NOBODY:
            return
        inner = f.top[f.ends[came]]
        far_end = f.came[inner]
        w = f.ends[far_end ^ 1]
        rematch_inside(f, inner, w)
        f.mate[w] = far_end
        v, far_end = f.ends[far_end], far_end ^ 1


@njit(cache=True, nogil=True)
def settle(f: Forest) -> None:
    """Fix the duals of a finished tree, take its labels away and drop the blossoms left at zero."""
    for i in range(f.now[TOUCHED_COUNT]):
        node = f.top[f.touched[i]]
        if f.label[node] != FREE:
            turn(f, node, FREE, NOBODY)
    for i in range(f.now[TOUCHED_COUNT]):
        v = f.touched[i]
        while f.top[v] >= len(f.u) and f.z[f.top[v]] == 0:
            release(f, f.top[v], FREE)


def blossoms(f: Forest) -> list[tuple[int, list[int]]]:
    """Every blossom with a positive dual, as its dual and its vertices."""
    n = len(f.u)
    found = []
    for node in np.flatnonzero(f.base[n:] != NOBODY) + n:
        members = f.leaf[: leaves(f, int(node))].tolist()
        if f.z[node] > 0:
            found.append((int(f.z[node]), sorted(members)))
    return found
