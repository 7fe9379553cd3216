"""Folded criteria scored by blocks on a pool of threads: the best lists, and what beats given prices.

Blocks have a fixed size whatever the number of threads, so the lists are the same bit for bit.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from pairwell.matching.blas import one_blas_thread
from pairwell.matching.columns import IntArray
from pairwell.matching.criteria.terms import FloatMatrix
from pairwell.matching.folding import Folded
from pairwell.matching.packing import Packed
from pairwell.matching.result import POINTS

ROWS, COLS = 1024, 2048


def block_scores(folded: Folded, rows: IntArray, cols: IntArray, out: FloatMatrix) -> FloatMatrix:
    """Approximate points of rows x cols written into (a corner of) `out`. `cols` is strictly ascending."""
    from pairwell.matching.scan import add_sparse  # noqa: PLC0415 - numba is only loaded for large pools

    whole = len(cols) == cols[-1] - cols[0] + 1
    right = folded.right[cols[0] : cols[-1] + 1] if whole else folded.right[cols]
    table = folded.table if whole else np.ascontiguousarray(folded.table[:, cols])
    contiguous = len(rows) == rows[-1] - rows[0] + 1
    left = folded.left[rows[0] : rows[-1] + 1] if contiguous else folded.left[rows]
    block = out.reshape(-1)[: len(rows) * len(cols)].reshape(len(rows), len(cols))
    np.matmul(left, right.T, out=block)
    lines = (folded.at, folded.slots, folded.points, table, cols[0] if whole else 0)
    add_sparse(block, rows, cols, lines, (folded.extra_at, folded.extra_cols, folded.extra_points))
    for term, weight in folded.loose:
        shape = (len(rows), len(cols))
        points = term.values(np.repeat(rows, len(cols)), np.tile(cols, len(rows))).reshape(shape)
        block += (points * (weight[rows, None] / POINTS)).astype(np.float32)
    return block


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
        with one_blas_thread():
            return self.each(work, parts, tick)

    def each(
        self,
        work: Callable[[Any], Any],
        parts: Sequence[Any],
        tick: Callable[[int, int], None] = lambda done, total: None,
    ) -> list[Any]:
        """Call `work` on every part, over threads when there are several; results in order."""
        if len(parts) < 2:
            return [work(part) for part in parts]
        done = []
        with ThreadPoolExecutor(max_workers=self.threads) as pool:
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

    mentees, mentors = folded.mentees, folded.mentors
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
