"""All criteria folded into matrices: a float32 product for what is dense, a few rows of a table for the rest.

Most folded columns are nearly empty on the mentees' side: a mentee lives in one place, wants three skills.
Multiplying by those zeros would be more than half of the work, so such columns are added row by row instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.criteria.terms import FloatMatrix, Term
from pairwell.matching.result import POINTS

DENSE = 1 / 6
"""A column that more than this share of the mentees use is multiplied; one that fewer use is added."""


@dataclass(frozen=True, eq=False)
class Folded:
    """The score of a pair in points, wrong by at most `slack`, as a sum of four parts.

    `left` (mentees, K) @ `right` (mentors, K).T; the lines of `table` (slots, mentors) that mentee i uses,
    `slots[at[i]:at[i + 1]]`, each times its `points`; `extra_*`, sparse additions by mentee and mentor,
    compressed likewise; and `loose`, terms that cannot be folded, with their weights.
    """

    left: FloatMatrix
    right: FloatMatrix
    at: IntArray
    slots: IntArray
    points: FloatMatrix
    table: FloatMatrix
    extra_at: IntArray
    extra_cols: IntArray
    extra_points: FloatMatrix
    loose: tuple[tuple[Term, IntArray], ...]
    slack: float

    @property
    def mentees(self) -> int:
        """Rows of the left side."""
        return len(self.left)

    @property
    def mentors(self) -> int:
        """Rows of the right side."""
        return len(self.right)


def fold_terms(terms: list[Term], weights: IntArray, mentors: int) -> Folded:
    """Fold every term, scaled by each mentee's weights (mentees, terms)."""
    mentees, width, entries = len(weights), 0, 0
    lefts: list[FloatMatrix] = [np.zeros((mentees, 0), dtype=np.float32)]
    rights: list[FloatMatrix] = [np.zeros((mentors, 0), dtype=np.float32)]
    tables: list[FloatMatrix] = [np.zeros((0, mentors), dtype=np.float32)]
    thin: list[Any] = []
    loose, extras = [], []
    for index, term in enumerate(terms):
        fold, sparse = term.fold(), term.extras()
        if fold is None:
            loose.append((term, weights[:, index]))
            continue
        left, right = fold[0] * weights[:, index, None].astype(np.float32), fold[1]
        share = np.count_nonzero(left, axis=0) / max(mentees, 1)
        used: BoolArray = (share > 0) & right.any(axis=0)
        dense, few = used & (share > DENSE), used & (share <= DENSE)
        lefts.append(left[:, dense])
        rights.append(right[:, dense])
        tables.append(np.ascontiguousarray(right[:, few].T))
        thin.append(_entries(left[:, few], entries))
        entries += int(few.sum())
        width += int(used.sum())
        if sparse is not None:
            extras.append((sparse[0], sparse[1], sparse[2] * weights[sparse[0], index]))
    rounding = 1.1 * (width + 4) * 2.0**-24 * POINTS
    return Folded(
        np.hstack(lefts),
        np.hstack(rights),
        *_by_row(thin, mentees),
        np.vstack(tables),
        *_by_row(extras, mentees),
        tuple(loose),
        rounding + len(terms) + 2.0,
    )


def _entries(left: FloatMatrix, first: int) -> tuple[IntArray, IntArray, FloatMatrix]:
    """What is not zero, as rows, slots from `first` on, and points."""
    rows, slots = np.nonzero(left)
    return rows, slots + first, left[rows, slots]


def _by_row(parts: list[Any], mentees: int) -> tuple[IntArray, IntArray, FloatMatrix]:
    """Entries (rows, cols, points) as compressed rows, ordered by column."""
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return np.zeros(mentees + 1, dtype=np.int64), nothing, nothing.astype(np.float32)
    rows, cols, points = (np.concatenate([entry[part] for entry in parts]) for part in range(3))
    order = np.lexsort((cols, rows))
    at = np.searchsorted(rows[order], np.arange(mentees + 1)).astype(np.int64)
    return at, cols[order], points[order].astype(np.float32)
