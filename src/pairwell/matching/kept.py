"""The pairs that solvers look at, in one order, with what is worked out about them once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.pool import Pool
from pairwell.matching.result import POINTS
from pairwell.matching.scoring import Candidates, Priced, Scoring


@dataclass(eq=False)
class Kept:
    """The pairs that solvers look at, growing as pricing finds more; ordered by row, falling score, column.

    `keys` says that order in one whole number per pair, so that a pair is found or put in by bisection. `shut` are
    those that a later change forbade or keeps anyway: they stay in place and are looked at no more. `priced` says,
    by stage, which prices no dropped pair beats; `index` holds what depends on the order alone.
    """

    scoring: Scoring
    pool: Pool
    candidates: Candidates
    keys: IntArray
    rows: IntArray
    cols: IntArray
    scores: IntArray
    standing: BoolArray
    shut: BoolArray
    looked: int = 0
    rounds: int = 0
    extra_rows: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    extra_cols: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    priced: dict[str, Priced] = field(default_factory=dict)
    index: dict[Any, Any] = field(default_factory=dict)

    @staticmethod
    def start(scoring: Scoring, pool: Pool, k: int | None) -> Kept:
        """The best lists plus the standing pairs, without the pairs that are kept anyway."""
        return Kept.of(scoring, pool, scoring.best(k))

    @staticmethod
    def of(scoring: Scoring, pool: Pool, found: Candidates) -> Kept:
        """`start` with lists that are there."""
        rows, none = found.rows, np.zeros(len(found.cols), dtype=np.bool_)
        keys = _keys(scoring, rows, found.cols, found.scores)
        kept = Kept(scoring, pool, found, keys, rows, found.cols, found.scores, none, none)
        standing = pool.standing
        if len(standing):
            standing = standing[scoring.allowed(standing[:, 0], standing[:, 1])]
            kept.add(standing[:, 0], standing[:, 1])
            kept.standing = np.zeros(len(kept.keys), dtype=np.bool_)
            kept.standing[kept._places(pool.standing)] = True
        if len(pool.keep):
            kept._shut(pool.keep)
        return kept

    def beside(self, scoring: Scoring, pool: Pool) -> Kept:
        """The same for a pool in which only pairs or places differ: what pricing has found once stays in."""
        if self._lasts(scoring, pool):
            other = replace(self, scoring=scoring, pool=pool, priced=dict(self.priced))
            for pairs in (_gone(pool.forbid, self.pool.forbid), _gone(pool.keep, self.pool.keep)):
                if len(pairs):
                    other._shut(pairs)
            return other
        other = Kept.of(scoring, pool, scoring.best(None))
        good = scoring.allowed(self.extra_rows, self.extra_cols)
        other.add(self.extra_rows[good], self.extra_cols[good])
        return other

    def _lasts(self, scoring: Scoring, pool: Pool) -> bool:
        """Whether the pairs stay as they are for this scoring and pool, but for some newly forbidden or kept."""
        before = self.pool
        return (
            scoring.threshold() is self.candidates.threshold
            and np.array_equal(pool.standing, before.standing)
            and not len(_gone(before.keep, pool.keep))
            and not len(_gone(before.forbid, pool.forbid))
        )

    def add(self, rows: IntArray, cols: IntArray) -> bool:
        """Take dropped pairs in; False when all of them were there."""
        width = max(self.scoring.mentors, 1)
        fresh = np.setdiff1d(rows * width + cols, _codes(self.pool.keep, width))
        rows, cols = np.divmod(fresh, width)
        scores = self.scoring.exact(rows, cols)
        keys = _keys(self.scoring, rows, cols, scores)
        order = np.argsort(keys)
        order = order[~among(self.keys, keys[order])]
        if not len(order):
            return False
        at = np.searchsorted(self.keys, keys[order])
        self.keys = np.insert(self.keys, at, keys[order])
        self.rows, self.cols = np.insert(self.rows, at, rows[order]), np.insert(self.cols, at, cols[order])
        self.scores = np.insert(self.scores, at, scores[order])
        named = np.isin(fresh[order], _codes(self.pool.standing, width))
        self.standing = np.insert(self.standing, at, named)
        self.shut = np.insert(self.shut, at, np.zeros(len(at), dtype=np.bool_))
        self.extra_rows = np.concatenate([self.extra_rows, rows[order]])
        self.extra_cols = np.concatenate([self.extra_cols, cols[order]])
        self.index = {}
        return True

    def _places(self, pairs: IntArray) -> IntArray:
        """Where those of the pairs are that are looked at."""
        rows, cols = pairs[:, 0], pairs[:, 1]
        keys = _keys(self.scoring, rows, cols, self.scoring.exact(rows, cols))
        found: IntArray = np.searchsorted(self.keys, keys[among(self.keys, keys)]).astype(np.int64)
        return found

    def _shut(self, pairs: IntArray) -> None:
        self.shut = self.shut.copy()
        self.shut[self._places(pairs)] = True

    def above(self, least: int) -> IntArray:
        """Where the pairs with score >= `least` are that are not shut."""
        use: BoolArray = self.scores >= least
        found: IntArray = np.flatnonzero(use & ~self.shut)
        return found

    def indptr(self) -> IntArray:
        """Compressed rows over the kept pairs."""
        step = (POINTS + 1) * max(self.scoring.mentors, 1)
        rows = np.arange(self.scoring.mentees + 1)
        found: IntArray = self._once("rows", lambda: np.searchsorted(self.keys, rows * step).astype(np.int64))
        return found

    def ends(self, above: int) -> IntArray:
        """Where each row's pairs with score >= `above` end."""
        width = max(self.scoring.mentors, 1)
        behind = min(max(POINTS - above + 1, 0), POINTS + 1)
        stops = (np.arange(self.scoring.mentees) * (POINTS + 1) + behind) * width
        found: IntArray = self._once(above, lambda: np.searchsorted(self.keys, stops).astype(np.int64))
        return found

    def hint(self) -> IntArray:
        """Where each mentee's pair was when it was looked for last."""
        found: IntArray = self._once("hint", lambda: np.full(self.scoring.mentees, -1, dtype=np.int64))
        return found

    def distinct(self) -> IntArray:
        """Every score once, ascending."""

        def sorted_() -> IntArray:
            ordered = np.sort(self.scores)
            return ordered[np.diff(ordered, prepend=-1) > 0]

        found: IntArray = self._once("distinct", sorted_)
        return found

    def _once(self, name: object, work: Callable[[], Any]) -> Any:
        if name not in self.index:
            if len(self.index) > MOST_INDEXED:
                self.index.clear()
            self.index[name] = work()
        return self.index[name]


MOST_INDEXED = 24
"""A bisection asks for many thresholds; the oldest are not worth their memory."""


def _keys(scoring: Scoring, rows: IntArray, cols: IntArray, scores: IntArray) -> IntArray:
    width = max(scoring.mentors, 1)
    result: IntArray = (rows * (POINTS + 1) + (POINTS - scores)) * width + cols
    return result


def among(keys: IntArray, wanted: IntArray) -> BoolArray:
    """Which of `wanted` are among the ascending `keys`."""
    at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    found: BoolArray = keys[at] == wanted if len(keys) else np.zeros(len(wanted), dtype=np.bool_)
    return found


def _gone(before: IntArray, after: IntArray) -> IntArray:
    """The pairs of `before` that `after` has not."""
    if before is after or not len(before):
        return before[:0]
    width = 1 << 31
    codes = np.setdiff1d(_codes(before, width), _codes(after, width))
    return np.stack(np.divmod(codes, width), axis=1)


def _codes(pairs: IntArray, width: int) -> IntArray:
    return np.unique(pairs[:, 0] * width + pairs[:, 1])
