"""Typed columns of one side of a pool. Arrays in, no names of people.

Every column has `known`, a boolean array of shape (n,): False where the answer is missing. Missing
answers are neutral to a criterion and never break a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
SLOTS = 168
"""Weekly working-hour slots: slot 0 is Monday 00:00 to 01:00 UTC, slot 167 is Sunday 23:00 to 24:00."""
VECTOR_SCALE = 1 << 14
"""Unit vectors are kept as whole numbers, times this, so that similarity is exact on every machine."""


@dataclass(frozen=True, eq=False)
class Column:
    """Common part: which rows answered."""

    kind: ClassVar[str] = ""
    known: BoolArray

    def __len__(self) -> int:
        return len(self.known)


@dataclass(frozen=True, eq=False)
class Category(Column):
    """One label per row. `codes` (n,) index into `labels`, -1 where missing."""

    kind: ClassVar[str] = "category"
    codes: IntArray
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Number(Column):
    """One finite number per row; 0.0 where missing."""

    kind: ClassVar[str] = "number"
    values: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Multi(Column):
    """Several labels per row, as compressed rows: row i holds `codes[indptr[i]:indptr[i + 1]]`, ascending."""

    kind: ClassVar[str] = "multi"
    indptr: IntArray
    codes: IntArray
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Skills(Multi):
    """Skills with `levels` 1..5 (held, or wished for) and `urgency` 1..3 (only read on mentees)."""

    kind: ClassVar[str] = "skills"
    levels: IntArray
    urgency: IntArray


@dataclass(frozen=True, eq=False)
class Languages(Multi):
    """Languages with fluency `levels` 1..5 (5: native)."""

    kind: ClassVar[str] = "languages"
    levels: IntArray


@dataclass(frozen=True, eq=False)
class Hours(Column):
    """Weekly hours in UTC: `slots` is boolean (n, 168)."""

    kind: ClassVar[str] = "hours"
    slots: BoolArray


@dataclass(frozen=True, eq=False)
class Text(Column):
    """Free text. The engine never calls a model: `vectors` (n, d) int16 are attached from outside.

    Until then the column counts as unanswered by everybody. `texts` are dropped by instance files.
    """

    kind: ClassVar[str] = "text"
    texts: tuple[str, ...]
    vectors: NDArray[np.int16] | None = None

    def with_vectors(self, matrix: NDArray[np.float32]) -> Text:
        """Attach embeddings, shape (n, d); rows need not be of unit length, zero rows count as missing."""
        rows = np.asarray(matrix, dtype=np.float64)
        if rows.ndim != 2 or len(rows) != len(self.known) or not np.isfinite(rows).all():
            raise ValueError(
                f"embeddings must be finite and of shape ({len(self.known)}, d), not {rows.shape}"
            )
        length = np.sqrt((rows * rows).sum(axis=1))
        unit = rows / np.where(length > 0, length, 1.0)[:, None]
        whole = np.rint(unit * VECTOR_SCALE).astype(np.int16)
        return replace(self, known=self.known & (length > 0), vectors=whole)


KINDS = ("category", "number", "multi", "skills", "languages", "hours", "text")
