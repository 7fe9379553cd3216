"""Compiled inner loops over a block of approximate scores: keep the best k, or list what beats the duals.

Hard rules are tested only for entries that would be kept. Everything releases the interpreter lock.
"""

# mypy: disable-error-code="misc, no-any-return"
from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from pairwell.matching.conditions import NEED, SUBSET


@njit(cache=True, nogil=True, inline="never")
def popcount(word: Any) -> Any:
    """Number of set bits in a 64-bit word."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(cache=True, nogil=True, inline="always")
def forbidden(i: Any, j: Any, rules: Any) -> Any:
    """Whether a compiled condition (see `packing.pack_rules`) forbids the pair."""
    (
        codes_l,
        codes_r,
        codes_same,
        bits_l,
        bits_r,
        bits_meta,
        known_l,
        known_r,
        gap_l,
        gap_r,
        gap_meta,
        at,
        named,
    ) = rules
    for e in range(codes_l.shape[1]):
        a, b = codes_l[i, e], codes_r[j, e]
        if a >= 0 and b >= 0 and (a == b) == codes_same[e]:
            return True
    for e in range(gap_l.shape[1]):
        gap = gap_r[j, e] - gap_l[i, e]
        if gap < gap_meta[e, 0] or gap > gap_meta[e, 1]:
            return True
    for e in range(bits_meta.shape[0]):
        if known_l[i, e] and known_r[j, e]:
            count = 0
            for w in range(bits_meta[e, 0], bits_meta[e, 1]):
                other = bits_r[j, w]
                if bits_meta[e, 2] == SUBSET:
                    other = ~other
                count += popcount(bits_l[i, w] & other)
            if (bits_meta[e, 2] == NEED and count < bits_meta[e, 3]) or (
                bits_meta[e, 2] != NEED and count > 0
            ):
                return True
    low, high = at[i], at[i + 1]
    while low < high:
        middle = (low + high) >> 1
        if named[middle] < j:
            low = middle + 1
        else:
            high = middle
    return low < at[i + 1] and named[low] == j


@njit(cache=True, nogil=True)
def add_sparse(block: Any, rows: Any, cols: Any, lines: Any, extras: Any) -> None:
    """Add each row's lines of the table, each times its points, and its single entries.

    The block's columns are `cols`, ascending; the table's columns from `first` on belong to them in order.
    """
    at, slots, points, table, first = lines
    extra_at, extra_cols, extra_points = extras
    width = block.shape[1]
    for r in range(block.shape[0]):
        i = rows[r]
        out = block[r]
        e, stop = at[i], at[i + 1]
        while e + 4 <= stop:
            p0, p1, p2, p3 = points[e], points[e + 1], points[e + 2], points[e + 3]
            a = table[slots[e], first : first + width]
            b = table[slots[e + 1], first : first + width]
            c = table[slots[e + 2], first : first + width]
            d = table[slots[e + 3], first : first + width]
            for x in range(width):
                out[x] += (p0 * a[x] + p1 * b[x]) + (p2 * c[x] + p3 * d[x])
            e += 4
        while e < stop:
            p0 = points[e]
            a = table[slots[e], first : first + width]
            for x in range(width):
                out[x] += p0 * a[x]
            e += 1
        e, stop = extra_at[i], extra_at[i + 1]
        while e < stop and extra_cols[e] < cols[0]:
            e += 1
        while e < stop and extra_cols[e] <= cols[width - 1]:
            x = np.searchsorted(cols, extra_cols[e])
            if cols[x] == extra_cols[e]:
                out[x] += extra_points[e]
            e += 1


STRIDE = 16
"""Entries looked at together: hardly any stretch of a long row holds one that is worth keeping."""


@njit(cache=True, nogil=True)
def near_top(line: Any, wanted: int, counts: Any) -> Any:
    """A value that about `wanted` entries are above, from one in four; `counts` is room to count in."""
    low, high = line[0], line[0]
    for x in range(0, len(line), 4):
        low, high = min(low, line[x]), max(high, line[x])
    if high <= low:
        return low - np.float32(1)
    counts[:] = 0
    scale = np.float32(len(counts) - 1) / (high - low)
    for x in range(0, len(line), 4):
        counts[np.int64((line[x] - low) * scale)] += 1
    bucket, above = len(counts), 0
    while 4 * above < wanted and bucket > 0:
        bucket -= 1
        above += counts[bucket]
    # One bucket lower, so that rounding can not put an entry on the wrong side.
    return low + np.float32(bucket - 1) / scale


@njit(cache=True, nogil=True)
def keep_best(
    block: Any,
    rows: Any,
    first_col: int,
    least: float,
    values: Any,
    cols: Any,
    count: Any,
    rules: Any,
) -> None:
    """Fold one block (rows x columns from `first_col`) into the rows' heaps of best values.

    `values` and `cols` (n, k) are min-heaps by value, `count` (n,) says how many are in. A row's first block
    is gone through in two parts: what is near its top, then the rest, should the heap not be full by then.
    """
    k = values.shape[1]
    counts = np.empty(256, dtype=np.int32)
    for r in range(block.shape[0]):
        i = rows[r]
        line = block[r]
        top, bottom = np.float32(np.inf), np.float32(least)
        if count[i] == 0 and len(line) >= 8 * k:
            bottom = max(bottom, near_top(line, k + k // 2, counts))
        while True:
            count[i] = keep_between(line, i, first_col, top, bottom, values, cols, count[i], rules)
            if count[i] == k or bottom <= least:
                break
            top, bottom = bottom, np.float32(least)


@njit(cache=True, nogil=True)
def keep_between(
    line: Any, i: int, first_col: int, top: Any, bottom: Any, values: Any, cols: Any, held: int, rules: Any
) -> Any:
    """Take a row's allowed entries above `bottom` and up to `top` into its heap; returns how many are held."""
    k = values.shape[1]
    bar = max(values[i, 0], bottom) if held == k else bottom
    c, fresh = 0, 0
    while c < len(line):
        if c >= fresh:
            fresh = c + STRIDE
            if fresh <= len(line):
                above = 0
                for x in range(c, fresh):
                    above += line[x] > bar
                if above == 0:
                    c = fresh
                    continue
        s = line[c]
        j = first_col + c
        c += 1
        if s <= bar or s > top or forbidden(i, j, rules):
            continue
        if held < k:
            at = held
            held += 1
            while at > 0:
                parent = (at - 1) >> 1
                if values[i, parent] <= s:
                    break
                values[i, at], cols[i, at] = values[i, parent], cols[i, parent]
                at = parent
        else:
            at = 0
            while True:
                child = 2 * at + 1
                if child >= k:
                    break
                if child + 1 < k and values[i, child + 1] < values[i, child]:
                    child += 1
                if values[i, child] >= s:
                    break
                values[i, at], cols[i, at] = values[i, child], cols[i, child]
                at = child
        values[i, at], cols[i, at] = s, j
        if held == k:
            bar = max(values[i, 0], bottom)
    return held


@njit(cache=True, nogil=True)
def list_violators(
    block: Any,
    rows: Any,
    cols: Any,
    scale: float,
    slack: float,
    least: float,
    need_rows: Any,
    need_cols: Any,
    out_rows: Any,
    out_cols: Any,
    per_row: int,
    rules: Any,
) -> Any:
    """Pairs with score + slack at least `least` and scale x (score + slack) above need_rows + need_cols.

    At most `per_row` per row; returns how many were written.
    """
    found = 0
    for r in range(block.shape[0]):
        i = rows[r]
        need = need_rows[i]
        mine = 0
        for c in range(block.shape[1]):
            s = np.float64(block[r, c]) + slack
            j = cols[c]
            if s >= least and scale * s > need + need_cols[j] and not forbidden(i, j, rules):
                out_rows[found], out_cols[found] = i, j
                found += 1
                mine += 1
                if mine == per_row:
                    break
    return found


@njit(cache=True, nogil=True)
def dot_rows(left: Any, right: Any, rows: Any, cols: Any) -> Any:
    """Products of pairs of whole-number rows, exact."""
    found = np.empty(len(rows), dtype=np.int64)
    for e in range(len(rows)):
        a, b = left[rows[e]], right[cols[e]]
        total = np.int64(0)
        for x in range(len(a)):
            total += np.int64(a[x]) * np.int64(b[x])
        found[e] = total
    return found


@njit(cache=True, nogil=True)
def share_rows(indptr: Any, slots: Any, weights: Any, supply: Any, rows: Any, cols: Any) -> Any:
    """Sums over what each pair's mentee listed, weight times what the mentor gives, exact."""
    found = np.empty(len(rows), dtype=np.int64)
    for e in range(len(rows)):
        give = supply[cols[e]]
        total = 0
        for x in range(indptr[rows[e]], indptr[rows[e] + 1]):
            total += weights[x] * give[slots[x]]
        found[e] = total
    return found
