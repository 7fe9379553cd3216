"""From index pairs to a `Result`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Required, TypedDict, Unpack

import numpy as np

from pairwell.matching.checker import seal
from pairwell.matching.columns import IntArray
from pairwell.matching.explain import unmatched_mentees
from pairwell.matching.fairness import fairness_table
from pairwell.matching.instance import digest_of
from pairwell.matching.policy import Policy
from pairwell.matching.problem import Problem
from pairwell.matching.result import POINTS, Circle, Load, Pair, Result, Summary
from pairwell.matching.scoring import Scoring
from pairwell.matching.solving import Solution, solve_pairs
from pairwell.matching.stages import plain_stage

BINS = 20
ENGINE = "1"
PRICED = 60_000_000
"""Up to this many possible pairs (10,000 x 6,000) the prices of fairness and what would help most are worked out."""


class Told(TypedDict, total=False):
    """What a solver says of its pairs beside them."""

    certificate: Required[Mapping[str, Any]]
    times: Mapping[str, float]
    circles: tuple[Circle, ...]
    notes: tuple[str, ...]


def build_result(problem: Problem, scoring: Scoring, pairs: IntArray, **told: Unpack[Told]) -> Result:
    """A result from index pairs (k, 2) of (mentee row, mentor row), sealed; takes what `assembled` takes."""
    return sealed(assembled(problem, scoring, pairs, **told))


def assembled(problem: Problem, scoring: Scoring, pairs: IntArray, **told: Unpack[Told]) -> Result:
    """A result from index pairs (k, 2) of (mentee row, mentor row), without its seal: more may be added to it.

    Scores, contributions, reasons, loads, fairness, digest and versions are worked out here.
    """
    certificate, circles = told["certificate"], told.get("circles", ())
    pairs = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    contributions = scoring.contributions(pairs[:, 0], pairs[:, 1])
    scores = contributions.sum(axis=1)
    floor = int(certificate.get("floor") or 0)
    return Result(
        format=problem.policy.format,
        objective=problem.policy.objective,
        summary=_summary(problem, pairs, scores, len(circles)),
        pairs=_pairs(problem, scoring, pairs, contributions),
        unmatched=unmatched_mentees(problem, scoring, pairs, floor),
        loads=_loads(problem, pairs),
        certificate={**_plain(certificate), "rows": pairs.tolist()},
        fairness=fairness_table(problem, pairs, scores),
        circles=circles,
        criteria=_criteria(scoring),
        notes=(*problem.pool.notes, *problem.left_out, *told.get("notes", ())),
        seed=problem.seed,
        digest=digest_of(problem),
        versions=versions(),
        times=dict(told.get("times", {})),
    )


def _plain(certificate: Mapping[str, Any]) -> dict[str, Any]:
    if "stages" not in certificate:
        return dict(certificate)
    return {**certificate, "stages": [plain_stage(stage) for stage in certificate["stages"]]}


def sealed(result: Result) -> Result:
    """The result with a digest of itself in its certificate, so that a later change shows."""
    return replace(result, certificate={**result.certificate, "seal": seal(result.to_dict())})


def versions() -> dict[str, str]:
    """What the numbers depend on."""
    from importlib.metadata import version  # noqa: PLC0415 - only when a result is made

    return {"engine": ENGINE, "numpy": np.__version__, "ortools": version("ortools")}


def _criteria(scoring: Scoring) -> tuple[dict[str, Any], ...]:
    total = sum(criterion.weight for criterion in scoring.criteria)
    return tuple(
        {"key": c.key, "kind": c.kind, "weight": c.weight, "share": round(c.weight / total, 6)}
        for c in scoring.criteria
    )


def _summary(problem: Problem, pairs: IntArray, scores: IntArray, circles: int) -> Summary:
    pool = problem.pool
    histogram = np.bincount(np.minimum(scores * BINS // POINTS, BINS - 1), minlength=BINS)
    width = max(len(pool.mentors), 1)
    standing = pool.standing[:, 0] * width + pool.standing[:, 1]
    return Summary(
        mentees=len(pool.mentees),
        mentors=len(pool.mentors),
        places=int(pool.mentors.places.sum()),
        matched=len(np.unique(pairs[:, 0])),
        pairs=len(pairs),
        floor=int(scores.min()) if len(scores) else None,
        total=int(scores.sum()),
        mean=round(float(scores.mean()) / POINTS, 6) if len(scores) else None,
        histogram=tuple(int(count) for count in histogram),
        standing_kept=int(np.isin(pairs[:, 0] * width + pairs[:, 1], standing).sum()),
        standing=len(standing),
        circles=circles,
    )


def _pairs(problem: Problem, scoring: Scoring, pairs: IntArray, contributions: IntArray) -> tuple[Pair, ...]:
    pool, keys = problem.pool, scoring.criterion_keys
    known = scoring.known(pairs[:, 0], pairs[:, 1])
    share = (scoring.weights[pairs[:, 0]] * known).sum(axis=1) / POINTS
    standing = set(map(tuple, pool.standing.tolist()))
    kept = set(map(tuple, pool.keep.tolist()))
    found = []
    for number, (row, col) in enumerate(pairs.tolist()):
        points = contributions[number].tolist()
        found.append(
            Pair(
                mentee=pool.mentees.ids[row],
                mentor=pool.mentors.ids[col],
                score=sum(points),
                contributions=dict(zip(keys, points, strict=True)),
                known=round(float(share[number]), 6),
                unknown=tuple(key for key, there in zip(keys, known[number], strict=True) if not there),
                standing=(row, col) in standing,
                kept=(row, col) in kept,
            )
        )
    return tuple(found)


def _loads(problem: Problem, pairs: IntArray) -> tuple[Load, ...]:
    mentors = problem.pool.mentors
    used = np.bincount(pairs[:, 1], minlength=len(mentors)).tolist()
    least = np.minimum(np.maximum(mentors.minimum, problem.policy.mentor_minimum), mentors.places).tolist()
    rows = zip(mentors.ids, mentors.places.tolist(), used, least, strict=True)
    return tuple(Load(mentor, places, count, minimum) for mentor, places, count, minimum in rows)


def finish(problem: Problem, solution: Solution, tell: Callable[[str, int, int], None]) -> Result:
    """The result of a bipartite solution, with what fairness costs and what would help most."""
    tell("explaining", 0, 1)
    started = time.perf_counter()
    result = assembled(problem, solution.scoring, solution.pairs, certificate=solution.certificate)
    if len(problem.pool.mentees) * len(problem.pool.mentors) <= PRICED:
        from pairwell.matching.shadow import shadow_prices  # noqa: PLC0415 - it solves again

        helps = shadow_prices(problem, solution, result)
        result = replace(result, prices=fairness_prices(problem, solution), shadow_prices=helps)
    else:
        told = (
            f"What each aim costs and what would help most is worked out for up to {PRICED:,} possible pairs."
        )
        result = replace(result, notes=(*result.notes, told))
    times = {**solution.times, "explaining": round(time.perf_counter() - started, 6)}
    tell("done", 1, 1)
    return sealed(replace(result, times=times))


def fairness_prices(problem: Problem, solution: Solution) -> dict[str, int]:
    """Points of total given up for each of: floor or leximin, groups, reserved places, spread, minimum loads."""
    policy, total = problem.policy, int(solution.scoring.exact(*solution.pairs.T).sum())
    prices: dict[str, int] = {}
    for aim in ("floor", "leximin"):
        if aim in policy.objective and "total" in policy.objective:
            plain = tuple(name for name in policy.objective if name not in ("floor", "leximin"))
            prices[aim] = _total_under(problem, solution, replace(policy, objective=plain)) - total
    if policy.group_bound:
        prices["group_bound"] = _total_under(problem, solution, replace(policy, group_bound=None)) - total
    if policy.reserved:
        prices["reserved"] = _total_under(problem, solution, replace(policy, reserved=())) - total
    if "spread" in policy.objective and "total" in policy.objective[: policy.objective.index("spread")]:
        prices["spread"] = 0  # it only chooses between results of the same total
    elif "spread" in policy.objective:
        without = tuple(name for name in policy.objective if name != "spread") or ("total",)
        prices["spread"] = _total_under(problem, solution, replace(policy, objective=without)) - total
    if (solution.limits.minimum > solution.limits.held).any():
        nothing = replace(problem.pool.mentors, minimum=np.zeros_like(problem.pool.mentors.minimum))
        free = replace(problem, pool=replace(problem.pool, mentors=nothing))
        prices["minimum"] = _total_under(free, solution, replace(policy, mentor_minimum=0)) - total
    return prices


def _total_under(problem: Problem, solution: Solution, policy: Policy) -> int:
    other = solve_pairs(replace(problem, policy=policy), scoring=solution.scoring, near=solution)
    return int(solution.scoring.exact(*other.pairs.T).sum())
