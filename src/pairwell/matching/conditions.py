"""The few primitive tests that every hard rule is compiled to.

`broken(rows, cols)` broadcasts: flat index arrays of the same length, or `rows[:, None]` against
`cols[None, :]` for a whole block. Missing answers never break a condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairwell.matching.columns import BoolArray, Category, Hours, IntArray, Languages, Multi, Number
from pairwell.matching.criteria.terms import as_multi, entry_rows, shared_codes

Words = NDArray[np.uint64]
NEED, NONE, SUBSET = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Codes:
    """Breaks when both codes are known (>= 0) and equal (`forbid_same`), or known and different."""

    left: IntArray
    right: IntArray
    forbid_same: bool

    def broken(self, rows: Any, cols: Any) -> BoolArray:
        """See the module."""
        a, b = self.left[rows], self.right[cols]
        result: BoolArray = (a >= 0) & (b >= 0) & ((a == b) == self.forbid_same)
        return result


@dataclass(frozen=True, eq=False)
class Bits:
    """Tests shared bits: NEED at least `least` of them, NONE at all, or SUBSET (the mentor has all)."""

    left: Words
    right: Words
    known_rows: BoolArray
    known_cols: BoolArray
    mode: int
    least: int

    def broken(self, rows: Any, cols: Any) -> BoolArray:
        """See the module."""
        count: Any = 0
        for word in range(self.left.shape[1]):
            a, b = self.left[rows, word], self.right[cols, word]
            count = count + np.bitwise_count(a & (~b if self.mode == SUBSET else b)).astype(np.int64)
        broke = count < self.least if self.mode == NEED else count > 0
        result: BoolArray = broke & self.known_rows[rows] & self.known_cols[cols]
        return result


@dataclass(frozen=True, eq=False)
class Gap:
    """Breaks when mentor minus mentee is below `least` or above `most`."""

    left: NDArray[np.float64]
    right: NDArray[np.float64]
    known_rows: BoolArray
    known_cols: BoolArray
    least: float
    most: float

    def broken(self, rows: Any, cols: Any) -> BoolArray:
        """See the module."""
        gap = self.right[cols] - self.left[rows]
        result: BoolArray = (
            ((gap < self.least) | (gap > self.most)) & self.known_rows[rows] & self.known_cols[cols]
        )
        return result


@dataclass(frozen=True, eq=False)
class Listed:
    """Breaks for named pairs; `codes` are row * width + column, ascending and unique."""

    codes: IntArray
    width: int

    def broken(self, rows: Any, cols: Any) -> BoolArray:
        """See the module."""
        wanted = rows * self.width + cols
        if not len(self.codes):
            return np.zeros(wanted.shape, dtype=np.bool_)
        at = np.minimum(np.searchsorted(self.codes, wanted), len(self.codes) - 1)
        result: BoolArray = self.codes[at] == wanted
        return result


@dataclass(frozen=True)
class LeastScore:
    """Breaks when the pair's score is below `points`; the scoring looks at it, it needs no columns."""

    points: int


Condition = Codes | Bits | Gap | Listed | LeastScore


def codes_condition(left: Category, right: Category, *, forbid_same: bool) -> Codes:
    """Compare two category columns."""
    a, b, _ = shared_codes(left, right)
    return Codes(a, b, forbid_same)


def label_codes(column: Category, labels: tuple[str, ...]) -> IntArray:
    """A category column coded by a given list of labels; -1 for others."""
    place = {label: code for code, label in enumerate(labels)}
    table = np.array([*(place.get(label, -1) for label in column.labels), -1], dtype=np.int64)
    return table[column.codes]


def bits_condition(
    left: Multi | Category, right: Multi | Category, mode: int, least: int, level: int = 1
) -> Bits:
    """Compare two label columns; languages count from fluency `level` up.

    Somebody whose list is empty, or whose languages are all below `level`, has answered: none fits.
    """
    a, b = as_multi(left), as_multi(right)
    labels = tuple(sorted({*a.labels, *b.labels}))
    return Bits(_packed(a, labels, level), _packed(b, labels, level), a.known, b.known, mode, least)


def _packed(column: Multi, labels: tuple[str, ...], level: int) -> Words:
    words = max(1, -(-len(labels) // 64))
    bits = np.zeros((len(column), words * 64), dtype=np.bool_)
    place = {label: code for code, label in enumerate(labels)}
    table = np.array([place[label] for label in column.labels], dtype=np.int64)
    if len(column.codes):
        enough = (
            column.levels >= level
            if isinstance(column, Languages)
            else np.ones(len(column.codes), dtype=bool)
        )
        bits[entry_rows(column)[enough], table[column.codes[enough]]] = True
    return pack(bits)


def pack(bits: BoolArray) -> Words:
    """Boolean (n, 64 w) to words (n, w)."""
    packed = np.packbits(bits, axis=1, bitorder="little")
    return np.ascontiguousarray(packed).view("<u8").astype(np.uint64)


def hours_condition(left: Hours, right: Hours, least: int) -> Bits:
    """At least `least` weekly hours in common."""
    pad = ((0, 0), (0, 192 - left.slots.shape[1]))
    a, b = pack(np.pad(left.slots, pad)), pack(np.pad(right.slots, pad))
    return Bits(a, b, left.known, right.known, NEED, least)


def gap_condition(left: Number, right: Number, least: float, most: float) -> Gap:
    """Bounds on mentor minus mentee."""
    return Gap(left.values, right.values, left.known, right.known, least, most)


def listed_condition(pairs: IntArray, width: int) -> Listed:
    """Named pairs, shape (k, 2)."""
    return Listed(np.unique(pairs[:, 0] * max(width, 1) + pairs[:, 1]), max(width, 1))
