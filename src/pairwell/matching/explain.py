"""Reasons in words: why a mentee has nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.problem import Problem
from pairwell.matching.result import Unmatched
from pairwell.matching.scoring import Scoring

MOST_LOOKED_AT = 20_000_000
"""Pairs looked at to count what the rules removed; mentees beyond it are told without counts."""
BLOCK = 1 << 17
"""Pairs that are looked at together: as many as a processor keeps at hand."""


def unmatched_mentees(
    problem: Problem, scoring: Scoring, pairs: IntArray, floor: int = 0
) -> tuple[Unmatched, ...]:
    """Every mentee without a pair, in pool order, with the reason."""
    without = np.setdiff1d(np.arange(scoring.mentees), pairs[:, 0])
    used = np.bincount(pairs[:, 1], minlength=scoring.mentors)
    spare = problem.pool.mentors.places > used
    counted = MOST_LOOKED_AT // max(scoring.mentors, 1)
    asked = without[:counted][problem.pool.mentees.places[without[:counted]] > 0]
    found = {entry.mentee: entry for entry in _looked_at(problem, scoring, asked, spare, floor)}
    ids = problem.pool.mentees.ids
    return tuple(
        found.get(ids[row]) or _not_looked_at(ids[row], int(problem.pool.mentees.places[row]))
        for row in without.tolist()
    )


def _not_looked_at(mentee: str, places: int) -> Unmatched:
    if places == 0:
        return Unmatched(mentee, "no_places", "Asked for no mentor.", {}, -1)
    return Unmatched(mentee, "no_capacity", "No place was left; too many to list the rules here.", {}, -1)


def _looked_at(
    problem: Problem, scoring: Scoring, rows: IntArray, spare: BoolArray, floor: int
) -> Iterator[Unmatched]:
    """The reasons of these mentees, told from all mentors; some mentees at a time."""
    step = max(1, BLOCK // max(scoring.mentors, 1))
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        broken = scoring.broken_with_everybody(some)
        allowed: BoolArray = np.asarray(~broken.any(axis=0))
        counts = broken.sum(axis=2).T.tolist()
        for place, row in enumerate(some.tolist()):
            removed = {key: n for key, n in zip(scoring.rule_keys, counts[place], strict=True) if n}
            yield _reason(problem, scoring, row, np.flatnonzero(allowed[place]), spare, floor, removed)


def _reason(
    problem: Problem,
    scoring: Scoring,
    row: int,
    allowed: IntArray,
    spare: BoolArray,
    floor: int,
    removed: dict[str, int],
) -> Unmatched:
    mentee = problem.pool.mentees.ids[row]
    if not len(allowed):
        return Unmatched(mentee, "nobody_allowed", _nobody(removed, scoring.mentors), removed, 0)
    open_to = allowed[spare[allowed]]
    if not len(open_to):
        words = f"All {len(allowed)} mentors that the rules allow are full."
        return Unmatched(mentee, "no_capacity", words, removed, len(allowed))
    return _held_back(scoring, row, open_to, floor, mentee, removed, len(allowed))


def _held_back(
    scoring: Scoring,
    row: int,
    open_to: IntArray,
    floor: int,
    mentee: str,
    removed: dict[str, int],
    allowed: int,
) -> Unmatched:
    scores = scoring.exact(np.full(len(open_to), row), open_to)
    if floor > 0 and bool((scores < floor).all()):
        words = "Mentors with a place left would be a worse match than anybody here gets."
    elif "coverage" in scoring.problem.policy.objective:
        words = "A bound between groups keeps this place for another group."
    else:
        words = "The objective does not ask for everybody to be matched."
        return Unmatched(mentee, "not_worth", words, removed, allowed)
    return Unmatched(mentee, "below_floor", words, removed, allowed)


def _nobody(removed: dict[str, int], mentors: int) -> str:
    if not mentors:
        return "There are no mentors."
    named = _listed(f"{key} ({count})" for key, count in sorted(removed.items(), key=lambda e: (-e[1], e[0])))
    return f"The rules leave none of {mentors} mentors: {named}."


def _listed(items: Iterable[str]) -> str:
    return ", ".join(items)
