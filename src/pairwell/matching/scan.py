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


@njit(cache=True, nogil=True)
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

    `values` and `cols` (n, k) are min-heaps by value, `count` (n,) says how many are in.
    """
    k = values.shape[1]
    for r in range(block.shape[0]):
        i = rows[r]
        held = count[i]
        bar = values[i, 0] if held == k else np.float32(least)
        for c in range(block.shape[1]):
            s = block[r, c]
            if s <= bar:
                continue
            j = first_col + c
            if forbidden(i, j, rules):
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
                bar = values[i, 0]
        count[i] = held


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
