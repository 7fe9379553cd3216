"""Recommendations only: a few mentors for each mentee, spread so that no mentor is suggested to everybody.

A flow gives every mentee up to `per_mentee` suggestions and every mentor at most a limit of mentions, with the
most suggestions first and then the best total. The people choose; nothing is matched and no capacity is used up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pairwell.matching.columns import IntArray
from pairwell.matching.problem import Problem
from pairwell.matching.result import POINTS
from pairwell.matching.scoring import Scoring

ROOM = 2
"""The chosen limit leaves this many times the mentions that a perfectly even spread would need."""
TOP_REASONS = 3


@dataclass(frozen=True)
class Suggestion:
    """One mentor for one mentee: `place` counts from 1, `reasons` are the criteria that speak most for it.

    `contributions` sum to `score`; `unknown` are the criteria without an answer. `mentions` is how many
    mentees get this mentor suggested.
    """

    mentee: str
    mentor: str
    place: int
    score: int
    contributions: dict[str, int]
    reasons: tuple[str, ...]
    unknown: tuple[str, ...]
    mentions: int


@dataclass(frozen=True)
class Recommendations:
    """All suggestions, by mentee in pool order and best first, and those who get fewer, with the reason."""

    suggestions: tuple[Suggestion, ...]
    fewer: dict[str, str]
    per_mentee: int
    most_per_mentor: int


def recommend(problem: Problem, scoring: Scoring | None = None) -> Recommendations:
    """Suggest `policy.recommendations.per_mentee` mentors to each mentee with places.

    A mentor without places is not suggested. `most_per_mentor` 0 chooses twice an even spread.
    """
    scoring = scoring or Scoring(problem)
    wanted = problem.policy.recommendations.per_mentee
    asking = problem.pool.mentees.places > 0
    lending = problem.pool.mentors.places > 0
    limit = problem.policy.recommendations.most_per_mentor or chosen_limit(
        int(asking.sum()), int(lending.sum()), wanted
    )
    kept = scoring.best(max(64, 8 * wanted) if not scoring.small else None)
    usable = asking[kept.rows] & lending[kept.cols]
    rows, cols, scores = kept.rows[usable], kept.cols[usable], kept.scores[usable]
    chosen = spread(rows, cols, scores, np.where(asking, wanted, 0), np.where(lending, limit, 0))
    rows, cols, scores = rows[chosen], cols[chosen], scores[chosen]
    order = np.lexsort((cols, -scores, rows))
    suggestions = _suggestions(problem, scoring, rows[order], cols[order])
    return Recommendations(suggestions, _fewer(problem, scoring, rows, wanted), wanted, limit)


def chosen_limit(mentees: int, mentors: int, wanted: int) -> int:
    """Twice the mentions of an even spread, rounded up, and at least one."""
    return max(1, -(-ROOM * mentees * wanted // max(1, mentors)))


def spread(rows: IntArray, cols: IntArray, scores: IntArray, wanted: IntArray, limit: IntArray) -> IntArray:
    """The entries to use: most of them first, then the highest total, within `wanted` per row and `limit` per column.

    Returns positions in `rows`, ascending. Source: minimum-cost flow by cost scaling, as in OR-tools.
    """
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - loaded only when solving

    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    solver, n, m = min_cost_flow.SimpleMinCostFlow(), len(wanted), len(limit)
    bonus = (POINTS + 1) * min(int(wanted.sum()), int(limit.sum()), len(rows)) + 1
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        rows, n + cols, np.ones(len(rows), dtype=np.int64), -(bonus + scores)
    )
    end, people = n + m, np.arange(n)
    solver.add_arcs_with_capacity_and_unit_cost(people, np.full(n, end), wanted, np.zeros(n, dtype=np.int64))
    solver.add_arcs_with_capacity_and_unit_cost(
        n + np.arange(m), np.full(m, end), limit, np.zeros(m, dtype=np.int64)
    )
    solver.set_nodes_supplies(people, wanted)
    solver.set_node_supply(end, -int(wanted.sum()))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the flow solver stopped with {status!s}")
    return np.flatnonzero(np.asarray(solver.flows(arcs)) > 0)


def _suggestions(
    problem: Problem, scoring: Scoring, rows: IntArray, cols: IntArray
) -> tuple[Suggestion, ...]:
    mentees, mentors = problem.pool.mentees.ids, problem.pool.mentors.ids
    mentions = np.bincount(cols, minlength=len(mentors)).tolist()
    points = scoring.contributions(rows, cols)
    known = scoring.known(rows, cols)
    keys = scoring.criterion_keys
    found: list[Suggestion] = []
    for number, (row, col) in enumerate(zip(rows.tolist(), cols.tolist(), strict=True)):
        of_pair = dict(zip(keys, points[number].tolist(), strict=True))
        sure = [key for key, there in zip(keys, known[number], strict=True) if there and of_pair[key] > 0]
        best = sorted(sure, key=lambda key: (-of_pair[key], key))[:TOP_REASONS]
        place = found[-1].place + 1 if found and found[-1].mentee == mentees[row] else 1
        unknown = tuple(key for key, there in zip(keys, known[number], strict=True) if not there)
        found.append(
            Suggestion(
                mentees[row],
                mentors[col],
                place,
                sum(of_pair.values()),
                of_pair,
                tuple(best),
                unknown,
                mentions[col],
            )
        )
    return tuple(found)


def _fewer(problem: Problem, scoring: Scoring, rows: IntArray, wanted: int) -> dict[str, str]:
    """Why somebody got fewer suggestions than wanted."""
    count = np.bincount(rows, minlength=scoring.mentees)
    lending = np.flatnonzero(problem.pool.mentors.places > 0)
    reasons: dict[str, str] = {}
    for row in np.flatnonzero(count < wanted):
        mentee = problem.pool.mentees.ids[row]
        if problem.pool.mentees.places[row] == 0:
            reasons[mentee] = "Asked for no mentor."
            continue
        allowed = int(scoring.allowed(np.full(len(lending), row), lending).sum()) if len(lending) else 0
        if allowed <= count[row]:
            reasons[mentee] = f"The rules allow {allowed} of {len(lending)} mentors with places."
        else:
            reasons[mentee] = (
                f"Of {allowed} mentors allowed, all others reached the most suggestions a mentor may get."
            )
    return reasons
