"""A pool seen as people among themselves: who can be paired with whom, whichever side their records are on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.errors import InputError
from pairwell.matching.pool import Side
from pairwell.matching.problem import Problem
from pairwell.matching.scoring import Scoring

NO_RECORD = -1
PIECE = 1 << 20


@dataclass(frozen=True, eq=False)
class People:
    """Everybody once, in the order of the mentees and then of the mentors who are not also mentees.

    `mentee_row` and `mentor_row` (n,) are their rows on the two sides or `NO_RECORD`.
    """

    names: tuple[str, ...]
    mentee_row: IntArray
    mentor_row: IntArray
    has_place: BoolArray

    def __len__(self) -> int:
        return len(self.names)


def people_of(problem: Problem) -> People:
    """Join the two sides of a pool by person. Raises `InputError` when a person is on one side twice."""
    mentees, mentors = problem.pool.mentees, problem.pool.mentors
    for name, side in (("mentees", mentees), ("mentors", mentors)):
        _once(name, side)
    names = tuple(dict.fromkeys([*mentees.persons, *mentors.persons]))
    place = {name: number for number, name in enumerate(names)}
    rows = np.full((2, len(names)), NO_RECORD, dtype=np.int64)
    rows[0, [place[name] for name in mentees.persons]] = np.arange(len(mentees))
    rows[1, [place[name] for name in mentors.persons]] = np.arange(len(mentors))
    taking = np.zeros(len(names), dtype=np.bool_)
    for side, held in ((mentees, rows[0]), (mentors, rows[1])):
        on = held >= 0
        taking[on] |= side.places[held[on]] > 0
    return People(names, rows[0], rows[1], taking)


def _once(name: str, side: Side) -> None:
    first: dict[str, int] = {}
    for row, person in enumerate(side.persons):
        if first.setdefault(person, row) != row:
            raise InputError(
                f"{name}[{row}].person",
                f"is the person of {name}[{first[person]}] too.",
                "Among peers, give everybody one row a side.",
            )


def scores_one_way(people: People, scoring: Scoring) -> IntArray:
    """(n, n) points of row person learning from column person; -1 forbidden, -2 without the records."""
    found = np.full((len(people), len(people)), -2, dtype=np.int32)
    learning, teaching = np.flatnonzero(people.mentee_row >= 0), np.flatnonzero(people.mentor_row >= 0)
    if not len(learning) or not len(teaching):
        return cast(IntArray, found)
    if not scoring.small:
        scoring.best(1)  # settles which fallbacks hold for whom
    cols = people.mentor_row[teaching]
    step = max(1, PIECE // len(teaching))
    for start in range(0, len(learning), step):
        part = learning[start : start + step]
        if scoring.small:
            scores, allowed = (table[np.ix_(people.mentee_row[part], cols)] for table in scoring.grid())
        else:
            rows, repeated = np.repeat(people.mentee_row[part], len(cols)), np.tile(cols, len(part))
            shape = (len(part), len(cols))
            scores = scoring.exact(rows, repeated).reshape(shape)
            allowed = scoring.allowed(rows, repeated).reshape(shape)
        found[np.ix_(part, teaching)] = np.where(allowed, scores, -1)
    return cast(IntArray, found)  # four bytes each, to hold everybody with everybody


def both_ways(one_way: IntArray) -> IntArray:
    """The score of two people as peers, in place: the mean of both directions, rounded down.

    Where only one direction has records it counts alone; a rule that forbids either direction forbids both.
    """
    n = len(one_way)
    for start in range(0, n, 512):
        here, there = one_way[start : start + 512, start:], one_way[start:, start : start + 512].T
        low, high = np.minimum(here, there), np.maximum(here, there)
        mean = np.where(low >= 0, low + (high - low) // 2, np.where((low == -2) & (high >= 0), high, -1))
        one_way[start : start + 512, start:] = mean
        one_way[start:, start : start + 512] = mean.T
    np.fill_diagonal(one_way, -1)
    return one_way


def mean_of_two(points: IntArray) -> IntArray:
    """The mean of two rows of contributions, rounded so that it sums to the mean of the scores rounded down."""
    doubled = points.sum(axis=0)
    parts: IntArray = doubled // 2
    odd = np.flatnonzero(doubled % 2)
    parts[odd[: int(doubled.sum()) // 2 - int(parts.sum())]] += 1
    return parts
