"""The fractional relaxation of matching in a general graph: an assignment of everybody to everybody.

Each person stands on both sides (the bipartite double cover); entry (i, i) is "stays alone" and gains nothing.
The best permutation splits into single people, pairs, longer even rings and odd rings. Half its value bounds
every matching from above, and the half sums of its row and column prices are feasible duals for the general
graph (Nemhauser and Trotter 1975; Balinski 1965). The assignment is found by shortest augmenting paths on
sparse lists (Jonker and Volgenant 1987), and then every pair outside the lists is priced.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pairwell.matching.solvers.blossom import NOBODY, Ints
from pairwell.matching.solvers.heap import pop, push

Block = Callable[[int, int], NDArray[np.int64]]
OddSets = tuple[tuple[int, tuple[int, ...]], ...]
FAR = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Gains:
    """What pairing two of ``n`` people gains: ``block(a, b)`` has shape (b - a, n), below zero is forbidden.

    Symmetric, the diagonal forbidden. ``bonus`` is added for each pair, so that a bonus above the sum of all
    gains makes the number of pairs come first.
    """

    n: int
    block: Block
    bonus: int = 0
    rows: int = 256

    def starts(self) -> list[tuple[int, int]]:
        """The row ranges in which to go through all pairs."""
        return [(start, min(start + self.rows, self.n)) for start in range(0, self.n, self.rows)]


@dataclass(frozen=True)
class Cover:
    """The relaxation's optimum: ``partner`` is the permutation, ``u`` the duals in quarters of a point.

    ``u_i + u_j >= 4 * (gain_ij + bonus)`` for every allowed pair; ``sum(u) / 4`` bounds every matching.
    """

    partner: Ints
    u: Ints
    rounds: int


@dataclass
class Lists:
    """The pairs the relaxation may use so far, both ways round, and everybody with themself."""

    rows: Ints
    cols: Ints
    gain: Ints

    def add(self, rows: Ints, cols: Ints, gain: Ints) -> None:
        """Take in pairs, each both ways round; those already there stay once."""
        n = int(self.rows.max(initial=0)) + 1
        rows, cols = np.concatenate([self.rows, rows, cols]), np.concatenate([self.cols, cols, rows])
        _, first = np.unique(rows * n + cols, return_index=True)
        self.rows, self.cols = rows[first], cols[first]
        self.gain = np.concatenate([self.gain, gain, gain])[first]

    def indptr(self, n: int) -> Ints:
        """Where each row begins; the entries are sorted by row and column."""
        starts = np.zeros(n + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.rows, minlength=n), out=starts[1:])
        return starts


def relax(gains: Gains, keep: int = 12) -> Cover:
    """Solve the relaxation over all pairs: lists of ``keep``, prices, every pair checked, repeat until clean.

    The bonus comes in last, when the prices are right without it: it hardly moves them then.
    """
    n, plain = gains.n, Gains(gains.n, gains.block, 0, gains.rows)
    alone, zero = np.arange(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    lists = Lists(alone, alone, zero)
    lists.add(*cheapest(plain, (zero, zero), keep, FAR))
    alpha, beta = zero.copy(), zero.copy()
    np.maximum.at(beta, lists.cols, lists.gain // 2)
    mates = np.full((2, n), NOBODY, dtype=np.int64)
    now, rounds = plain, 0
    while True:
        rounds += 1
        assign(lists.indptr(n), lists.cols, lists.gain, alpha, beta, mates[0], mates[1])
        rows, cols, gain = cheapest(now, (alpha, beta), keep, FAR)
        if np.all(alpha[rows] + beta[cols] >= gain):
            if now is gains or gains.bonus == 0:
                return Cover(mates[0], 2 * (alpha + beta), rounds)
            now, beta = gains, beta + gains.bonus // 2
            lists.gain = np.where(lists.rows == lists.cols, 0, lists.gain + gains.bonus)
            gain = gain + gains.bonus
        lists.add(rows, cols, gain)


def cheapest(
    gains: Gains, prices: tuple[Ints, Ints], keep: int, most: int, scale: int = 1, odd_sets: OddSets = ()
) -> tuple[Ints, Ints, Ints]:
    """Per person the ``keep`` allowed partners with the least slack, at most ``most``, over all pairs.

    Slack is ``alpha_i + beta_j - scale * (gain + bonus)``, plus the dual of every odd set that holds both.
    Returns rows, columns and gains with the bonus.
    """
    found = []
    keep = max(1, min(keep, gains.n))
    for start, stop in gains.starts():
        block = gains.block(start, stop)
        row, col = _least_of_block(
            block, (prices[0][start:stop], prices[1]), keep, most, (scale, gains.bonus)
        )
        if odd_sets and len(row):
            hit = np.unique(row)
            covered = _with_odd_sets(block[hit], hit + start, scale, gains.bonus, odd_sets)
            row, col = _least_of_block(covered, (prices[0][hit + start], prices[1]), keep, most, (1, 0))
            row = hit[row]
        found.append((row + start, col, block[row, col].astype(np.int64) + gains.bonus))
    if not found:
        return (np.zeros(0, dtype=np.int64),) * 3
    rows, cols, gain = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return rows, cols, gain


def _least_of_block(
    block: Ints, prices: tuple[Ints, Ints], keep: int, most: int, scale: tuple[int, int]
) -> tuple[Ints, Ints]:
    held = np.full((len(block), keep), FAR, dtype=np.int64)
    who = np.full((len(block), keep), NOBODY, dtype=np.int64)
    keep_least(block, *prices, *scale, most, held, who)
    row, slot = np.nonzero(who >= 0)
    return row, who[row, slot]


def _with_odd_sets(block: Ints, people: Ints, scale: int, bonus: int, odd_sets: OddSets) -> Ints:
    """Scaled gains less the duals of the odd sets that hold both; below zero nothing can be violated."""
    covered = np.where(block < 0, -1, scale * (block.astype(np.int64) + bonus))
    for dual, members in odd_sets:
        inside = np.flatnonzero(np.isin(people, members))
        covered[np.ix_(inside, np.array(members))] -= dual
    return covered


@njit(cache=True, nogil=True)
def keep_least(block, alpha, beta, scale, bonus, most, held, who):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Fill ``held`` and ``who`` with the least slacks of each row, in rising order."""
    keep = held.shape[1]
    for i in range(block.shape[0]):
        base = alpha[i] - scale * bonus
        worst = min(held[i, keep - 1], most + 1)
        for j in range(block.shape[1]):
            gain = block[i, j]
            if gain < 0:
                continue
            slack = base + beta[j] - scale * gain
            if slack >= worst:
                continue
            at = keep - 1
            while at > 0 and held[i, at - 1] > slack:
                held[i, at], who[i, at] = held[i, at - 1], who[i, at - 1]
                at -= 1
            held[i, at], who[i, at] = slack, j
            worst = min(held[i, keep - 1], most + 1)


@njit(cache=True, nogil=True)
def assign(
    indptr: Ints, cols: Ints, gain: Ints, alpha: Ints, beta: Ints, row_mate: Ints, col_mate: Ints
) -> None:
    """Best assignment on sparse lists, started from column prices ``beta``; all arrays are changed in place."""
    n = len(alpha)
    for i in range(n):
        alpha[i] = -FAR
        for e in range(indptr[i], indptr[i + 1]):
            alpha[i] = max(alpha[i], gain[e] - beta[cols[e]])
    for i in range(n):
        j = row_mate[i]
        tight = False
        if j != NOBODY:
            for e in range(indptr[i], indptr[i + 1]):
                tight = tight or (cols[e] == j and alpha[i] + beta[j] == gain[e])
            if not tight:
                row_mate[i], col_mate[j] = NOBODY, NOBODY
    bid(indptr, cols, gain, alpha, beta, row_mate, col_mate, 3)
    augment_all(indptr, cols, gain, alpha, beta, row_mate, col_mate)


@njit(cache=True, nogil=True)
def bid(indptr, cols, gain, alpha, beta, row_mate, col_mate, passes):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Augmenting row reduction: free rows bid for their best column up to their second best."""
    n = len(alpha)
    for _ in range(passes):
        for first in range(n):
            i = first
            steps = 0
            while i != NOBODY and row_mate[i] == NOBODY and steps < n:
                steps += 1
                best, second, at = -FAR, -FAR, NOBODY
                for e in range(indptr[i], indptr[i + 1]):
                    value = gain[e] - beta[cols[e]]
                    if value > best:
                        best, second, at = value, best, cols[e]
                    elif value > second:
                        second = value
                if second == -FAR:
                    second = best
                loser = col_mate[at]
                if loser != NOBODY and best == second:
                    alpha[i] = best
                    break
                beta[at] += best - second
                alpha[i] = second
                row_mate[i], col_mate[at] = at, i
                if loser != NOBODY:
                    row_mate[loser] = NOBODY
                i = loser


@njit(cache=True, nogil=True)
def augment_all(indptr, cols, gain, alpha, beta, row_mate, col_mate):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Match each free row along a shortest path in reduced prices."""
    n = len(alpha)
    distance = np.full(n, FAR, dtype=np.int64)
    via = np.full(n, NOBODY, dtype=np.int64)
    done = np.zeros(n, dtype=np.bool_)
    reached = np.empty(n, dtype=np.int64)
    heap_key = np.empty(len(cols) + n + 1, dtype=np.int64)
    heap_col = np.empty(len(cols) + n + 1, dtype=np.int64)
    for source in range(n):
        if row_mate[source] != NOBODY:
            continue
        count, size = 0, 0
        i, here, sink = source, 0, NOBODY
        while sink == NOBODY:
            for e in range(indptr[i], indptr[i + 1]):
                j = cols[e]
                if done[j]:
                    continue
                far = here + alpha[i] + beta[j] - gain[e]
                if far < distance[j]:
                    if distance[j] == FAR:
                        reached[count] = j
                        count += 1
                    distance[j], via[j] = far, i
                    size = push(heap_key, heap_col, size, far, j)
            here, j, size = pop(heap_key, heap_col, size)
            while done[j]:
                here, j, size = pop(heap_key, heap_col, size)
            done[j] = True
            if col_mate[j] == NOBODY:
                sink = j
            else:
                i = col_mate[j]
        alpha[source] -= here
        for k in range(count):
            j = reached[k]
            if done[j] and j != sink:
                beta[j] += here - distance[j]
                alpha[col_mate[j]] -= here - distance[j]
        for k in range(count):
            distance[reached[k]], done[reached[k]] = FAR, False
        while sink != NOBODY:
            i = via[sink]
            before = row_mate[i]
            row_mate[i], col_mate[sink] = sink, i
            sink = before
