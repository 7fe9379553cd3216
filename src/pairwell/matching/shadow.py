"""What would help most, worked out again exactly: more places for a skill or a mentor, one rule less."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from pairwell.matching.columns import IntArray, Skills
from pairwell.matching.errors import InputError
from pairwell.matching.floors import best_counts
from pairwell.matching.kept import Kept
from pairwell.matching.limits import Limits
from pairwell.matching.network import Weights
from pairwell.matching.policy_kinds import CRITERIA, full_params
from pairwell.matching.problem import Problem
from pairwell.matching.result import POINTS, Result, ShadowPrice
from pairwell.matching.solving import Solution, solve_pairs
from pairwell.matching.stages import solve_stage

SKILLS, MENTORS = 5, 3


def shadow_prices(problem: Problem, solution: Solution, result: Result) -> tuple[ShadowPrice, ...]:
    """The most helpful changes first; at most a handful."""
    waiting = [entry for entry in result.unmatched if entry.reason != "no_places"]
    found: list[ShadowPrice] = []
    if waiting:
        found += _skills(problem, solution, [problem.pool.mentees.index(entry.mentee) for entry in waiting])
        if solution.scoring.small and any(entry.reason == "nobody_allowed" for entry in waiting):
            found += _rules(problem, solution, result)
    found = sorted(found, key=lambda price: (-price.more_matched, price.what, price.key))
    return (*found, *_mentors(problem, solution))


def _matched(kept: Kept, limits: Limits) -> int:
    return best_counts(kept, replace(limits, minimum=limits.held), Weights(coverage=1)).value


def _skills(problem: Problem, solution: Solution, waiting: list[int]) -> list[ShadowPrice]:
    """Places with mentors who offer a skill that unmatched mentees want."""
    asked = next((c for c in problem.policy.criteria if c.kind == "needs_coverage"), None)
    if asked is None:
        return []
    params = full_params(CRITERIA[asked.kind], asked.params)
    wanted = problem.pool.mentees.columns.get(params["mentee_field"])
    offered = problem.pool.mentors.columns.get(params["mentor_field"])
    if not isinstance(wanted, Skills) or not isinstance(offered, Skills):
        return []
    before = _matched(solution.kept, solution.limits)
    counted = Counter(
        wanted.labels[code]
        for row in waiting
        for code in wanted.codes[wanted.indptr[row] : wanted.indptr[row + 1]].tolist()
    )
    found = []
    for label, _ in sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:SKILLS]:
        extra = np.where(_offers(offered, label), len(waiting), 0)
        raised = replace(solution.limits, capacity=solution.limits.capacity + extra)
        gain = _matched(solution.kept, raised) - before
        if gain > 0:
            words = f"{_places(gain)} with mentors who offer {label} would match {_mentees(gain)}."
            found.append(ShadowPrice("skill", label, gain, gain, 0, words))
    return found


def _offers(column: Skills, label: str) -> IntArray:
    offers = np.zeros(len(column), dtype=np.int64)
    if label in column.labels:
        rows = np.repeat(np.arange(len(column)), np.diff(column.indptr))
        offers[rows[column.codes == column.labels.index(label)]] = 1
    return offers


def _places(count: int) -> str:
    return "One more place" if count == 1 else f"{count} more places"


def _mentees(count: int) -> str:
    return "one more mentee" if count == 1 else f"{count} more mentees"


def _rules(problem: Problem, solution: Solution, result: Result) -> list[ShadowPrice]:
    """How many more would be matched without one rule."""
    plain = replace(problem.policy, objective=("coverage",), group_bound=None, reserved=(), mentor_minimum=0)
    blamed = {key for entry in result.unmatched for key in entry.removed}
    base = solve_pairs(replace(problem, policy=plain), scoring=solution.scoring)
    before, found = len(np.unique(base.pairs[:, 0])), []
    for rule in problem.policy.rules:
        if rule.enabled and rule.key in blamed:
            try:
                looser = solve_pairs(replace(problem, policy=plain.with_rule(rule.key, enabled=False)))
            except InputError:
                # A kept pair that another rule's fallback allows, which would not be needed without this rule.
                continue
            gain = len(np.unique(looser.pairs[:, 0])) - before
            if gain > 0:
                words = f"Without the rule {rule.key!r}, {_mentees(gain)} could be matched."
                found.append(ShadowPrice("rule", rule.key, 0, gain, 0, words))
    return found


def _mentors(problem: Problem, solution: Solution) -> list[ShadowPrice]:
    """One more place with the mentors whose places are dearest, each solved again."""
    main, limits = solution.main, solution.limits
    if not main.weights.total:
        return []
    full = np.bincount(solution.pairs[:, 1], minlength=len(limits.capacity)) >= limits.capacity
    dear = np.where(full & (limits.capacity > limits.held), main.prices.mentors, 0)
    found = []
    total = int(main.scores.sum())
    matched = len(np.unique(main.rows))
    for col in np.argsort(-dear, kind="stable")[:MENTORS]:
        if dear[col] <= 0:
            continue
        more = limits.capacity.copy()
        more[col] += 1
        again = solve_stage(
            solution.kept, replace(limits, capacity=more), main.weights, main.above, "price", main.warm
        )
        points, people = int(again.scores.sum()) - total, len(np.unique(again.rows)) - matched
        name = problem.pool.mentors.ids[int(col)]
        gain = _mentees(people) if people > 0 else f"a total higher by {points / POINTS:.3f}"
        if people > 0 or points > 0:
            words = f"One more place with mentor {name} would bring {gain}."
            found.append(ShadowPrice("mentor", name, 1, people, points, words))
    return found
