"""Who takes part: two sides with typed columns, and what is already known about pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pairwell.matching.columns import Column, IntArray, Text
from pairwell.matching.errors import InputError

SideName = Literal["mentees", "mentors"]


@dataclass(frozen=True, eq=False)
class Side:
    """One side of a pool, n rows in a fixed order.

    `ids` are opaque and unique on the side. `persons` says who a row is (the id itself unless given):
    the same person may be on both sides and is never paired with themself. `places` (n,) is how many
    partners a row takes: mentors wanted by a mentee, mentees taken by a mentor; zero is allowed.
    `minimum` (n,) is the load a mentor should at least get. `matters_most` names one criterion or None.
    """

    ids: tuple[str, ...]
    persons: tuple[str, ...]
    places: IntArray
    minimum: IntArray
    columns: Mapping[str, Column]
    matters_most: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def index(self, identity: str) -> int:
        """Row of an id; `KeyError` when absent."""
        return self.positions[identity]

    @property
    def positions(self) -> dict[str, int]:
        """Row by id."""
        found: dict[str, int] | None = self.__dict__.get("_positions")
        if found is None:
            found = {identity: row for row, identity in enumerate(self.ids)}
            object.__setattr__(self, "_positions", found)
        return found


@dataclass(frozen=True, eq=False)
class Ranks:
    """Ranked preferences of one side: entry e says `rows[e]` ranks `cols[e]` at `ranks[e]` (1 is first).

    `rows` index the ranking side, `cols` the other one. `counts` (n,) is the length of each row's list
    as it was given (also entries who are not in the pool); 0 means that the row ranked nobody.
    """

    rows: IntArray
    cols: IntArray
    ranks: IntArray
    counts: IntArray


def no_pairs() -> NDArray[np.int64]:
    """An empty list of pairs, shape (0, 2)."""
    return np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Pool:
    """Everybody who takes part. Pair lists have shape (k, 2): (mentee row, mentor row), sorted, unique.

    `avoid`: either one named the other as someone not to be paired with (read by the rule `avoid`).
    `forbid`: never, whatever the policy. `keep`: always. `standing`: the present pairs, for the
    objective `stability`. `notes`: what was ignored while reading, in plain sentences.
    """

    mentees: Side
    mentors: Side
    mentee_ranks: Ranks
    mentor_ranks: Ranks
    avoid: IntArray = field(default_factory=no_pairs)
    forbid: IntArray = field(default_factory=no_pairs)
    keep: IntArray = field(default_factory=no_pairs)
    standing: IntArray = field(default_factory=no_pairs)
    notes: tuple[str, ...] = ()

    @staticmethod
    def from_records(
        mentees: Sequence[Mapping[str, Any]],
        mentors: Sequence[Mapping[str, Any]],
        *,
        fields: Mapping[str, str] | None = None,
        keep: Sequence[tuple[str, str]] = (),
        forbid: Sequence[tuple[str, str]] = (),
        standing: Sequence[tuple[str, str]] = (),
    ) -> Pool:
        """Build a pool from plain dictionaries; see `pairwell.matching.records` for what a record holds.

        `fields` declares the kind of a column by name (one of `columns.KINDS`); well-known names and
        plain values need no declaration. Pairs are (mentee id, mentor id).
        Raises `InputError` naming the row and the field.
        """
        from pairwell.matching.records import read_pool  # noqa: PLC0415 - records imports this module

        return read_pool(mentees, mentors, fields=fields, keep=keep, forbid=forbid, standing=standing)

    def texts(self, side: SideName, name: str) -> tuple[str, ...]:
        """The texts of a text column, "" where missing, for a model to embed."""
        column = self._side(side).columns.get(name)
        if not isinstance(column, Text):
            raise InputError(f"{side}.{name}", "is not a text column.")
        return column.texts

    def text_columns(self) -> list[tuple[SideName, str]]:
        """The text columns of both sides: what an embedding model has to look at."""
        sides: tuple[SideName, ...] = ("mentees", "mentors")
        return [
            (side, name)
            for side in sides
            for name, column in self._side(side).columns.items()
            if isinstance(column, Text)
        ]

    def with_vectors(self, side: SideName, name: str, matrix: NDArray[np.float32]) -> Pool:
        """The same pool with embeddings, float32 (n, d), attached to a text column."""
        column = self._side(side).columns.get(name)
        if not isinstance(column, Text):
            raise InputError(f"{side}.{name}", "is not a text column, so it takes no embeddings.")
        try:
            filled = column.with_vectors(matrix)
        except ValueError as problem:
            raise InputError(f"{side}.{name}", str(problem) + ".") from None
        held = self._side(side)
        changed = replace(held, columns={**held.columns, name: filled})
        return replace(self, mentees=changed) if side == "mentees" else replace(self, mentors=changed)

    def _side(self, side: SideName) -> Side:
        return self.mentees if side == "mentees" else self.mentors
