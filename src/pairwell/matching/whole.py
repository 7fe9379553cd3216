"""Formats that are solved whole at every question: stable pairs, peers, circles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pairwell.matching.columns import IntArray
from pairwell.matching.errors import InputError
from pairwell.matching.problem import Problem
from pairwell.matching.result import Result
from pairwell.matching.scoring import Scoring
from pairwell.matching.solvers.people import people_of
from pairwell.matching.solving import other_solver

REMARKS = {
    "stable": "Kept pairs come first; the others are stable among themselves.",
    "group": "Circles are searched for: this compares what was found, not what is proved.",
}


@dataclass(frozen=True, eq=False)
class Whole:
    """A solved problem of such a format."""

    problem: Problem
    scoring: Scoring
    result: Result

    @cached_property
    def pairs(self) -> IntArray:
        """Index pairs (k, 2) of mentee and mentor rows; peers stand in one of the two orders."""
        return np.array(self.result.certificate["rows"], dtype=np.int64).reshape(-1, 2)

    @cached_property
    def scores(self) -> IntArray:
        """Points of the pairs as they are reported: for peers the mean of both directions."""
        return np.array([pair.score for pair in self.result.pairs], dtype=np.int64)

    @property
    def peers(self) -> bool:
        """Whether everybody may meet everybody."""
        return is_peers(self.problem)

    def has(self, row: int, col: int) -> bool:
        """Whether the two are a pair, for peers in either order."""
        return any(bool((self.pairs == pair).all(axis=1).any()) for pair in self.both(row, col))

    def both(self, row: int, col: int) -> list[tuple[int, int]]:
        """The pair as (mentee row, mentor row), for peers also the other way round where records are there."""
        if not self.peers:
            return [(row, col)]
        mentees, mentors = self.problem.pool.mentees, self.problem.pool.mentors
        learner, teacher = mentees.persons[row], mentors.persons[col]
        if teacher not in mentees.persons or learner not in mentors.persons:
            return [(row, col)]
        return [(row, col), (mentees.persons.index(teacher), mentors.persons.index(learner))]

    def remark(self) -> str:
        """What to know about a comparison in this format, as a sentence with a space before it, or nothing."""
        policy = self.problem.policy
        found = REMARKS.get("stable" if policy.objective == ("stable",) else policy.format, "")
        return f" {found}" if found else ""


def is_peers(problem: Problem) -> bool:
    """Whether everybody may meet everybody."""
    return problem.policy.format == "peer" and problem.policy.objective != ("stable",)


def is_whole(problem: Problem) -> bool:
    """Whether the problem is of such a format."""
    return other_solver(problem) is not None


def solve_whole(problem: Problem, scoring: Scoring | None = None, threads: int | None = None) -> Whole:
    """Solve it; a scoring of a problem with the same people, criteria and rules saves its time."""
    run = other_solver(problem)
    if run is None:
        raise InputError("format", "is solved warm.", "Use solve_pairs().")
    scoring = scoring or Scoring(problem, threads)
    return Whole(problem, scoring, run(problem, scoring, seed=problem.seed))


def without_person(problem: Problem, person: str) -> Problem:
    """No places for a peer, whichever side the records are on."""
    pool = problem.pool
    mentees, mentors = (
        replace(side, places=np.where([other == person for other in side.persons], 0, side.places))
        for side in (pool.mentees, pool.mentors)
    )
    people = people_of(problem)
    place = people.names.index(person)
    gone = (pool.keep[:, 0] == people.mentee_row[place]) | (pool.keep[:, 1] == people.mentor_row[place])
    return replace(problem, pool=replace(pool, keep=pool.keep[~gone], mentees=mentees, mentors=mentors))
