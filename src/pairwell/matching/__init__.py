"""The pure matching engine: arrays in, pairs out. No Django, no database, no names of people.

The public interface::

    pool = Pool.from_records(mentees, mentors, fields={...}, keep=[...], forbid=[...], standing=[...])
    pool = pool.with_vectors("mentees", "goals", float32_matrix)      # embeddings come from outside
    policy = Policy.default("traditional")                            # or Policy.from_dict({...})
    result = solve(Problem(pool, policy, seed=7))                     # Result: pairs, reasons, certificate
    session = Session(Problem(pool, policy))                          # warm: .result, .why_not, .what_if
    report = verify(result.to_dict(), instance_dict)                  # independent checker

What solvers of other formats build on:

- `Scoring(problem)`: `.exact(rows, cols)` canonical scores (int64, 10^6 = 1.0) of index pairs,
  `.contributions(rows, cols)` (k, criteria) int64 that sum to them exactly, `.known(rows, cols)` bool of
  the same shape, `.allowed(rows, cols)` bool, `.broken(rows, cols)` (k, rules) bool, `.rule_keys`,
  `.criterion_keys`, `.best(k)` -> `Candidates(indptr, cols, scores, threshold)`, the best allowed
  mentors per mentee, each row ordered by falling score and then by column
- `build_result(problem, scoring, pairs, certificate=..., times=...)` makes a `Result` from
  index pairs of shape (k, 2)

`solve` dispatches on `policy.format` and `policy.objective`: `peer` goes to `solvers.peer`, `group` to
`solvers.circles`, `["stable"]` to `solvers.stable` (each has `solve_peer`, `solve_circles`,
`solve_stable`, taking `(problem, scoring, *, seed, progress)` and returning a `Result`).

Same inputs and seed give the same output, on any number of threads. Hard rules forbid, scores prefer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairwell.matching.errors import Canceled, InputError, MatchingError, PolicyError
from pairwell.matching.policy import Criterion, Policy, Rule
from pairwell.matching.pool import Pool, Side
from pairwell.matching.problem import Problem
from pairwell.matching.result import (
    POINTS,
    Circle,
    GroupRow,
    Load,
    Pair,
    Result,
    ShadowPrice,
    Summary,
    Unmatched,
)

if TYPE_CHECKING:
    from pairwell.matching.assemble import build_result
    from pairwell.matching.checker import verify
    from pairwell.matching.instance import read_instance, write_instance
    from pairwell.matching.scoring import Candidates, Scoring
    from pairwell.matching.session import Change, Session
    from pairwell.matching.solving import solve

_LAZY = {
    "build_result": "assemble",
    "verify": "checker",
    "read_instance": "instance",
    "write_instance": "instance",
    "Candidates": "scoring",
    "Scoring": "scoring",
    "Change": "session",
    "Session": "session",
    "solve": "solving",
}

__all__ = [
    "POINTS",
    "Canceled",
    "Candidates",
    "Change",
    "Circle",
    "Criterion",
    "GroupRow",
    "InputError",
    "Load",
    "MatchingError",
    "Pair",
    "Policy",
    "PolicyError",
    "Pool",
    "Problem",
    "Result",
    "Rule",
    "Scoring",
    "Session",
    "ShadowPrice",
    "Side",
    "Summary",
    "Unmatched",
    "build_result",
    "read_instance",
    "solve",
    "verify",
    "write_instance",
]


def __getattr__(name: str) -> object:
    """Load the heavy parts on first use, so that importing the package stays quick."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib  # noqa: PLC0415 - only needed on first use of a heavy part

    module = importlib.import_module(f"{__name__}.{_LAZY[name]}")
    for other, home in _LAZY.items():
        if home == _LAZY[name]:
            globals()[other] = getattr(module, other)
    return globals()[name]
