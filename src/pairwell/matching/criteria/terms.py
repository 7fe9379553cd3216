"""What every compiled criterion offers, and the helpers they share.

A term gives a value per (mentee, mentor) pair in whole points: 0 to `POINTS` for 0.0 to 1.0. Whole
numbers make the score the same on every machine, in any order of summing. `fold` gives the same value
as a product of two float32 matrices (nearly, up to rounding); a term that cannot be folded gives blocks.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pairwell.matching.columns import BoolArray, Category, IntArray, Multi
from pairwell.matching.result import POINTS

FloatMatrix = NDArray[np.float32]
Fold = tuple[FloatMatrix, FloatMatrix]
NEUTRAL = POINTS // 2
"""The value of a pair when an answer is missing."""
COMPILED_FROM = 1 << 14
"""From this many pairs on, sums over what people listed are worth compiled code."""


class Term(Protocol):
    """One compiled criterion."""

    def values(self, rows: IntArray, cols: IntArray) -> IntArray:
        """Points of index pairs; `rows` and `cols` have the same shape (k,)."""

    def known(self, rows: IntArray, cols: IntArray) -> BoolArray:
        """Whether the value rests on answers, shape (k,)."""

    def fold(self) -> Fold | None:
        """A (mentees, K) and B (mentors, K) with A @ B.T close to the value as a share of one, or None."""

    def extras(self) -> tuple[IntArray, IntArray, NDArray[np.float64]] | None:
        """Sparse additions to the fold, as (rows, cols, share of one), or None."""


def rounded_share(part: IntArray, whole: IntArray | int) -> IntArray:
    """Points of part / whole, rounded half up, in whole numbers."""
    result: IntArray = (2 * POINTS * part + whole) // (2 * np.maximum(whole, 1))
    return result


def to_points(values: NDArray[np.float64]) -> IntArray:
    """Points of float shares of one, rounded half up."""
    return np.floor(values * POINTS + 0.5).astype(np.int64)


def blended(first: IntArray, second: IntArray, share: int) -> IntArray:
    """`share` points of the first value and the rest of the second, rounded half up."""
    result: IntArray = (share * first + (POINTS - share) * second + POINTS // 2) // POINTS
    return result


def neutral_fold(known_rows: BoolArray, known_cols: BoolArray) -> Fold:
    """Columns that add the neutral value wherever either side did not answer."""
    half = NEUTRAL / POINTS
    left = np.stack([half * ~known_rows, half * known_rows], axis=1).astype(np.float32)
    right = np.stack([np.ones(len(known_cols)), ~known_cols], axis=1).astype(np.float32)
    return left, right


def joined(*folds: Fold) -> Fold:
    """Several folds side by side: their values add up."""
    return np.hstack([fold[0] for fold in folds]), np.hstack([fold[1] for fold in folds])


def shared_codes(left: Category, right: Category) -> tuple[IntArray, IntArray, int]:
    """Codes of two category columns in one vocabulary; -1 where missing."""
    labels = {label: code for code, label in enumerate(sorted({*left.labels, *right.labels}))}
    return _recoded(left, labels), _recoded(right, labels), len(labels)


def _recoded(column: Category, labels: dict[str, int]) -> IntArray:
    table = np.array([*(labels[label] for label in column.labels), -1], dtype=np.int64)
    return table[column.codes]


def as_multi(column: Multi | Category) -> Multi:
    """A category column as lists of at most one label."""
    if isinstance(column, Multi):
        return column
    indptr = np.concatenate([[0], np.cumsum(column.known)]).astype(np.int64)
    return Multi(known=column.known, indptr=indptr, codes=column.codes[column.known], labels=column.labels)


def entry_rows(column: Multi) -> IntArray:
    """The row of every entry of a compressed column."""
    return np.repeat(np.arange(len(column), dtype=np.int64), np.diff(column.indptr))


def membership(column: Multi, labels: tuple[str, ...]) -> BoolArray:
    """Boolean (rows, labels): which of `labels` each row holds."""
    place = {label: code for code, label in enumerate(labels)}
    table = np.array([place.get(label, -1) for label in column.labels], dtype=np.int64)
    held = np.zeros((len(column), len(labels) + 1), dtype=np.bool_)
    if len(column.codes):
        held[entry_rows(column), table[column.codes]] = True
    return held[:, : len(labels)]
