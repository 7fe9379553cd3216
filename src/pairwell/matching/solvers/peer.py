"""The format `peer`: everybody with anybody, two by two, proved over all pairs (see `general_matching`)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from pairwell.matching.columns import IntArray
from pairwell.matching.errors import InputError
from pairwell.matching.fairness import fairness_table
from pairwell.matching.problem import Problem
from pairwell.matching.result import POINTS, GroupRow, Load, Pair, Result, Unmatched
from pairwell.matching.scoring import Scoring
from pairwell.matching.solvers.double_cover import Gains
from pairwell.matching.solvers.general_matching import Matching, match_all
from pairwell.matching.solvers.people import People, both_ways, mean_of_two, people_of, scores_one_way

Progress = Callable[[str, int, int], None]


def solve_peer(
    problem: Problem, scoring: Scoring, *, seed: int = 0, progress: Progress | None = None
) -> Result:
    """Pair everybody two by two: the best total, after the most pairs and the best floor where asked for.

    A pair's score is the mean of both directions, rounded down; it is reported once, with the person of the
    earlier record as the mentee. Kept pairs stay; one partner each, however many places were given.
    `spread`, `stability` and `leximin` are read as `total`, `total` and `floor`, with a note. Raises
    `InputError` when kept pairs name somebody twice or break a rule. Memory: four bytes for each two people.
    """
    tell = progress or (lambda phase, done, total: None)
    started = time.perf_counter()
    tell("scoring", 0, 1)
    people = people_of(problem)
    scores = both_ways(scores_one_way(people, scoring))
    kept = _kept_pairs(problem, people, scores)
    scores[~people.has_place] = -1
    scores[:, ~people.has_place] = -1
    rest = np.setdiff1d(np.arange(len(people)), kept)
    scored = time.perf_counter()
    tell("matching", 0, 1)
    best, floor, stages = best_pairs(scores[np.ix_(rest, rest)], problem.policy.objective)
    couples = _couples(best, rest, kept)
    times = {"scoring": scored - started, "matching": time.perf_counter() - scored}
    return _result(problem, scoring, (people, scores), couples, certificate(best, floor, stages), times)


def best_pairs(scores: IntArray, objective: tuple[str, ...]) -> tuple[Matching, int, list[dict[str, Any]]]:
    """The best matching of a symmetric (n, n) table of points, below zero forbidden, its floor, and its proof.

    The floor is the highest at which as many pairs are possible as without one; 0 when not asked for.
    """
    n, floor = len(scores), 0
    bonus = (n // 2 + 1) * (POINTS + 1) if "coverage" in objective else 0
    stages: list[dict[str, Any]] = []
    if bonus and {"floor", "leximin"} & set(objective):
        floor, stages = highest_floor(scores)
        scores = np.where(scores < floor, -1, scores)
    return match_all(Gains(n, lambda a, b: scores[a:b], bonus)), floor, stages


def highest_floor(scores: IntArray) -> tuple[int, list[dict[str, Any]]]:
    """The highest score that every pair can reach without losing a pair, by bisection over thresholds.

    Also the duals that prove it: no more pairs are possible at all, and fewer with the scores above the floor.
    """

    def pairs_from(least: int) -> Matching:
        return match_all(Gains(len(scores), lambda a, b: np.where(scores[a:b] < least, -1, 0), 1))

    counts = pairs_from(0)
    low, high = 0, int(scores.max(initial=0))
    above = None
    while low < high:
        middle = (low + high + 1) // 2
        tried = pairs_from(middle)
        if tried.value == counts.value:
            low = middle
        else:
            high, above = middle - 1, tried
    above = above if above is not None else pairs_from(low + 1)
    return low if counts.value else 0, [
        {"name": "counts", **duals(counts)},
        {"name": "floor", **duals(above)},
    ]


def duals(best: Matching) -> dict[str, Any]:
    """The prices of people and of odd sets as plain data, in quarter points."""
    return {
        "duals": best.u.tolist(),
        "odd_sets": [[dual, list(members)] for dual, members in best.odd_sets],
        "empty_chair": best.chair,
    }


def certificate(best: Matching, floor: int, stages: list[dict[str, Any]]) -> dict[str, Any]:
    """The proof as plain data: duals in quarter points, odd sets, and the gap, 0 for a proved optimum."""
    return {
        "kind": "peer",
        "holds": best.bound == best.value,
        "gap": float(best.bound - best.value),
        "value": best.value,
        "bound": float(best.bound),
        "relaxed_bound": float(best.relaxed_bound),
        "floor": floor,
        **duals(best),
        "stages": stages,
        "pairs": len(best.partner) * (len(best.partner) - 1) // 2,
    }


def _kept_pairs(problem: Problem, people: People, scores: IntArray) -> IntArray:
    place_of_mentee = {int(row): v for v, row in enumerate(people.mentee_row) if row >= 0}
    place_of_mentor = {int(row): v for v, row in enumerate(people.mentor_row) if row >= 0}
    couples = {
        tuple(sorted((place_of_mentee[int(a)], place_of_mentor[int(b)]))): n
        for n, (a, b) in enumerate(problem.pool.keep)
    }
    seen: set[int] = set()
    for couple, number in couples.items():
        one, two = (people.names[v] for v in couple)
        if scores[couple] < 0:
            raise InputError(
                f"keep[{number}]", f"a rule forbids {one!r} and {two!r} as peers.", "Remove one of the two."
            )
        if seen & set(couple):
            raise InputError(
                f"keep[{number}]", f"{one!r} or {two!r} is kept in two pairs.", "Keep one peer each."
            )
        seen |= set(couple)
    return np.array(sorted(couples), dtype=np.int64).reshape(-1, 2)


def _couples(best: Matching, rest: IntArray, kept: IntArray) -> IntArray:
    first = np.flatnonzero(best.partner > np.arange(len(best.partner)))
    found = np.stack([rest[first], rest[best.partner[first]]], axis=1)
    couples = np.concatenate([kept, found])
    ordered: IntArray = couples[np.lexsort((couples[:, 1], couples[:, 0]))]
    return ordered


def _oriented(people: People, couples: IntArray) -> IntArray:
    """(k, 2) mentee and mentor rows: the earlier person learns, where there are records for that."""
    one, two = couples[:, 0], couples[:, 1]
    swap = (people.mentee_row[one] < 0) | (people.mentor_row[two] < 0)
    learner, teacher = np.where(swap, two, one), np.where(swap, one, two)
    return np.stack([people.mentee_row[learner], people.mentor_row[teacher]], axis=1)


def _result(
    problem: Problem, scoring: Scoring, pool: tuple[People, IntArray], couples: IntArray,
    proof: dict[str, Any], times: dict[str, float],
) -> Result:  # fmt: skip
    from pairwell.matching.assemble import assembled, sealed  # noqa: PLC0415 - it imports the solvers

    people, scores = pool
    rows = _oriented(people, couples)
    result = assembled(problem, scoring, rows, certificate=proof, times=times)
    standing, kept = (_couple_codes(people, named) for named in (problem.pool.standing, problem.pool.keep))
    named = [code in standing for code in couples[:, 0] * len(people) + couples[:, 1]]
    held = [code in kept for code in couples[:, 0] * len(people) + couples[:, 1]]
    pairs = tuple(
        replace(_pair_both_ways(scoring, people, couple, pair), standing=stands, kept=stays)
        for couple, pair, stands, stays in zip(couples, result.pairs, named, held, strict=True)
    )
    points = [pair.score for pair in pairs]
    alone = np.setdiff1d(np.arange(len(people)), couples)
    bins = np.bincount([min(19, p * 20 // POINTS) for p in points], minlength=20).tolist()
    summary = replace(
        result.summary, matched=2 * len(pairs), pairs=len(pairs), floor=min(points, default=None),
        total=sum(points), mean=round(sum(points) / len(points) / POINTS, 6) if points else None, histogram=tuple(bins),
        mentees=len(people), mentors=len(people), places=int(people.has_place.sum()),
        standing=len(standing), standing_kept=sum(named),
    )  # fmt: skip
    used = set(couples.reshape(-1).tolist())
    with_record = np.flatnonzero(people.mentor_row >= 0)
    loads = tuple(
        Load(problem.pool.mentors.ids[people.mentor_row[v]], int(people.has_place[v]), int(v in used), 0)
        for v in with_record[np.argsort(people.mentor_row[with_record])].tolist()
    )
    unmatched = tuple(_why_alone(problem, scoring, people, scores, int(v)) for v in alone)
    return sealed(replace(
        result, pairs=pairs, summary=summary, unmatched=unmatched, loads=loads,
        fairness=_fairness(problem, people, couples, points), notes=(*result.notes, *_notes(problem)),
    ))  # fmt: skip


def _couple_codes(people: People, pairs: IntArray) -> set[int]:
    """Named pairs as couples, whichever of the two is the mentee: lower number x people + higher number."""
    of_mentee, of_mentor = ({int(row): v for v, row in enumerate(rows) if row >= 0}
                            for rows in (people.mentee_row, people.mentor_row))  # fmt: skip
    couples = [sorted((of_mentee[row], of_mentor[col])) for row, col in pairs.tolist()]
    return {low * len(people) + high for low, high in couples}


def _fairness(problem: Problem, people: People, couples: IntArray, points: list[int]) -> tuple[GroupRow, ...]:
    """The table counts both people of a pair, as far as they have a record among the mentees."""
    rows = people.mentee_row[couples.T.reshape(-1)]
    cols = people.mentor_row[couples[:, ::-1].T.reshape(-1)]
    there = rows >= 0
    scores = np.tile(np.array(points, dtype=np.int64), 2)
    return fairness_table(problem, np.stack([rows, cols], axis=1)[there], scores[there])


def _pair_both_ways(scoring: Scoring, people: People, couple: IntArray, pair: Pair) -> Pair:
    """The reported pair with the mean of both directions; contributions still sum to the score exactly."""
    one, two = couple
    if (
        min(people.mentee_row[one], people.mentee_row[two], people.mentor_row[one], people.mentor_row[two])
        < 0
    ):
        return pair
    rows = people.mentee_row[[one, two]]
    cols = people.mentor_row[[two, one]]
    parts = mean_of_two(scoring.contributions(rows, cols))
    named = dict(zip(scoring.criterion_keys, parts.tolist(), strict=True))
    return replace(pair, score=int(parts.sum()), contributions=named)


def _why_alone(problem: Problem, scoring: Scoring, people: People, scores: IntArray, v: int) -> Unmatched:
    name = people.names[v]
    row, col = int(people.mentee_row[v]), int(people.mentor_row[v])
    identity = problem.pool.mentees.ids[row] if row >= 0 else problem.pool.mentors.ids[col]
    allowed = int((scores[v] >= 0).sum())
    removed: dict[str, int] = {}
    if row >= 0 and people.has_place[v]:
        others = np.flatnonzero((people.mentor_row >= 0) & (np.arange(len(people)) != v))
        broken = scoring.broken(np.full(len(others), row), people.mentor_row[others]).sum(axis=0)
        removed = {key: int(n) for key, n in zip(scoring.rule_keys, broken, strict=True) if n}
    if not people.has_place[v]:
        return Unmatched(identity, "no_places", f"{name} asked for no partner.", removed, allowed)
    if not allowed:
        return Unmatched(identity, "nobody_allowed", f"The rules leave no partner for {name}.", removed, 0)
    if "coverage" not in problem.policy.objective:
        words = f"No other pairing with {name} in it has a higher total; the policy asks for the total only."
        return Unmatched(identity, "not_worth", words, removed, allowed)
    odd = "The number of people is odd, so one stays over. " if int(people.has_place.sum()) % 2 else ""
    words = f"{odd}As many people as possible are paired; {name} is left out by the best such pairing."
    return Unmatched(identity, "no_capacity", words, removed, allowed)


def _notes(problem: Problem) -> tuple[str, ...]:
    notes = []
    pool = problem.pool
    if any(int(side.places.max(initial=0)) > 1 for side in (pool.mentees, pool.mentors)):
        notes.append("Peers get one partner each; further places were not used.")
    for name, instead in (("leximin", "the floor"), ("spread", "nothing"), ("stability", "nothing")):
        if name in problem.policy.objective:
            notes.append(f"The objective {name!r} is not offered for peers; {instead} was used in its place.")
    return tuple(notes)
