"""Reasons in words: why a mentee has nobody."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.problem import Problem
from pairwell.matching.result import Unmatched
from pairwell.matching.scoring import Scoring

MOST_LOOKED_AT = 20_000_000
"""Pairs looked at to count what the rules removed; mentees beyond it are told without counts."""


def unmatched_mentees(
    problem: Problem, scoring: Scoring, pairs: IntArray, floor: int = 0
) -> tuple[Unmatched, ...]:
    """Every mentee without a pair, in pool order, with the reason."""
    without = np.setdiff1d(np.arange(scoring.mentees), pairs[:, 0])
    used = np.bincount(pairs[:, 1], minlength=scoring.mentors)
    spare = problem.pool.mentors.places > used
    budget = MOST_LOOKED_AT // max(scoring.mentors, 1)
    return tuple(
        _reason(problem, scoring, int(row), spare, floor, counted=number < budget)
        for number, row in enumerate(without)
    )


def _reason(
    problem: Problem, scoring: Scoring, row: int, spare: BoolArray, floor: int, *, counted: bool
) -> Unmatched:
    mentee = problem.pool.mentees.ids[row]
    if problem.pool.mentees.places[row] == 0:
        return Unmatched(mentee, "no_places", "Asked for no mentor.", {}, -1)
    if not counted:
        return Unmatched(mentee, "no_capacity", "No place was left; too many to list the rules here.", {}, -1)
    cols = np.arange(scoring.mentors)
    broken = scoring.broken(np.full(scoring.mentors, row), cols)
    removed = {
        key: int(count) for key, count in zip(scoring.rule_keys, broken.sum(axis=0), strict=True) if count
    }
    allowed = cols[~broken.any(axis=1)]
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
