"""A warm session: why not this pair, and what if something changed, without starting over.

Scores, rules and lists are kept; a change solves again only what it touches. What a forced pair would
cost is exact: the best result that contains the pair, under the same objective, against the present one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from pairwell.matching.changes import Change, Difference, WhyNot, changed_words, cost_words
from pairwell.matching.columns import IntArray
from pairwell.matching.errors import InputError
from pairwell.matching.kept import among
from pairwell.matching.limits import find_limits
from pairwell.matching.problem import Problem
from pairwell.matching.records import pair_array
from pairwell.matching.result import Result
from pairwell.matching.scoring import Scoring
from pairwell.matching.solvers.people import mean_of_two
from pairwell.matching.solving import Solution, solve_pairs
from pairwell.matching.whole import Whole, is_peers, is_whole, solve_whole, without_person

Named = tuple[tuple[str, str], ...]
__all__ = ["Change", "Difference", "Session", "WhyNot"]


class Session:
    """Holds a solved problem. `result` is the present result; nothing here changes it.

    Stable pairs, peers and circles are solved whole at every question; all others go on from the present solution.
    """

    def __init__(
        self, problem: Problem, *, threads: int | None = None, progress: Any = None, k: int | None = None
    ) -> None:
        self.problem = problem
        self._solution: Solution | Whole
        if is_whole(problem):
            self._solution = solve_whole(problem, threads=threads)
        else:
            self._solution = solve_pairs(problem, threads=threads, progress=progress, k=k)
        self._result: Result | None = None

    @property
    def result(self) -> Result:
        """The present result."""
        if isinstance(self._solution, Whole):
            return self._solution.result
        if self._result is None:
            from pairwell.matching.assemble import finish  # noqa: PLC0415 - only when asked for

            self._result = finish(self.problem, self._solution, lambda phase, done, total: None)
        return self._result

    @property
    def scoring(self) -> Scoring:
        """The compiled scores and rules."""
        return self._solution.scoring

    def why_not(self, mentee: str, mentor: str) -> WhyNot:
        """The rule that forbids the pair, or exactly what choosing it would cost the whole.

        Circles are searched for and not proved: there it is the difference between what was found.
        """
        row, col = self._row("mentee", mentee), self._row("mentor", mentor)
        found = self._own(row, col, WhyNot(mentee, mentor, False, (), 0))
        if found.chosen:
            return replace(found, words="They are a pair in this result.")
        if found.rules:
            return replace(found, words=f"Forbidden by: {', '.join(found.rules)}.")
        try:
            forced = self._solve(self._keeping([(row, col)]))
        except InputError as problem:
            return replace(found, words=f"The pair cannot be made: {problem.message}")
        if isinstance(forced, Whole) and not forced.has(row, col):
            return replace(
                found, words="The pair cannot be made: nothing was found in which they are together."
            )
        matched, floor, total = self._against(forced)
        others = self._others(forced)
        words = cost_words(matched, floor, total, others) + self._remark()
        return replace(found, matched=matched, floor=floor, total=total, others=others, words=words)

    def _own(self, row: int, col: int, found: WhyNot) -> WhyNot:
        """What is known of the pair alone: its points, the rules that forbid it, whether it is chosen."""
        solution = self._solution
        both = solution.both(row, col) if isinstance(solution, Whole) else [(row, col)]
        rows, cols = np.array(both).T
        points = self.scoring.contributions(rows, cols)
        parts = mean_of_two(points) if len(both) > 1 else points[0]
        broken = np.asarray(self.scoring.broken(rows, cols).any(axis=0))
        if isinstance(solution, Whole):
            chosen = solution.has(row, col)
        else:
            chosen = bool((solution.pairs == [row, col]).all(axis=1).any())
        return replace(
            found,
            chosen=chosen,
            rules=tuple(key for key, hit in zip(self.scoring.rule_keys, broken, strict=True) if hit),
            score=int(parts.sum()),
            contributions=dict(zip(self.scoring.criterion_keys, parts.tolist(), strict=True)),
        )

    def _remark(self) -> str:
        return self._solution.remark() if isinstance(self._solution, Whole) else ""

    def what_if(self, change: Change) -> Difference:
        """The result after a change, and the difference."""
        problem, same_scores = self._changed(change)
        if change.kind in ("forbid", "free") and not isinstance(self._solution, Whole):
            other: Solution | Whole = solve_pairs(
                problem, scoring=self.scoring.with_pairs(problem), near=self._near(problem)
            )
        else:
            other = self._solve(problem, same_scores=same_scores)
        added, removed = self._moved(problem, other)
        matched, floor, total = self._against(other)
        words = cost_words(matched, floor, total, self._others(other))
        scores = other.scores
        return Difference(
            problem=problem,
            solution=other,
            added=added,
            removed=removed,
            matched=matched,
            floor=int(scores.min()) if len(scores) else None,
            total=total,
            words=f"{changed_words(len(added))} {words}{self._remark()}",
        )

    def _solve(self, problem: Problem, *, same_scores: bool = True) -> Solution | Whole:
        scoring = self.scoring if same_scores else None
        if isinstance(self._solution, Whole):
            return solve_whole(problem, scoring, self.scoring.blocks.threads)
        return solve_pairs(problem, scoring=scoring, near=self._near(problem) if same_scores else None)

    def _near(self, problem: Problem) -> Solution | None:
        """The present solution, to go on from where the people are the same."""
        if isinstance(self._solution, Whole) or problem.policy is not self.problem.policy:
            return None
        return self._solution

    def _keeping(self, pairs: list[tuple[int, int]]) -> Problem:
        pool = self.problem.pool
        both = pair_array([*map(tuple, pool.keep.tolist()), *pairs])
        changed = replace(self.problem, pool=replace(pool, keep=both))
        if not isinstance(self._solution, Whole):
            find_limits(changed, self.scoring)
        return changed

    def _against(self, other: Solution | Whole) -> tuple[int, int, int]:
        mine, theirs = self._solution.scores, other.scores
        matched = _matched(other) - _matched(self._solution)
        floor = int(theirs.min()) - int(mine.min()) if len(mine) and len(theirs) else 0
        return matched, floor, int(theirs.sum()) - int(mine.sum())

    def _others(self, other: Solution | Whole) -> dict[str, int]:
        """What else changes; only what does."""
        if isinstance(other, Whole) or isinstance(self._solution, Whole):
            return {}
        mine, theirs = (_aims(self.problem, solution) for solution in (self._solution, other))
        return {name: theirs[name] - mine[name] for name in mine if theirs[name] != mine[name]}

    def _moved(self, problem: Problem, other: Solution | Whole) -> tuple[Named, Named]:
        """The pairs that are new and those that are gone, by name."""
        mine, theirs = self._solution.pairs, other.pairs
        if problem.pool.mentees.ids is self.problem.pool.mentees.ids and (
            problem.pool.mentors.ids is self.problem.pool.mentors.ids
        ):
            width = len(problem.pool.mentors.ids)
            codes = [pairs[:, 0] * width + pairs[:, 1] for pairs in (mine, theirs)]
            ordered = [np.sort(part) for part in codes]
            mine = mine[~among(ordered[1], codes[0])]
            theirs = theirs[~among(ordered[0], codes[1])]
        before, after = _named(self.problem, mine), _named(problem, theirs)
        return tuple(sorted(after - before)), tuple(sorted(before - after))

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
        if is_peers(self.problem) and not places:
            return without_person(self.problem, side.persons[row])
        filled = side.places.copy()
        filled[row] = places
        keep = pool.keep
        if change.kind == "remove":
            keep = keep[keep[:, 0 if change.mentee else 1] != row]
        changed = replace(side, places=filled)
        if change.mentee:
            return replace(self.problem, pool=replace(pool, keep=keep, mentees=changed))
        return replace(self.problem, pool=replace(pool, keep=keep, mentors=changed))

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
        if self.problem.policy.format in ("peer", "group"):
            raise InputError("kind", "'swap' is for mentees with a mentor each.", "Use 'keep' for each pair.")
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


def _named(problem: Problem, pairs: IntArray) -> set[tuple[str, str]]:
    left, right = problem.pool.mentees.ids, problem.pool.mentors.ids
    return {(left[row], right[col]) for row, col in pairs.tolist()}


def _matched(solution: Solution | Whole) -> int:
    if isinstance(solution, Whole):
        return solution.result.summary.matched
    return int(np.count_nonzero(np.bincount(solution.pairs[:, 0])))


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
