"""Stable matching: nobody would rather run away together (Gale and Shapley 1962).

Mentees ask their mentors from the best down; a mentor holds the best who asked, up to capacity, and lets the
worst go. With several places on both sides the outcome has no pair that both prefer to what they have. It is the
best for every mentee among all stable outcomes (Roth 1984 for many-to-one). Ties are broken by seed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.result import POINTS

if TYPE_CHECKING:
    from pairwell.matching.problem import Problem
    from pairwell.matching.result import Result
    from pairwell.matching.scoring import Scoring

Progress = Callable[[str, int, int], None]
COMPILED_FROM = 200_000
"""Lists shorter than this in all are gone through without compiled code."""


@dataclass(frozen=True, eq=False)
class Views:
    """What each side thinks: entry e says mentee `rows[e]` accepts mentor `cols[e]`.

    Entries of a mentee are in order of preference, best first, and `indptr` says where each begins.
    `esteem` is what the mentor thinks of the mentee: higher is better, and no two entries of one mentor are equal.
    """

    indptr: IntArray
    cols: IntArray
    esteem: IntArray

    @property
    def rows(self) -> IntArray:
        """The mentee of every entry."""
        return np.repeat(np.arange(len(self.indptr) - 1), np.diff(self.indptr))


def views_from_ranks(mentee_lists: IntArray, mentor_lists: IntArray) -> Views:
    """Complete lists: row i of `mentee_lists` names all mentors best first, and the other way round."""
    n, m = mentee_lists.shape
    esteem = np.empty((m, n), dtype=np.int32)
    np.put_along_axis(esteem, mentor_lists, np.arange(n, 0, -1, dtype=np.int32)[None, :], axis=1)
    return Views(
        np.arange(0, n * m + 1, m, dtype=np.int64),
        mentee_lists.reshape(-1),
        cast(IntArray, esteem[mentee_lists, np.arange(n)[:, None]].reshape(-1)),
    )


def views_from_scores(mentee_view: IntArray, mentor_view: IntArray, allowed: BoolArray, seed: int) -> Views:
    """Tables of points (mentees, mentors) for each side's view; equal points are ordered by seed."""
    n, m = allowed.shape
    random = np.random.default_rng(seed)
    lucky_mentor, lucky_mentee = random.permutation(m), random.permutation(n)
    shuffled = np.where(allowed, -mentee_view, np.iinfo(np.int64).max)[:, lucky_mentor]
    order = lucky_mentor[np.argsort(shuffled, axis=1, kind="stable")]
    rows = np.arange(n)[:, None]
    held = allowed[rows, order]
    indptr = np.concatenate([[0], np.cumsum(held.sum(axis=1))]).astype(np.int64)
    esteem = mentor_view[rows, order] * (n + 1) + lucky_mentee[:, None]
    return Views(indptr, order[held].astype(np.int64), esteem[held].astype(np.int64))


def defer(indptr, cols, esteem, owner, wants, capacity, start, heap, size):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Deferred acceptance; `heap` keeps each mentor's entries from `start` on, the least esteemed first."""
    n = len(indptr) - 1
    at = indptr[:-1].copy()
    stack = np.arange(n)[::-1].copy()
    waiting = np.ones(n, dtype=np.bool_)
    height = n
    while height > 0:
        height -= 1
        i = stack[height]
        waiting[i] = False
        while wants[i] > 0 and at[i] < indptr[i + 1]:
            e = at[i]
            at[i] += 1
            j, base = cols[e], start[cols[e]]
            if capacity[j] == 0 or (size[j] == capacity[j] and esteem[heap[base]] > esteem[e]):
                continue
            wants[i] -= 1
            if size[j] < capacity[j]:
                k = size[j]
                size[j] += 1
                while k > 0 and esteem[heap[base + (k - 1) // 2]] > esteem[e]:
                    heap[base + k] = heap[base + (k - 1) // 2]
                    k = (k - 1) // 2
                heap[base + k] = e
                continue
            loser = owner[heap[base]]
            k = 0
            while 2 * k + 1 < size[j]:
                child = 2 * k + 1
                if child + 1 < size[j] and esteem[heap[base + child + 1]] < esteem[heap[base + child]]:
                    child += 1
                if esteem[heap[base + child]] >= esteem[e]:
                    break
                heap[base + k] = heap[base + child]
                k = child
            heap[base + k] = e
            wants[loser] += 1
            if loser != i and not waiting[loser]:
                stack[height] = loser
                waiting[loser] = True
                height += 1


@cache
def _compiled() -> Callable[..., None]:
    from numba import njit  # noqa: PLC0415 - small pools do without it

    return njit(cache=True, nogil=True)(defer)  # type: ignore[no-any-return]


def deferred_acceptance(views: Views, wants: IntArray, capacity: IntArray) -> IntArray:
    """The stable pairs, shape (k, 2), sorted; `wants` and `capacity` are the places on the two sides."""
    start = np.concatenate([[0], np.cumsum(capacity)[:-1]]).astype(np.int64)[: len(capacity)]
    heap = np.zeros(int(capacity.sum()) + 1, dtype=np.int64)
    size = np.zeros(len(capacity), dtype=np.int64)
    rows = views.rows
    run = defer if len(views.cols) < COMPILED_FROM else _compiled()
    run(views.indptr, views.cols, views.esteem, rows, wants.astype(np.int64), capacity, start, heap, size)
    slots = np.repeat(start, size) + _counted(size)
    held = np.sort(heap[slots])
    pairs = np.stack([rows[held], views.cols[held]], axis=1)
    ordered: IntArray = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return ordered


def _counted(size: IntArray) -> IntArray:
    """0, 1, ... for each mentor in turn."""
    ends = np.cumsum(size)
    return np.arange(int(size.sum())) - np.repeat(ends - size, size)


def blocking_pairs(
    mentee_view: IntArray,
    mentor_view: IntArray,
    allowed: BoolArray,
    pairs: IntArray,
    wants: IntArray,
    capacity: IntArray,
) -> IntArray:
    """Allowed pairs, not matched, that both sides strictly prefer to what they have; shape (k, 2).

    Looks at every pair and shares nothing with the solver but the tables of points.
    """
    n, m = allowed.shape
    matched = np.zeros((n, m), dtype=np.bool_)
    matched[pairs[:, 0], pairs[:, 1]] = True
    lowest = np.iinfo(np.int64).max
    worst_row = np.where(matched, mentee_view, lowest).min(axis=1, initial=lowest)
    worst_col = np.where(matched, mentor_view, lowest).min(axis=0, initial=lowest)
    free_row, free_col = matched.sum(axis=1) < wants, matched.sum(axis=0) < capacity
    row_would = (wants > 0)[:, None] & (free_row[:, None] | (mentee_view > worst_row[:, None]))
    col_would = (capacity > 0)[None, :] & (free_col[None, :] | (mentor_view > worst_col[None, :]))
    return np.argwhere(allowed & ~matched & row_would & col_would)


def each_view(problem: Problem, points: IntArray) -> tuple[IntArray, IntArray]:
    """Both sides' tables (mentees, mentors): those somebody ranked come first, in that order, then by points."""
    views = []
    for ranks, by_mentee in ((problem.pool.mentee_ranks, True), (problem.pool.mentor_ranks, False)):
        view = points.astype(np.int64)
        rows, cols = (ranks.rows, ranks.cols) if by_mentee else (ranks.cols, ranks.rows)
        most = int(ranks.ranks.max(initial=0))
        view[rows, cols] = (POINTS + 1) * (2 + most - ranks.ranks) + view[rows, cols]
        views.append(view)
    return views[0], views[1]


def solve_stable(
    problem: Problem, scoring: Scoring, *, seed: int = 0, progress: Progress | None = None
) -> Result:
    """The objective `stable`: the stable pairs that are best for the mentees, checked for blocking pairs.

    Preferences are the ranks people gave, then the score. Kept pairs stay and take their places first. Raises
    `InputError` when kept pairs contradict a rule or a capacity. Memory: a few tables of mentees x mentors.
    """
    from pairwell.matching.assemble import build_result  # noqa: PLC0415 - it imports the solvers
    from pairwell.matching.limits import find_limits  # noqa: PLC0415 - only when a whole problem is solved

    tell = progress or (lambda phase, done, total: None)
    started = time.perf_counter()
    tell("scoring", 0, 1)
    points, allowed = whole_grid(scoring)  # first: it settles which fallbacks hold, which kept pairs go by
    limits = find_limits(problem, scoring)
    allowed = allowed.copy()
    allowed[limits.keep[:, 0], limits.keep[:, 1]] = False
    wants, capacity = limits.first + limits.rest, limits.capacity - limits.held
    scored = time.perf_counter()
    tell("stable", 0, 1)
    mine, theirs = each_view(problem, points)
    pairs = deferred_acceptance(views_from_scores(mine, theirs, allowed, seed), wants, capacity)
    solved = time.perf_counter()
    blocking = blocking_pairs(mine, theirs, allowed, pairs, wants, capacity)
    proof: dict[str, Any] = {
        "kind": "stable",
        "holds": len(blocking) == 0,
        "blocking_pairs": len(blocking),
        "pairs": int(points.size),
    }
    pairs = np.concatenate([limits.keep, pairs])
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    times = {"scoring": scored - started, "stable": solved - scored, "checking": time.perf_counter() - solved}
    unused = "Minimum loads are not used: a stable result leaves no room for another aim."
    notes = (unused,) if (limits.minimum > 0).any() else ()
    return build_result(problem, scoring, pairs, certificate=proof, times=times, notes=notes)


def whole_grid(scoring: Scoring) -> tuple[IntArray, BoolArray]:
    """All points and whether allowed, (mentees, mentors), also of pools too large for `Scoring.grid`."""
    if scoring.small:
        return scoring.grid()
    scoring.best(1)  # settles which fallbacks hold for whom
    points = np.empty((scoring.mentees, scoring.mentors), dtype=np.int64)
    allowed = np.empty(points.shape, dtype=np.bool_)
    step = max(1, (1 << 20) // max(1, scoring.mentors))
    for start in range(0, scoring.mentees, step):
        rows = np.arange(start, min(start + step, scoring.mentees))
        flat, cols = np.repeat(rows, scoring.mentors), np.tile(np.arange(scoring.mentors), len(rows))
        points[rows] = scoring.exact(flat, cols).reshape(len(rows), -1)
        allowed[rows] = scoring.allowed(flat, cols).reshape(len(rows), -1)
    return points, allowed
