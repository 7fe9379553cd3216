"""Criteria of other shapes: meaning of texts, mutual preference, style, and a constant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairwell.matching.columns import VECTOR_SCALE, BoolArray, IntArray, Text
from pairwell.matching.criteria.terms import (
    COMPILED_FROM,
    NEUTRAL,
    Fold,
    Term,
    blended,
    joined,
    neutral_fold,
    rounded_share,
)
from pairwell.matching.pool import Ranks
from pairwell.matching.result import POINTS

SHORTEST_LIST = 5
"""Ranks are read as if everybody had at least this many places: the second of two is still a good choice."""


@dataclass(frozen=True, eq=False)
class MeaningTerm:
    """(1 + cosine) / 2 of two embeddings, from whole-number vectors, so that it is exact."""

    left: NDArray[np.int16]
    right: NDArray[np.int16]
    known_rows: BoolArray
    known_cols: BoolArray

    def values(self, rows: IntArray, cols: IntArray) -> IntArray:
        """See `Term.values`. Float64 products of whole numbers below 2^53 are exact."""
        one = VECTOR_SCALE * VECTOR_SCALE
        points = rounded_share(self._products(rows, cols) + one, 2 * one)
        return np.where(self.known(rows, cols), np.clip(points, 0, POINTS), NEUTRAL)

    def _products(self, rows: IntArray, cols: IntArray) -> IntArray:
        """The same whole numbers three ways: a whole table, compiled for very many pairs, or pair by pair."""
        if 2 * len(rows) >= len(self.left) * len(self.right):
            table = self.left.astype(np.float64) @ self.right.astype(np.float64).T
            return table[rows, cols].astype(np.int64)
        if len(rows) >= COMPILED_FROM:
            from pairwell.matching.scan import dot_rows  # noqa: PLC0415 - numba is only loaded for many pairs

            products: IntArray = dot_rows(self.left, self.right, rows, cols)
            return products
        return np.einsum("ij,ij->i", self.left[rows].astype(np.float64), self.right[cols]).astype(np.int64)

    def known(self, rows: IntArray, cols: IntArray) -> BoolArray:
        """See `Term.known`."""
        return self.known_rows[rows] & self.known_cols[cols]

    def fold(self) -> Fold:
        """See `Term.fold`; the constant half of known pairs rides on one more column."""
        left = (self.left / np.float32(2 * VECTOR_SCALE)).astype(np.float32)
        right = (self.right / np.float32(VECTOR_SCALE)).astype(np.float32)
        left[~self.known_rows] = 0
        right[~self.known_cols] = 0
        half = np.full((len(left), 1), 0.5, dtype=np.float32), np.ones((len(right), 1), dtype=np.float32)
        return joined((left, right), half)

    def extras(self) -> None:
        """Nothing sparse."""


def meaning(left: Text, right: Text) -> MeaningTerm:
    """Similarity of the mentee's text with the mentor's; everybody neutral when two models were used."""
    if left.vectors is None or right.vectors is None or left.vectors.shape[1] != right.vectors.shape[1]:
        nobody = np.zeros(len(left), dtype=np.bool_), np.zeros(len(right), dtype=np.bool_)
        empty = np.zeros((len(left), 0), dtype=np.int16), np.zeros((len(right), 0), dtype=np.int16)
        return MeaningTerm(*empty, *nobody)
    return MeaningTerm(left.vectors, right.vectors, left.known, right.known)


@dataclass(frozen=True, eq=False)
class PreferenceTerm:
    """Both sides' ranks: `share` points of the mentee's view, the rest of the mentor's.

    A view is (c - rank + 1) / c with c the length of the list (at least five), 0 for somebody not
    listed, and neutral where a person ranked nobody. `codes` are row * width + column, ascending.
    """

    codes_rows: IntArray
    points_rows: IntArray
    codes_cols: IntArray
    points_cols: IntArray
    asked_rows: BoolArray
    asked_cols: BoolArray
    share: int

    def values(self, rows: IntArray, cols: IntArray) -> IntArray:
        """See `Term.values`."""
        code = rows * len(self.asked_cols) + cols
        first = np.where(self.asked_rows[rows], _found(self.codes_rows, self.points_rows, code), NEUTRAL)
        second = np.where(self.asked_cols[cols], _found(self.codes_cols, self.points_cols, code), NEUTRAL)
        return blended(first, second, self.share)

    def known(self, rows: IntArray, cols: IntArray) -> BoolArray:
        """Known when either of them ranked anybody."""
        return self.asked_rows[rows] | self.asked_cols[cols]

    def fold(self) -> Fold:
        """The neutral views; ranked pairs are in `extras`."""
        mine, theirs = self.share / POINTS / 2, (POINTS - self.share) / POINTS / 2
        left = np.stack([mine * ~self.asked_rows, np.ones(len(self.asked_rows))], axis=1)
        right = np.stack([np.ones(len(self.asked_cols)), theirs * ~self.asked_cols], axis=1)
        return left.astype(np.float32), right.astype(np.float32)

    def extras(self) -> tuple[IntArray, IntArray, NDArray[np.float64]]:
        """What each ranked pair gains over the fold."""
        codes = np.union1d(self.codes_rows, self.codes_cols)
        rows, cols = np.divmod(codes, max(len(self.asked_cols), 1))
        share = self.share / POINTS
        gain = share * _found(self.codes_rows, self.points_rows, codes)
        gain = gain + (1 - share) * _found(self.codes_cols, self.points_cols, codes)
        return rows, cols, gain / POINTS


def _found(codes: IntArray, points: IntArray, wanted: IntArray) -> IntArray:
    if not len(codes):
        return np.zeros(len(wanted), dtype=np.int64)
    at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    return np.where(codes[at] == wanted, points[at], 0)


def mutual_preference(mentees: Ranks, mentors: Ranks, share: float) -> PreferenceTerm:
    """See `PreferenceTerm`; `share` (0..1) is how much the mentee's view counts."""
    width = max(len(mentors.counts), 1)
    codes_rows, points_rows = _listed(mentees, mentees.rows * width + mentees.cols)
    codes_cols, points_cols = _listed(mentors, mentors.cols * width + mentors.rows)
    return PreferenceTerm(
        codes_rows,
        points_rows,
        codes_cols,
        points_cols,
        mentees.counts > 0,
        mentors.counts > 0,
        round(share * POINTS),
    )


def _listed(ranks: Ranks, codes: IntArray) -> tuple[IntArray, IntArray]:
    length = np.maximum(ranks.counts[ranks.rows], SHORTEST_LIST)
    points = rounded_share(length - ranks.ranks + 1, length)
    order = np.argsort(codes, kind="stable")
    return codes[order], points[order]


@dataclass(frozen=True, eq=False)
class BlendTerm:
    """Two terms in a fixed proportion; `share` points of the first."""

    first: Term
    second: Term
    share: int

    def values(self, rows: IntArray, cols: IntArray) -> IntArray:
        """See `Term.values`."""
        return blended(self.first.values(rows, cols), self.second.values(rows, cols), self.share)

    def known(self, rows: IntArray, cols: IntArray) -> BoolArray:
        """Known when both parts are."""
        return self.first.known(rows, cols) & self.second.known(rows, cols)

    def fold(self) -> Fold | None:
        """Both folds, scaled."""
        first, second = self.first.fold(), self.second.fold()
        if first is None or second is None:
            return None
        part = np.float32(self.share / POINTS)
        return joined((first[0] * part, first[1]), (second[0] * (np.float32(1) - part), second[1]))

    def extras(self) -> None:
        """Nothing sparse."""


@dataclass(frozen=True, eq=False)
class NeutralTerm:
    """A criterion that nobody answered."""

    mentees: int
    mentors: int

    def values(self, rows: IntArray, cols: IntArray) -> IntArray:
        """Neutral everywhere."""
        return np.full(len(rows), NEUTRAL, dtype=np.int64)

    def known(self, rows: IntArray, cols: IntArray) -> BoolArray:
        """Nowhere."""
        return np.zeros(len(rows), dtype=np.bool_)

    def fold(self) -> Fold:
        """See `Term.fold`."""
        return neutral_fold(np.zeros(self.mentees, dtype=np.bool_), np.zeros(self.mentors, dtype=np.bool_))

    def extras(self) -> None:
        """Nothing sparse."""
