"""What can be asked of a session, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pairwell.matching.pool import Pool
from pairwell.matching.problem import Problem
from pairwell.matching.result import POINTS, Result
from pairwell.matching.solving import Solution
from pairwell.matching.whole import Whole

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
    solution: Solution | Whole = field(repr=False)
    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    matched: int
    floor: int | None
    total: int
    words: str

    @cached_property
    def result(self) -> Result:
        """The whole changed result."""
        from pairwell.matching.assemble import build_result  # noqa: PLC0415 - only when asked for

        solution = self.solution
        if isinstance(solution, Whole):
            return solution.result
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


def changed_words(count: int) -> str:
    return "One pair changes." if count == 1 else f"{count} pairs change." if count else "No new pair."


def cost_words(matched: int, floor: int, total: int, others: Mapping[str, int]) -> str:
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
