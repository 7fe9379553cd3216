"""Criteria that depend on one key per side: a small table of points over the distinct keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairwell.matching.columns import BoolArray, Category, Hours, IntArray, Languages, Number
from pairwell.matching.criteria.terms import (
    NEUTRAL,
    Fold,
    joined,
    neutral_fold,
    rounded_share,
    shared_codes,
    to_points,
)
from pairwell.matching.result import POINTS

MOST_KEYS = 256
"""A table with more distinct keys than this on both sides is not folded."""
Compare = Callable[[IntArray, IntArray], IntArray]


@dataclass(frozen=True, eq=False)
class KeyTerm:
    """value = compare(key of the mentee, key of the mentor), over distinct keys 0..U-1 of each side.

    `compare` takes key arrays that broadcast against each other and returns points.
    """

    keys_rows: IntArray
    keys_cols: IntArray
    count_rows: int
    count_cols: int
    compare: Compare
    known_rows: BoolArray
    known_cols: BoolArray

    def values(self, rows: IntArray, cols: IntArray) -> IntArray:
        """See `Term.values`."""
        a, b = self.keys_rows[rows], self.keys_cols[cols]
        if self.count_rows * self.count_cols <= len(rows):
            table = self.compare(np.arange(self.count_rows)[:, None], np.arange(self.count_cols)[None, :])
            points = table[a, b]
        else:
            points = self.compare(a, b)
        return np.where(self.known(rows, cols), points, NEUTRAL)

    def known(self, rows: IntArray, cols: IntArray) -> BoolArray:
        """See `Term.known`."""
        return self.known_rows[rows] & self.known_cols[cols]

    def fold(self) -> Fold | None:
        """One-hot keys of the side with fewer of them against the table's other side."""
        if not len(self.keys_rows) or not len(self.keys_cols):
            return neutral_fold(self.known_rows, self.known_cols)
        if min(self.count_rows, self.count_cols) > MOST_KEYS:
            return None
        if self.count_rows <= self.count_cols:
            left = one_hot(self.keys_rows, self.count_rows)
            table = self.compare(np.arange(self.count_rows)[None, :], np.arange(self.count_cols)[:, None])
            right = (table[self.keys_cols] / POINTS).astype(np.float32)
        else:
            right = one_hot(self.keys_cols, self.count_cols)
            table = self.compare(np.arange(self.count_rows)[:, None], np.arange(self.count_cols)[None, :])
            left = (table[self.keys_rows] / POINTS).astype(np.float32)
        left[~self.known_rows] = 0
        right[~self.known_cols] = 0
        return joined((left, right), neutral_fold(self.known_rows, self.known_cols))

    def extras(self) -> None:
        """Nothing sparse."""


def one_hot(keys: IntArray, count: int) -> NDArray[np.float32]:
    """Float32 (n, count) with a one at each row's key."""
    hot = np.zeros((len(keys), count), dtype=np.float32)
    hot[np.arange(len(keys)), keys] = 1.0
    return hot


def equality(left: Category, right: Category, *, same: bool) -> KeyTerm:
    """Full points when the labels agree (`same`) or differ (not `same`)."""
    codes_left, codes_right, count = shared_codes(left, right)

    def compare(a: IntArray, b: IntArray) -> IntArray:
        return np.where((a == b) == same, POINTS, 0).astype(np.int64)

    size = max(count, 1)
    return KeyTerm(
        np.maximum(codes_left, 0), np.maximum(codes_right, 0), size, size, compare, left.known, right.known
    )


def _numeric(left: Number, right: Number, points: Callable[[NDArray[np.float64]], IntArray]) -> KeyTerm:
    values_left, keys_left = np.unique(left.values, return_inverse=True)
    values_right, keys_right = np.unique(right.values, return_inverse=True)

    def compare(a: IntArray, b: IntArray) -> IntArray:
        return points(values_right[b] - values_left[a])

    return KeyTerm(
        keys_left.reshape(-1),
        keys_right.reshape(-1),
        len(values_left),
        len(values_right),
        compare,
        left.known,
        right.known,
    )


def seniority_gap(left: Number, right: Number, curve: list[list[float]]) -> KeyTerm:
    """Points of mentor minus mentee read from a curve: straight lines between points, flat outside."""
    return _numeric(left, right, lambda gap: to_points(on_curve(gap, curve)))


def on_curve(gap: NDArray[np.float64], curve: list[list[float]]) -> NDArray[np.float64]:
    """y0 + (y1 - y0) * ((x - x0) / (x1 - x0)), in this order of operations."""
    x, y = np.array(curve, dtype=np.float64).T
    if len(x) == 1:
        return np.full(gap.shape, y[0])
    inside = np.clip(gap, x[0], x[-1])
    at = np.clip(np.searchsorted(x, inside, side="right") - 1, 0, len(x) - 2)
    result: NDArray[np.float64] = y[at] + (y[at + 1] - y[at]) * ((inside - x[at]) / (x[at + 1] - x[at]))
    return result


def near(left: Number, right: Number, span: float) -> KeyTerm:
    """1 - |difference| / span, not below 0."""
    return _numeric(left, right, lambda gap: to_points(np.maximum(0.0, 1.0 - np.abs(gap) / span)))


def hours_overlap(left: Hours, right: Hours, enough: int) -> KeyTerm:
    """Shared weekly hours against `enough` of them, at most 1."""
    slots_left, keys_left = _different(left.slots)
    slots_right, keys_right = _different(right.slots)
    a_slots, b_slots = slots_left.astype(np.float32), slots_right.astype(np.float32)

    def compare(a: IntArray, b: IntArray) -> IntArray:
        shared = _dot(a_slots, b_slots, a, b)
        return np.minimum(POINTS, rounded_share(shared, enough))

    return KeyTerm(
        keys_left,
        keys_right,
        len(slots_left),
        len(slots_right),
        compare,
        left.known,
        right.known,
    )


def _different(slots: BoolArray) -> tuple[BoolArray, IntArray]:
    """Every week that occurs, once, in the order of its bits, and which of them is whose."""
    packed = np.packbits(slots, axis=1)
    words = packed.view(f"V{packed.shape[1]}").reshape(-1)
    _, first, keys = np.unique(words, return_index=True, return_inverse=True)
    return slots[first], keys.reshape(-1)


def _dot(left: NDArray[np.float32], right: NDArray[np.float32], a: IntArray, b: IntArray) -> IntArray:
    """Whole-number products of rows a and b (broadcasting), small enough to be exact in float32."""
    if a.ndim == 2 or b.ndim == 2:
        flipped = a.shape[0] == 1 and b.shape[1] == 1
        table = (right @ left.T) if flipped else (left @ right.T)
        return np.rint(table).astype(np.int64)
    return np.rint(np.einsum("ij,ij->i", left[a], right[b])).astype(np.int64)


def language_fluency(left: Languages, right: Languages) -> KeyTerm:
    """The best language in common: the lower of the two fluencies, of 5; 0 without one."""
    labels = tuple(sorted({*left.labels, *right.labels}))
    levels_left, keys_left = np.unique(_fluency(left, labels), axis=0, return_inverse=True)
    levels_right, keys_right = np.unique(_fluency(right, labels), axis=0, return_inverse=True)

    def compare(a: IntArray, b: IntArray) -> IntArray:
        best = np.zeros(np.broadcast_shapes(a.shape, b.shape), dtype=np.int64)
        for label in range(len(labels)):
            np.maximum(best, np.minimum(levels_left[a, label], levels_right[b, label]), out=best)
        return best * (POINTS // 5)

    return KeyTerm(
        keys_left.reshape(-1),
        keys_right.reshape(-1),
        len(levels_left),
        len(levels_right),
        compare,
        left.known,
        right.known,
    )


def _fluency(column: Languages, labels: tuple[str, ...]) -> IntArray:
    levels = np.zeros((len(column), len(labels) + 1), dtype=np.int64)
    place = np.array([labels.index(label) for label in column.labels], dtype=np.int64)
    rows = np.repeat(np.arange(len(column)), np.diff(column.indptr))
    if len(rows):
        levels[rows, place[column.codes]] = column.levels
    return levels
