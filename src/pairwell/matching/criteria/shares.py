"""Criteria that are a weighted share of what the mentee listed: needs coverage, interests, contains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairwell.matching.columns import BoolArray, Category, IntArray, Multi, Skills
from pairwell.matching.criteria.terms import (
    COMPILED_FROM,
    NEUTRAL,
    Fold,
    as_multi,
    entry_rows,
    joined,
    membership,
    neutral_fold,
    rounded_share,
)

LEVEL_UNIT = 60
"""Divisible by every level 1..5, so that held / wished is a whole number of units."""


@dataclass(frozen=True, eq=False)
class ShareTerm:
    """value = sum over the mentee's entries of weight x supply / (sum of weights x unit).

    Entries of mentee i are `indptr[i]:indptr[i + 1]` with `weights` and a `slot`; `supply` (mentors, slots)
    says how much of the slot a mentor gives, 0..unit.
    """

    indptr: IntArray
    slots: IntArray
    weights: IntArray
    supply: NDArray[np.int16]
    unit: int
    known_rows: BoolArray
    known_cols: BoolArray

    @property
    def whole(self) -> IntArray:
        """The denominator per mentee."""
        sums = np.concatenate([[0], np.cumsum(self.weights)])
        return np.asarray((sums[self.indptr[1:]] - sums[self.indptr[:-1]]) * self.unit)

    def values(self, rows: IntArray, cols: IntArray) -> IntArray:
        """See `Term.values`."""
        part = self._sums(rows, cols)
        return np.where(self.known(rows, cols), rounded_share(part, self.whole[rows]), NEUTRAL)

    def _sums(self, rows: IntArray, cols: IntArray) -> IntArray:
        """The same whole numbers three ways: a whole table, compiled for very many pairs, or entry by entry."""
        if 2 * len(rows) >= len(self.known_rows) * len(self.known_cols):
            demand = np.zeros((len(self.known_rows), self.supply.shape[1]))
            np.add.at(demand, (self._entry_rows(), self.slots), self.weights)
            return (demand @ self.supply.astype(np.float64).T)[rows, cols].astype(np.int64)
        if len(rows) >= COMPILED_FROM:
            from pairwell.matching.scan import share_rows  # noqa: PLC0415 - numba is only loaded for many pairs

            sums: IntArray = share_rows(self.indptr, self.slots, self.weights, self.supply, rows, cols)
            return sums
        lengths = np.diff(self.indptr)[rows]
        ends = np.cumsum(lengths)
        pair = np.repeat(np.arange(len(rows)), lengths)
        entry = (
            np.arange(len(pair)) - np.repeat(ends - lengths, lengths) + np.repeat(self.indptr[rows], lengths)
        )
        gained = self.weights[entry] * self.supply[cols[pair], self.slots[entry]]
        return np.bincount(pair, weights=gained, minlength=len(rows)).astype(np.int64)

    def _entry_rows(self) -> IntArray:
        return np.repeat(np.arange(len(self.known_rows)), np.diff(self.indptr))

    def known(self, rows: IntArray, cols: IntArray) -> BoolArray:
        """See `Term.known`."""
        return self.known_rows[rows] & self.known_cols[cols]

    def fold(self) -> Fold:
        """See `Term.fold`."""
        demand = np.zeros((len(self.known_rows), self.supply.shape[1]), dtype=np.float32)
        rows = self._entry_rows()
        share = self.weights / np.maximum(self.whole, 1)[rows]
        np.add.at(demand, (rows, self.slots), share.astype(np.float32))
        demand[~self.known_rows] = 0
        supply = self.supply.astype(np.float32)
        supply[~self.known_cols] = 0
        return joined((demand, supply), neutral_fold(self.known_rows, self.known_cols))

    def extras(self) -> None:
        """Nothing sparse."""


def needs_coverage(wanted: Skills, offered: Skills) -> ShareTerm:
    """The share of what the mentee wants to learn that the mentor can give.

    Weighted by urgency; a skill counts min(1, level held / level wished for).
    """
    pairs = wanted.codes * 6 + wanted.levels
    distinct, slots = np.unique(pairs, return_inverse=True)
    levels = np.zeros((len(offered), len(offered.labels) + 1), dtype=np.int64)
    if len(offered.codes):
        levels[entry_rows(offered), offered.codes] = offered.levels
    place = {label: code for code, label in enumerate(offered.labels)}
    column = np.array([place.get(label, -1) for label in wanted.labels], dtype=np.int64)
    asked, wish = distinct // 6, np.maximum(distinct % 6, 1)
    held = levels[:, column[asked]] if len(distinct) else np.zeros((len(offered), 0), dtype=np.int64)
    supply = np.minimum(LEVEL_UNIT, LEVEL_UNIT * held // wish[None, :])
    return ShareTerm(
        indptr=wanted.indptr,
        slots=slots.astype(np.int64).reshape(-1),
        weights=wanted.urgency,
        supply=supply.astype(np.int16),
        unit=LEVEL_UNIT,
        known_rows=wanted.known & (np.diff(wanted.indptr) > 0),
        known_cols=offered.known,
    )


def listed_share(mentees: Multi | Category, mentors: Multi | Category) -> ShareTerm:
    """The share of the mentee's labels that the mentor has too."""
    asked, held = as_multi(mentees), as_multi(mentors)
    return ShareTerm(
        indptr=asked.indptr,
        slots=asked.codes,
        weights=np.ones(len(asked.codes), dtype=np.int64),
        supply=membership(held, asked.labels).astype(np.int16),
        unit=1,
        known_rows=asked.known & (np.diff(asked.indptr) > 0),
        known_cols=held.known,
    )
