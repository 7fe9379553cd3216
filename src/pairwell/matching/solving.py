"""One function: a problem in, a result out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from pairwell.matching.columns import IntArray
from pairwell.matching.floors import as_match, best_counts, highest_floor
from pairwell.matching.kept import Kept
from pairwell.matching.limits import Limits, bounded_by_rate, find_limits, group_sizes
from pairwell.matching.network import Weights
from pairwell.matching.problem import Problem
from pairwell.matching.result import Result
from pairwell.matching.scoring import Scoring
from pairwell.matching.stages import (
    Stage,
    achieved,
    counts_order,
    main_weights,
    outweighs,
    ranges,
    solve_stage,
    stage_data,
    strict_weights,
)

Progress = Callable[[str, int, int], None]


@dataclass(eq=False)
class Solution:
    """A solved bipartite problem, before it is put into words."""

    pairs: IntArray
    certificate: dict[str, Any]
    scoring: Scoring
    limits: Limits
    kept: Kept
    main: Stage
    scores: IntArray
    times: dict[str, float] = field(default_factory=dict)


class Clock:
    """Seconds per phase."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, phase: str) -> None:
        """Book the time since the last lap under `phase`."""
        now = time.perf_counter()
        self.times[phase] = round(self.times.get(phase, 0.0) + now - self._last, 6)
        self._last = now


def solve(
    problem: Problem, *, seed: int | None = None, threads: int | None = None, progress: Progress | None = None
) -> Result:
    """The best result under the policy's objective, with its certificate.

    `seed` replaces the problem's; `threads` limits scoring; `progress(phase, done, total)` is called now
    and then and may raise (for example `Canceled`) to stop. Raises `InputError` or `PolicyError` when the
    kept pairs contradict a rule or a capacity, or the policy asks for what cannot be.
    """
    if seed is not None:
        problem = replace(problem, seed=seed)
    tell = progress or (lambda phase, done, total: None)
    other = other_solver(problem)
    if other is not None:
        scoring = Scoring(problem, threads, lambda done, total: tell("scoring", done, total))
        result: Result = other(problem, scoring, seed=problem.seed, progress=tell)
        return result
    solution = solve_pairs(problem, threads=threads, progress=tell)
    from pairwell.matching.assemble import finish  # noqa: PLC0415 - it imports this module

    return finish(problem, solution, tell)


def other_solver(problem: Problem) -> Callable[..., Any] | None:
    """The solver of a problem that is no flow: stable pairs, peers, circles; None for all others."""
    import importlib  # noqa: PLC0415 - each solver is only loaded for its format

    home = "pairwell.matching.solvers"
    if problem.policy.objective == ("stable",):
        return importlib.import_module(f"{home}.stable").solve_stable  # type: ignore[no-any-return]
    if problem.policy.format == "peer":
        return importlib.import_module(f"{home}.peer").solve_peer  # type: ignore[no-any-return]
    if problem.policy.format == "group":
        return importlib.import_module(f"{home}.circles").solve_circles  # type: ignore[no-any-return]
    return None


def solve_pairs(
    problem: Problem,
    *,
    scoring: Scoring | None = None,
    k: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    near: Solution | None = None,
) -> Solution:
    """The bipartite part of `solve`; a scoring of the same problem may be given to save its time.

    `near` is a solution of nearly the same problem (same people, perhaps other places or pairs) to go on from;
    the result and its proof are as good as without.
    """
    tell = progress or (lambda phase, done, total: None)
    clock = Clock()
    tell("scoring", 0, 1)
    scoring = scoring or Scoring(problem, threads, lambda done, total: tell("scoring", done, total))
    if near is not None and not scoring.small:
        kept = near.kept.beside(scoring, problem.pool)
    else:
        kept = Kept.start(scoring, problem.pool, None if "leximin" in problem.policy.objective else k)
    limits = find_limits(problem, scoring)
    clock.lap("scoring")
    rate: Fraction | None = None
    if problem.policy.group_bound:
        tell("groups", 0, 1)
        rate = best_rate(kept, limits)
        limits = bounded_by_rate(limits, rate, problem.policy.group_bound.difference)
        clock.lap("groups")
    solution = _in_order(problem, scoring, kept, limits, tell, clock, near)
    if rate is not None:
        solution.certificate["rate"] = str(rate)
    solution.times = clock.times
    return solution


def best_rate(kept: Kept, limits: Limits) -> Fraction:
    """The highest match rate that every group can reach at once."""
    sizes, _ = group_sizes(limits)
    rates = sorted({Fraction(count, int(n)) for n in sizes if n for count in range(int(n) + 1)})
    start, stop = 0, len(rates) - 1
    while start < stop:
        middle = (start + stop + 1) // 2
        tried = bounded_by_rate(limits, rates[middle], None)
        stage = solve_stage(kept, tried, Weights(reserved=1), 0, "rate")
        if stage.value >= int(tried.reserved.sum()):
            start = middle
        else:
            stop = middle - 1
    return rates[start] if rates else Fraction(0)


def _in_order(
    problem: Problem,
    scoring: Scoring,
    kept: Kept,
    limits: Limits,
    tell: Progress,
    clock: Clock,
    near: Solution | None,
) -> Solution:
    objective = problem.policy.objective
    match = None if near is None else as_match(near.main, limits)
    reach = ranges(kept, limits)
    weights, order, tries = main_weights(kept, limits, objective, reach, near.main.weights if near else None)
    counted = counts_order(limits, objective)
    stages: list[dict[str, Any]] = []
    floor, counts = 0, None
    rounds: list[dict[str, Any]] = []
    if counted and (tries or "floor" in objective or "leximin" in objective):
        tell("coverage", 0, 1)
        counts = best_counts(kept, limits, strict_weights(counted, reach), match)
        stages.append(stage_data(counts, "optimum"))
        clock.lap("coverage")
    if counts is not None and ("floor" in objective or "leximin" in objective):
        tell("floor", 0, 1)
        guess = None if near is None or match is None else (near.main.above, match)
        floor, proof = highest_floor(kept, limits, counts, guess)
        if proof is not None:
            stages.append(stage_data(proof, "impossible"))
        clock.lap("floor")
    tell("total", 0, 1)
    main = _main_stage(kept, limits, tries or [weights], floor, counts, near)
    if "leximin" in objective and counts is not None:
        from pairwell.matching.leximin import raise_from_below  # noqa: PLC0415 - only for this aim

        rows, cols, rounds = raise_from_below(kept, limits, counts, weights, floor)
        main = replace(main, rows=rows, cols=cols, scores=scoring.exact(rows, cols))
    else:
        stages.append(stage_data(main, "optimum"))
    clock.lap("total")
    pairs = np.concatenate([limits.keep, np.stack([main.rows, main.cols], axis=1)])
    scores = np.concatenate([scoring.exact(*limits.keep.T), main.scores])
    by_row = np.argsort(pairs[:, 0] * max(scoring.mentors, 1) + pairs[:, 1], kind="stable")
    pairs, scores = pairs[by_row], scores[by_row]
    strict = outweighs(main.weights, order, reach)
    certificate = _certificate(stages, order, strict, floor, main, kept)
    if "leximin" in objective:
        tail = {name: value for name, value in vars(weights).items() if value}
        certificate |= {"kind": "leximin", "strict": True, "levels": rounds, "tail": tail}
    return Solution(pairs, certificate, scoring, limits, kept, main, scores)


def _main_stage(
    kept: Kept,
    limits: Limits,
    tries: list[Weights],
    floor: int,
    counts: Stage | None,
    near: Solution | None,
) -> Stage:
    for tried in tries:
        alike = near is not None and near.main.weights == tried
        main = solve_stage(kept, limits, tried, floor, "main", near.main.warm if near and alike else None)
        if counts is None:
            return main
        got = achieved(kept, limits, main)
        if sum(got[name] * worth for name, worth in vars(counts.weights).items()) == counts.value:
            return main
    raise ArithmeticError("no weights reach the best counts; please report this with the instance file")


def _certificate(
    stages: list[dict[str, Any]], order: list[str], strict: bool, floor: int, main: Stage, kept: Kept
) -> dict[str, Any]:
    gap = main.bound - main.value
    pairs = kept.scoring.mentees * kept.scoring.mentors
    return {
        "kind": "optimal",
        "holds": gap == 0,
        "gap": gap,
        "order": order,
        "strict": strict,
        "floor": floor,
        "stages": stages,
        "pairs": pairs,
        "priced": kept.looked,
        "rounds": kept.rounds,
    }
