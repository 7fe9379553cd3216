"""Hard rules compiled to conditions, with their ordered fallbacks. A rule forbids; it is never a penalty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pairwell.matching.columns import BoolArray, Category, IntArray
from pairwell.matching.conditions import (
    NEED,
    NONE,
    SUBSET,
    Codes,
    Condition,
    LeastScore,
    bits_condition,
    codes_condition,
    gap_condition,
    hours_condition,
    label_codes,
    listed_condition,
)
from pairwell.matching.policy import Rule
from pairwell.matching.policy_kinds import RULES, full_params
from pairwell.matching.pool import Pool
from pairwell.matching.problem import Problem
from pairwell.matching.result import POINTS

Step = tuple[Condition, ...]
SAME_PERSON, FORBIDDEN_PAIR = "same_person", "forbidden_pair"


@dataclass(frozen=True, eq=False)
class CompiledRule:
    """A rule with its steps: the rule itself, then its fallbacks. An empty step forbids nothing."""

    key: str
    steps: tuple[Step, ...]

    def broken(self, level: int, rows: Any, cols: Any) -> BoolArray:
        """Whether the pairs break the step at `level`, `LeastScore` left aside."""
        result: BoolArray = np.zeros(np.broadcast_shapes(np.shape(rows), np.shape(cols)), dtype=np.bool_)
        for condition in self.steps[level]:
            if not isinstance(condition, LeastScore):
                result = result | condition.broken(rows, cols)
        return result

    def least_score(self, level: int) -> int:
        """The lowest score that the step at `level` allows, in points."""
        return max((c.points for c in self.steps[level] if isinstance(c, LeastScore)), default=0)


def compile_rules(problem: Problem) -> list[CompiledRule]:
    """All rules that are switched on, after the two that always hold: same person, forbidden pair."""
    pool = problem.pool
    labels = tuple(sorted({*pool.mentees.persons, *pool.mentors.persons}))
    place = {label: code for code, label in enumerate(labels)}
    same_person = Codes(
        np.array([place[name] for name in pool.mentees.persons], dtype=np.int64),
        np.array([place[name] for name in pool.mentors.persons], dtype=np.int64),
        True,
    )
    compiled = [
        CompiledRule(SAME_PERSON, ((same_person,),)),
        _forbidden(pool),
    ]
    for rule in problem.policy.rules:
        if rule.enabled:
            steps = tuple(_step(pool, entry) for entry in (rule, *rule.fallback))
            compiled.append(CompiledRule(rule.key, steps))
    return compiled


def _forbidden(pool: Pool) -> CompiledRule:
    return CompiledRule(FORBIDDEN_PAIR, ((listed_condition(pool.forbid, len(pool.mentors)),),))


def with_forbidden(compiled: list[CompiledRule], pool: Pool) -> list[CompiledRule]:
    """The same rules for a pool in which only the forbidden pairs are others."""
    return [_forbidden(pool) if rule.key == FORBIDDEN_PAIR else rule for rule in compiled]


def _step(pool: Pool, rule: Rule) -> Step:
    params = full_params(RULES[rule.kind], rule.params)
    if rule.kind == "none":
        return ()
    if rule.kind == "minimum_score":
        return (LeastScore(int(np.floor(params["score"] * POINTS + 0.5))),)
    if rule.kind == "avoid":
        return (listed_condition(pool.avoid, len(pool.mentors)),)
    if rule.kind == "not_own_manager":
        return _own_manager(pool, params)
    left = pool.mentees.columns.get(params["mentee_field"])
    right = pool.mentors.columns.get(params["mentor_field"])
    return () if left is None or right is None else (_CONDITIONS[rule.kind](left, right, params),)


def _own_manager(pool: Pool, params: Mapping[str, Any]) -> Step:
    """Neither is the other's manager; a manager column holds the manager's person."""
    found: list[Condition] = []
    labels = tuple(sorted({*pool.mentees.persons, *pool.mentors.persons}))
    place = {label: code for code, label in enumerate(labels)}
    column = pool.mentees.columns.get(params["mentee_field"])
    if isinstance(column, Category):
        persons = np.array([place[name] for name in pool.mentors.persons], dtype=np.int64)
        found.append(Codes(label_codes(column, labels), persons, True))
    column = pool.mentors.columns.get(params["mentor_field"])
    if isinstance(column, Category):
        persons = np.array([place[name] for name in pool.mentees.persons], dtype=np.int64)
        found.append(Codes(persons, label_codes(column, labels), True))
    return tuple(found)


_CONDITIONS: Mapping[str, Callable[..., Condition]] = {
    "not_same_reporting_line": lambda a, b, p: codes_condition(a, b, forbid_same=True),
    "language_in_common": lambda a, b, p: bits_condition(a, b, NEED, 1, p["fluency"]),
    "hours_in_common": lambda a, b, p: hours_condition(a, b, p["slots"]),
    "minimum_gap": lambda a, b, p: gap_condition(a, b, p["at_least"], p["at_most"]),
    "conflict_codes": lambda a, b, p: bits_condition(a, b, NONE, 0),
    "same": lambda a, b, p: codes_condition(a, b, forbid_same=False),
    "different": lambda a, b, p: codes_condition(a, b, forbid_same=True),
    "near": lambda a, b, p: gap_condition(a, b, -p["span"], p["span"]),
    "contains": lambda a, b, p: bits_condition(a, b, SUBSET, 0),
    "shares": lambda a, b, p: bits_condition(a, b, NEED, p["at_least"]),
}


def first_levels(compiled: list[CompiledRule], mentees: int) -> IntArray:
    """The strict step of every rule for every mentee, shape (rules, mentees)."""
    return np.zeros((len(compiled), mentees), dtype=np.int64)


def by_level(levels: IntArray) -> list[tuple[int, IntArray | slice]]:
    """Each level of fallback with the places where it is; most often there is only one."""
    if not len(levels):
        return []
    if (levels == levels[0]).all():
        return [(int(levels[0]), slice(None))]
    return [(int(level), np.flatnonzero(levels == level)) for level in np.unique(levels)]


def next_level(compiled: list[CompiledRule], levels: IntArray) -> IntArray | None:
    """One mentee's rules relaxed by one step, the last rule that has a step left first; None at the end.

    A rule is taken through all its fallbacks before the rule listed before it is touched.
    """
    for index in range(len(compiled) - 1, -1, -1):
        if levels[index] + 1 < len(compiled[index].steps):
            relaxed = levels.copy()
            relaxed[index] += 1
            return relaxed
    return None
