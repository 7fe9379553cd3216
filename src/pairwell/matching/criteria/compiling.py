"""From the criteria of a policy to terms over a pool's columns, and the whole-number weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from pairwell.matching.columns import IntArray, Text
from pairwell.matching.criteria.pairwise import BlendTerm, NeutralTerm, meaning, mutual_preference
from pairwell.matching.criteria.shares import listed_share, needs_coverage
from pairwell.matching.criteria.tabular import equality, hours_overlap, language_fluency, near, seniority_gap
from pairwell.matching.criteria.terms import Term
from pairwell.matching.errors import InputError
from pairwell.matching.policy import Criterion
from pairwell.matching.policy_kinds import CRITERIA, full_params
from pairwell.matching.problem import Problem
from pairwell.matching.result import POINTS

_COMPARE: Mapping[str, Callable[..., Term]] = {
    "needs_coverage": lambda a, b, p: needs_coverage(a, b),
    "meaning": lambda a, b, p: meaning(a, b),
    "seniority_gap": lambda a, b, p: seniority_gap(a, b, p["curve"]),
    "hours_overlap": lambda a, b, p: hours_overlap(a, b, p["enough"]),
    "language_fluency": lambda a, b, p: language_fluency(a, b),
    "place": lambda a, b, p: equality(a, b, same=True),
    "shared_interests": lambda a, b, p: listed_share(a, b),
    "cross_unit": lambda a, b, p: equality(a, b, same=False),
    "same": lambda a, b, p: equality(a, b, same=True),
    "different": lambda a, b, p: equality(a, b, same=False),
    "near": lambda a, b, p: near(a, b, p["span"]),
    "contains": lambda a, b, p: listed_share(a, b),
}


def compile_criteria(problem: Problem) -> tuple[tuple[Criterion, ...], list[Term], IntArray]:
    """The criteria that count, their terms, and weights (mentees, criteria) that sum to `POINTS` per row.

    Criteria without data are left out; when nothing is left, one neutral criterion stands in.
    """
    found: list[tuple[Criterion, Term]] = []
    for criterion in problem.policy.criteria:
        term = _term(problem, criterion)
        if term is not None and criterion.weight > 0:
            found.append((criterion, term))
    if not found:
        neutral = NeutralTerm(len(problem.pool.mentees), len(problem.pool.mentors))
        found = [(Criterion("nothing", "same", 1.0), neutral)]
    criteria = tuple(criterion for criterion, _ in found)
    return criteria, [term for _, term in found], _weights(problem, criteria)


def _term(problem: Problem, criterion: Criterion) -> Term | None:
    params = full_params(CRITERIA[criterion.kind], criterion.params)
    pool = problem.pool
    if criterion.kind == "mutual_preference":
        if not (pool.mentee_ranks.counts.any() or pool.mentor_ranks.counts.any()):
            return None
        return mutual_preference(pool.mentee_ranks, pool.mentor_ranks, params["mentee_share"])
    if criterion.kind == "style":
        return _style(problem, params)
    left = pool.mentees.columns.get(params["mentee_field"])
    right = pool.mentors.columns.get(params["mentor_field"])
    if left is None or right is None or not left.known.any() or not right.known.any():
        return None
    if isinstance(left, Text) and isinstance(right, Text) and (left.vectors is None or right.vectors is None):
        return None
    return _COMPARE[criterion.kind](left, right, params)


def _style(problem: Problem, params: Mapping[str, Any]) -> Term | None:
    mentees, mentors = problem.pool.mentees.columns, problem.pool.mentors.columns
    cadence, help_field = params["cadence_field"], params["help_field"]
    first: Term | None = None
    second: Term | None = None
    if cadence in mentees and cadence in mentors:
        first = equality(mentees[cadence], mentors[cadence], same=True)  # type: ignore[arg-type]
    if help_field in mentees and help_field in mentors:
        second = listed_share(mentees[help_field], mentors[help_field])  # type: ignore[arg-type]
    if first is None or second is None:
        return first or second
    return BlendTerm(first, second, round(params["cadence_share"] * POINTS))


def _weights(problem: Problem, criteria: tuple[Criterion, ...]) -> IntArray:
    """Whole-number weights by largest remainder; one row per distinct choice of what matters most."""
    share, choices = problem.policy.matters_most_share, problem.pool.mentees.matters_most
    keys = [criterion.key for criterion in criteria]
    every = {criterion.key for criterion in problem.policy.criteria}
    known: dict[str | None, IntArray] = {}
    for row, choice in enumerate(choices):
        if choice is not None and choice not in every and share > 0:
            raise InputError(
                f"mentees[{row}].matters_most",
                f"names {choice!r}, which is no criterion of the policy.",
                f"Use one of {', '.join(sorted(every))}.",
            )
        named = choice if share > 0 and choice in keys else None
        if named not in known:
            known[named] = _whole_weights(criteria, keys, named, share)
    table = [known[c if share > 0 and c in keys else None] for c in choices]
    return np.array(table, dtype=np.int64).reshape(len(choices), len(criteria))


def _whole_weights(
    criteria: tuple[Criterion, ...], keys: list[str], named: str | None, share: float
) -> IntArray:
    raw = np.array([criterion.weight for criterion in criteria], dtype=np.float64)
    exact = raw / raw.sum()
    if named is not None:
        exact = exact * (1.0 - share)
        exact[keys.index(named)] += share
    exact = exact * POINTS
    whole = np.floor(exact).astype(np.int64)
    missing = POINTS - int(whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:missing]] += 1
    return whole
