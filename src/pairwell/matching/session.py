"""A warm session: why not this pair, and what if something changed, without starting over.

Scores, rules and lists are kept; a change solves again only what it touches. What a forced pair would
cost is exact: the best result that contains the pair, under the same objective, against the present one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from pairwell.matching.assemble import build_result
from pairwell.matching.columns import IntArray
from pairwell.matching.errors import InputError
from pairwell.matching.limits import find_limits
from pairwell.matching.pool import Pool
from pairwell.matching.problem import Problem
from pairwell.matching.records import pair_array
from pairwell.matching.result import POINTS, Result
from pairwell.matching.scoring import Scoring
from pairwell.matching.solving import Solution, solve_pairs

Kind = Literal["weight", "rule", "keep", "forbid", "free", "swap", "places", "remove", "add"]


@dataclass(frozen=True)
class Change:
    """One change to ask `what_if` about.

    kind        | read
    ------------|-----------------------------------------------------------------------
    `weight`    | `key` of a criterion, `value` its new weight
    `rule`      | `key` of a rule, `value` 1 (on) or 0 (off)
    `keep`      | `mentee`, `mentor`: they are to be a pair
    `forbid`    | `mentee`, `mentor`: they are not to be a pair
    `free`      | `mentee`, `mentor`: neither kept nor forbidden any longer
    `swap`      | `mentee`, `other` (two matched mentees): they exchange their mentors, both kept
    `places`    | `mentee` or `mentor`, `value` places
    `remove`    | `mentee` or `mentor`: leaves the pool (no places)
    `add`       | `pool`: the whole pool with the new person in it
    """

    kind: Kind
    mentee: str = ""
    mentor: str = ""
    other: str = ""
    key: str = ""
    value: float = 0.0
    pool: Pool | None = None


@dataclass(frozen=True)
class Difference:
    """A changed result against the present one. `removed` and `added` are pairs of ids.

    `result` is put into words when it is first asked for.
    """

    problem: Problem = field(repr=False)
    solution: Solution = field(repr=False)
    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    matched: int
    floor: int | None
    total: int
    words: str

    @cached_property
    def result(self) -> Result:
        """The whole changed result."""
        solution = self.solution
        return build_result(self.problem, solution.scoring, solution.pairs, certificate=solution.certificate)


@dataclass(frozen=True)
class WhyNot:
    """Why a pair is not in the result.

    `chosen`: it is. `rules` that forbid it (then nothing else is said). Otherwise forcing it would change
    matched mentees, the floor and the total by these amounts (points), and `others`: places of minimum
    loads and of groups that are filled, present pairs that stay, sum of squared loads. `score` is the pair's own.
    """

    mentee: str
    mentor: str
    chosen: bool
    rules: tuple[str, ...]
    score: int
    contributions: Mapping[str, int] = field(default_factory=dict)
    matched: int = 0
    floor: int = 0
    total: int = 0
    others: Mapping[str, int] = field(default_factory=dict)
    words: str = ""


class Session:
    """Holds a solved problem. `result` is the present result; nothing here changes it."""

    def __init__(
        self, problem: Problem, *, threads: int | None = None, progress: Any = None, k: int | None = None
    ) -> None:
        if problem.policy.objective == ("stable",) or problem.policy.format in ("peer", "group"):
            raise InputError("format", "has no warm session.", "Call solve() again after a change.")
        self.problem = problem
        self._solution: Solution = solve_pairs(problem, threads=threads, progress=progress, k=k)
        self._result: Result | None = None

    @property
    def result(self) -> Result:
        """The present result."""
        if self._result is None:
            from pairwell.matching.assemble import finish  # noqa: PLC0415 - only when asked for

            self._result = finish(self.problem, self._solution, lambda phase, done, total: None)
        return self._result

    @property
    def scoring(self) -> Scoring:
        """The compiled scores and rules."""
        return self._solution.scoring

    def why_not(self, mentee: str, mentor: str) -> WhyNot:
        """The rule that forbids the pair, or exactly what choosing it would cost the whole."""
        row, col = self._row("mentee", mentee), self._row("mentor", mentor)
        rows, cols = np.array([row]), np.array([col])
        points = self.scoring.contributions(rows, cols)[0].tolist()
        parts = dict(zip(self.scoring.criterion_keys, points, strict=True))
        broken = self.scoring.broken(rows, cols)[0]
        rules = tuple(key for key, hit in zip(self.scoring.rule_keys, broken, strict=True) if hit)
        chosen = bool((self._solution.pairs == [row, col]).all(axis=1).any())
        found = WhyNot(mentee, mentor, chosen, rules, sum(points), parts)
        if chosen:
            return replace(found, words="They are a pair in this result.")
        if rules:
            return replace(found, words=f"Forbidden by: {', '.join(rules)}.")
        try:
            forced = self._solve(self._keeping([(row, col)]))
        except InputError as problem:
            return replace(found, words=f"The pair cannot be made: {problem.message}")
        matched, floor, total = self._against(forced)
        others = self._others(forced)
        words = _cost_words(matched, floor, total, others)
        return replace(found, matched=matched, floor=floor, total=total, others=others, words=words)

    def what_if(self, change: Change) -> Difference:
        """The result after a change, and the difference."""
        problem, same_scores = self._changed(change)
        if change.kind in ("forbid", "free"):
            other = solve_pairs(problem, scoring=self.scoring.with_pairs(problem), near=self._near(problem))
        else:
            other = self._solve(problem, same_scores=same_scores)
        before, after = self._pairs(self.problem, self._solution.pairs), self._pairs(problem, other.pairs)
        matched, floor, total = self._against(other)
        words = _cost_words(matched, floor, total, self._others(other))
        scores = other.scores
        return Difference(
            problem=problem,
            solution=other,
            added=tuple(sorted(after - before)),
            removed=tuple(sorted(before - after)),
            matched=matched,
            floor=int(scores.min()) if len(scores) else None,
            total=total,
            words=f"{_changed_words(len(after - before))} {words}",
        )

    def _solve(self, problem: Problem, *, same_scores: bool = True) -> Solution:
        scoring = self.scoring if same_scores else None
        return solve_pairs(problem, scoring=scoring, near=self._near(problem) if same_scores else None)

    def _near(self, problem: Problem) -> Solution | None:
        """The present solution, to go on from where the people are the same."""
        return self._solution if problem.policy is self.problem.policy else None

    def _keeping(self, pairs: list[tuple[int, int]]) -> Problem:
        pool = self.problem.pool
        both = pair_array([*map(tuple, pool.keep.tolist()), *pairs])
        changed = replace(self.problem, pool=replace(pool, keep=both))
        find_limits(changed, self.scoring)
        return changed

    def _against(self, other: Solution) -> tuple[int, int, int]:
        mine, theirs = self._solution.scores, other.scores
        matched = len(np.unique(other.pairs[:, 0])) - len(np.unique(self._solution.pairs[:, 0]))
        floor = int(theirs.min()) - int(mine.min()) if len(mine) and len(theirs) else 0
        return matched, floor, int(theirs.sum()) - int(mine.sum())

    def _others(self, other: Solution) -> dict[str, int]:
        """What else changes; only what does."""
        mine, theirs = (_aims(self.problem, solution) for solution in (self._solution, other))
        return {name: theirs[name] - mine[name] for name in mine if theirs[name] != mine[name]}

    def _pairs(self, problem: Problem, pairs: IntArray) -> set[tuple[str, str]]:
        left, right = problem.pool.mentees.ids, problem.pool.mentors.ids
        return {(left[row], right[col]) for row, col in pairs.tolist()}

    def _row(self, name: str, identity: str) -> int:
        side = self.problem.pool.mentees if name == "mentee" else self.problem.pool.mentors
        if identity not in side.positions:
            raise InputError(name, f"{identity!r} is not in the pool.", "Use an id of the pool.")
        return side.positions[identity]

    def _changed(self, change: Change) -> tuple[Problem, bool]:
        """The changed problem, and whether scores and rules stay the same."""
        problem, policy = self.problem, self.problem.policy
        if change.kind == "weight":
            if change.key not in {c.key for c in policy.criteria}:
                raise InputError("key", f"{change.key!r} is no criterion of the policy.", "Use its key.")
            return replace(problem, policy=policy.with_weight(change.key, change.value)), False
        if change.kind == "rule":
            if change.key not in {rule.key for rule in policy.rules}:
                raise InputError("key", f"{change.key!r} is no rule of the policy.", "Use its key.")
            return replace(problem, policy=policy.with_rule(change.key, bool(change.value))), False
        if change.kind == "add":
            if change.pool is None:
                raise InputError("pool", "is missing.", "Give the pool with the added person.")
            return replace(problem, pool=change.pool), False
        if change.kind in ("places", "remove"):
            places = 0 if change.kind == "remove" else int(change.value)
            return self._places(change, places), True
        return self._pair_change(change)

    def _places(self, change: Change, places: int) -> Problem:
        pool = self.problem.pool
        if places < 0:
            raise InputError("value", "is negative.", "Give a number of places.")
        if change.mentee:
            side, row = pool.mentees, self._row("mentee", change.mentee)
        else:
            side, row = pool.mentors, self._row("mentor", change.mentor)
        filled = side.places.copy()
        filled[row] = places
        keep = pool.keep
        if change.kind == "remove":
            keep = keep[keep[:, 0 if change.mentee else 1] != row]
        changed = replace(side, places=filled)
        moved = {"mentees": changed} if change.mentee else {"mentors": changed}
        return replace(self.problem, pool=replace(pool, keep=keep, **moved))

    def _pair_change(self, change: Change) -> tuple[Problem, bool]:
        if change.kind == "swap":
            return self._swapped(change), True
        pair = (self._row("mentee", change.mentee), self._row("mentor", change.mentor))
        if change.kind == "keep":
            return self._keeping([pair]), True
        pool = self.problem.pool
        keep = [p for p in map(tuple, pool.keep.tolist()) if p != pair]
        forbid = [p for p in map(tuple, pool.forbid.tolist()) if p != pair]
        if change.kind == "forbid":
            forbid.append(pair)
        changed = replace(pool, keep=pair_array(keep), forbid=pair_array(forbid))
        return replace(self.problem, pool=changed), False

    def _swapped(self, change: Change) -> Problem:
        mentors = []
        for mentee in (change.mentee, change.other):
            row = self._row("mentee", mentee)
            held = self._solution.pairs[self._solution.pairs[:, 0] == row, 1]
            if len(held) != 1:
                raise InputError(
                    "mentee", f"{mentee!r} has {len(held)} mentors.", "Swap mentees with one each."
                )
            mentors.append((row, int(held[0])))
        (first, one), (second, two) = mentors
        pool = self.problem.pool
        keep = [p for p in map(tuple, pool.keep.tolist()) if p not in {(first, one), (second, two)}]
        base = replace(
            self.problem, pool=replace(pool, keep=pair_array([*keep, (first, two), (second, one)]))
        )
        find_limits(base, self.scoring)
        return base


def _aims(problem: Problem, solution: Solution) -> dict[str, int]:
    """What a policy asks for beside people matched, floor and total, as far as it does."""
    pairs, limits, policy = solution.pairs, solution.limits, problem.policy
    load = np.bincount(pairs[:, 1], minlength=len(limits.capacity))[: len(limits.capacity)]
    found = {"minimum": int(np.minimum(load, limits.minimum).sum())}
    if policy.reserved:
        groups = limits.group[np.unique(pairs[:, 0])]
        filled = np.bincount(groups[groups >= 0], minlength=len(policy.reserved))
        found["reserved"] = sum(min(int(n), e.places) for n, e in zip(filled, policy.reserved, strict=True))
    if "stability" in policy.objective:
        standing = set(map(tuple, problem.pool.standing.tolist()))
        found["stability"] = sum(tuple(pair) in standing for pair in pairs.tolist())
    if "spread" in policy.objective:
        found["spread"] = int((load * load).sum())
    return found


def _changed_words(count: int) -> str:
    return "One pair changes." if count == 1 else f"{count} pairs change." if count else "No new pair."


def _cost_words(matched: int, floor: int, total: int, others: Mapping[str, int]) -> str:
    parts = []
    named = {"minimum": "places of minimum loads filled", "reserved": "reserved places filled",
             "stability": "present pairs kept"}  # fmt: skip
    for name, what in named.items():
        if others.get(name):
            parts.append(f"{abs(others[name])} {'more' if others[name] > 0 else 'fewer'} {what}")
    if others.get("spread"):
        parts.append(f"mentors' loads {'less' if others['spread'] > 0 else 'more'} even")
    if matched:
        parts.append(f"{abs(matched)} {'more' if matched > 0 else 'fewer'} matched")
    if floor:
        parts.append(f"the lowest score {'rises' if floor > 0 else 'falls'} by {abs(floor) / POINTS:.3f}")
    if total:
        parts.append(f"the total {'rises' if total > 0 else 'falls'} by {abs(total) / POINTS:.3f}")
    return ("In all: " + ", ".join(parts) + ".") if parts else "It would cost nothing."
