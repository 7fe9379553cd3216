"""All criteria folded into two float32 matrices, scored by blocks on a pool of threads.

Blocks have a fixed size whatever the number of threads, so the lists are the same bit for bit.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from pairwell.matching.blas import one_blas_thread
from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.criteria.terms import FloatMatrix, Term
from pairwell.matching.packing import Packed
from pairwell.matching.result import POINTS

ROWS, COLS = 1024, 2048
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Folded:
    """`left` (mentees, K) @ `right` (mentors, K).T is the score in points, wrong by at most `slack`.

    `extra_*` are sparse additions by rows (compressed); `loose` are terms that cannot be folded.
    """

    left: FloatMatrix
    right: FloatMatrix
    extra_at: IntArray
    extra_cols: IntArray
    extra_points: FloatMatrix
    loose: tuple[tuple[Term, IntArray], ...]
    slack: float


def fold_terms(terms: list[Term], weights: IntArray, mentors: int) -> Folded:
    """Fold every term, scaled by each mentee's weights (mentees, terms)."""
    lefts: list[FloatMatrix] = [np.zeros((len(weights), 0), dtype=np.float32)]
    rights: list[FloatMatrix] = [np.zeros((mentors, 0), dtype=np.float32)]
    loose, extras = [], []
    for index, term in enumerate(terms):
        fold, sparse = term.fold(), term.extras()
        if fold is None:
            loose.append((term, weights[:, index]))
            continue
        lefts.append(fold[0] * weights[:, index, None].astype(np.float32))
        rights.append(fold[1])
        if sparse is not None:
            extras.append((sparse[0], sparse[1], sparse[2] * weights[sparse[0], index]))
    left, right = _used(np.hstack(lefts), np.hstack(rights))
    rounding = 1.1 * (left.shape[1] + 4) * 2.0**-24 * POINTS
    return Folded(left, right, *_by_row(extras, len(weights)), tuple(loose), rounding + len(terms) + 2.0)


def _used(left: FloatMatrix, right: FloatMatrix) -> tuple[FloatMatrix, FloatMatrix]:
    used: BoolArray = np.asarray(left.any(axis=0) & right.any(axis=0))
    return np.ascontiguousarray(left[:, used]), np.ascontiguousarray(right[:, used])


def _by_row(extras: list[Any], mentees: int) -> tuple[IntArray, IntArray, FloatMatrix]:
    if not extras:
        nothing = np.zeros(0, dtype=np.int64)
        return np.zeros(mentees + 1, dtype=np.int64), nothing, nothing.astype(np.float32)
    rows, cols, points = (np.concatenate([entry[part] for entry in extras]) for part in range(3))
    order = np.lexsort((cols, rows))
    at = np.searchsorted(rows[order], np.arange(mentees + 1)).astype(np.int64)
    return at, cols[order], points[order].astype(np.float32)


def block_scores(folded: Folded, rows: IntArray, cols: IntArray, out: FloatMatrix) -> FloatMatrix:
    """Approximate points of rows x cols written into (a corner of) `out`. `cols` is strictly ascending."""
    whole = len(cols) == cols[-1] - cols[0] + 1
    right = folded.right[cols[0] : cols[-1] + 1] if whole else folded.right[cols]
    contiguous = len(rows) == rows[-1] - rows[0] + 1
    left = folded.left[rows[0] : rows[-1] + 1] if contiguous else folded.left[rows]
    block = out.reshape(-1)[: len(rows) * len(cols)].reshape(len(rows), len(cols))
    np.matmul(left, right.T, out=block)
    _add_extras(folded, rows, cols, block)
    for term, weight in folded.loose:
        shape = (len(rows), len(cols))
        points = term.values(np.repeat(rows, len(cols)), np.tile(cols, len(rows))).reshape(shape)
        block += (points * (weight[rows, None] / POINTS)).astype(np.float32)
    return block


def _add_extras(folded: Folded, rows: IntArray, cols: IntArray, block: FloatMatrix) -> None:
    if not len(folded.extra_cols):
        return
    start, stop = folded.extra_at[rows], folded.extra_at[rows + 1]
    lengths = stop - start
    at = np.repeat(np.arange(len(rows)), lengths)
    entry = np.arange(len(at)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(start, lengths)
    wanted = folded.extra_cols[entry]
    place = np.minimum(np.searchsorted(cols, wanted), len(cols) - 1)
    here = cols[place] == wanted
    np.add.at(block, (at[here], place[here]), folded.extra_points[entry[here]])


class Blocks:
    """Runs work on row blocks over threads, each with its own buffer."""

    def __init__(self, threads: int | None) -> None:
        self.threads = threads or min(len(os.sched_getaffinity(0)), 32)
        self._own = threading.local()

    def buffer(self) -> FloatMatrix:
        """This thread's block buffer."""
        held: FloatMatrix | None = getattr(self._own, "buffer", None)
        if held is None:
            held = np.empty((ROWS, COLS), dtype=np.float32)
            self._own.buffer = held
        return held

    def run(
        self, work: Callable[[IntArray], Any], rows: IntArray, tick: Callable[[int, int], None]
    ) -> list[Any]:
        """Call `work` on consecutive parts of `rows`; results in order."""
        parts = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
        done = []
        with one_blas_thread(), ThreadPoolExecutor(max_workers=self.threads) as pool:
            waiting = [pool.submit(work, part) for part in parts]
            try:
                for number, future in enumerate(waiting, start=1):
                    done.append(future.result())
                    tick(number, len(parts))
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        return done


def best_lists(
    folded: Folded, blocks: Blocks, rows: IntArray, k: int, rules: Packed, tick: Callable[[int, int], None]
) -> tuple[FloatMatrix, IntArray, IntArray]:
    """Per row of `rows` (indices into mentees): heaps of its best k, as values, columns, counts."""
    from pairwell.matching.scan import keep_best  # noqa: PLC0415 - numba is only loaded for large pools

    mentees, mentors = len(folded.left), len(folded.right)
    k = max(1, min(k, mentors))
    values = np.zeros((mentees, k), dtype=np.float32)
    cols = np.zeros((mentees, k), dtype=np.int32)
    count = np.zeros(mentees, dtype=np.int64)

    def work(part: IntArray) -> None:
        for start in range(0, mentors, COLS):
            chosen = np.arange(start, min(start + COLS, mentors))
            block = block_scores(folded, part, chosen, blocks.buffer())
            keep_best(block, part, start, -1e30, values, cols, count, rules)

    blocks.run(work, rows, tick)
    return values[rows], cols[rows].astype(np.int64), count[rows]


def violators(
    folded: Folded,
    blocks: Blocks,
    rows: IntArray,
    cols_of: Callable[[IntArray], IntArray],
    needs: tuple[float, float, Any, Any],
    per_row: int,
    rules: Packed,
) -> tuple[IntArray, IntArray, int]:
    """Index pairs that may beat the needs (scale, least, need_rows, need_cols) and pairs looked at."""
    from pairwell.matching.scan import list_violators  # noqa: PLC0415 - numba is only loaded for large pools

    scale, least, need_rows, need_cols = needs

    def work(part: IntArray) -> tuple[IntArray, IntArray, int]:
        cols, found = cols_of(part), []
        for start in range(0, len(cols), COLS):
            chosen = cols[start : start + COLS]
            block = block_scores(folded, part, chosen, blocks.buffer())
            room = min(block.size, len(part) * per_row)
            out = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
            number = list_violators(
                block, part, chosen, scale, folded.slack, least, need_rows, need_cols, *out, per_row, rules
            )
            found.append((out[0][:number].copy(), out[1][:number].copy()))
        pairs = [
            np.concatenate([f[side] for f in found]) if found else np.zeros(0, np.int64) for side in (0, 1)
        ]
        return pairs[0], pairs[1], len(part) * len(cols)

    parts = blocks.run(work, rows, lambda done, total: None)
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), 0
    return (
        np.concatenate([p[0] for p in parts]),
        np.concatenate([p[1] for p in parts]),
        sum(p[2] for p in parts),
    )
