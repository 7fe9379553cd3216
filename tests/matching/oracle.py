"""The best matching by trying everything: plain Python that shares nothing with the solver.

Mentees are taken one after the other; for every way their predecessors can load the mentors and fill the groups,
only the best way so far is remembered. Scores and permissions come from the checker's own arithmetic.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from pairwell.matching import Problem, write_instance
from pairwell.matching.checker_pairs import Raw, RawRules

ADDED = ("coverage", "total", "stability", "leximin")


class Oracle:
    """A problem in plain lists: what is allowed, what it is worth, and the best that can be had."""

    def __init__(self, problem: Problem) -> None:
        data: dict[str, Any] = write_instance(problem, keep_ids=True)
        raw = Raw(data)
        rules, self.policy = RawRules(raw), data["policy"]
        points = [raw.contributions(i).sum(axis=1) for i in range(raw.n)]
        self.n, self.m = raw.n, raw.m
        self.score = [[int(p) for p in row] for row in points]
        self.allowed = [
            [bool(x) for x in rules.allowed(i, np.asarray(points[i]))] if raw.m else [] for i in range(raw.n)
        ]
        self.places = [min(p, self.policy["places_per_mentee"]) for p in data["mentees"]["places"]]
        self.capacity = data["mentors"]["places"]
        least = data["mentors"]["minimum"]
        self.minimum = [
            min(max(a, self.policy["mentor_minimum"]), c) for a, c in zip(least, self.capacity, strict=True)
        ]
        self.keep = {tuple(pair) for pair in data["keep"]}
        self.standing = {tuple(pair) for pair in data["standing"]}
        self.own, self.held = Counter(a for a, _ in self.keep), Counter(b for _, b in self.keep)
        self._groups(data)

    def _groups(self, data: dict[str, Any]) -> None:
        self.group, self.wanted = [-1] * self.n, []
        self.bound = self.policy.get("group_bound")
        reserved = self.policy["reserved"]
        name = reserved[0]["field"] if reserved else self.bound["field"] if self.bound else None
        column = data["mentees"]["columns"].get(name)
        if not column:
            return
        labels = [column["labels"][code] if code >= 0 else None for code in column["codes"]]
        values = [entry["value"] for entry in reserved] or column["labels"]
        self.group = [values.index(label) if label in values else -1 for label in labels]
        self.wanted = [entry["places"] for entry in reserved] or [0] * len(values)

    def contradictory(self) -> bool:
        """Whether the kept pairs break a rule or a number of places."""
        return (
            any(not self.allowed[a][b] for a, b in self.keep)
            or any(n > self.places[a] for a, n in self.own.items())
            or any(n > self.capacity[b] for b, n in self.held.items())
        )

    def order(self) -> list[str]:
        """The aims in strict order, the floor left out."""
        leads = ["reserved"] if self.wanted else []
        leads += ["minimum"] if any(low > self.held[j] for j, low in enumerate(self.minimum)) else []
        return leads + [aim for aim in self.policy["objective"] if aim != "floor"]

    def options(self, row: int, floor: int) -> list[tuple[int, ...]]:
        """The sets of further mentors that a mentee may get."""
        usable = [
            j
            for j in range(self.m)
            if self.allowed[row][j] and (row, j) not in self.keep and self.score[row][j] >= floor
        ]
        room = max(0, self.places[row] - self.own[row])
        return [some for size in range(room + 1) for some in combinations(usable, size)]

    def states(self, order: list[str], floor: int = 0) -> dict[tuple[Any, Any], tuple[int, ...]]:
        """For every reachable (loads, matched per group): the best of the aims that add up, in order."""
        added = [aim for aim in order if aim in ADDED]
        levels = sorted({s for row in self.score for s in row}) if "leximin" in added else []
        start = (
            tuple(self.held[j] for j in range(self.m)),
            tuple(len({a for a, _ in self.keep if self.group[a] == g}) for g in range(len(self.wanted))),
        )
        nothing = self._worth(added, levels, 0, ())
        found = {start: nothing}
        for row in range(self.n):
            ways = [(some, self._worth(added, levels, row, some)) for some in self.options(row, floor)]
            following: dict[tuple[Any, Any], tuple[int, ...]] = {}
            for (loads, groups), value in found.items():
                for some, gain in ways:
                    taken, counts = list(loads), list(groups)
                    for j in some:
                        taken[j] += 1
                    if any(taken[j] > self.capacity[j] for j in some):
                        continue
                    if some and not self.own[row] and self.group[row] >= 0:
                        counts[self.group[row]] += 1
                    state = tuple(taken), tuple(counts)
                    worth = tuple(a + b for a, b in zip(value, gain, strict=True))
                    if state not in following or worth > following[state]:
                        following[state] = worth
            found = following
        return found

    def _worth(self, added: list[str], levels: list[int], row: int, some: tuple[int, ...]) -> tuple[int, ...]:
        parts: list[int] = []
        for aim in added:
            if aim == "coverage":
                parts.append(int(bool(some) and not self.own[row]))
            elif aim == "total":
                parts.append(sum(self.score[row][j] for j in some))
            elif aim == "stability":
                parts.append(sum((row, j) in self.standing for j in some))
            else:
                parts += [-sum(self.score[row][j] == level for j in some) for level in levels]
        return tuple(parts)

    def value(self, order: list[str], state: tuple[Any, Any], added: tuple[int, ...]) -> tuple[int, ...]:
        """All aims of a whole matching, in order."""
        loads, groups = state
        rest, parts = list(added), []
        for aim in order:
            if aim == "reserved":
                parts.append(sum(min(a, b) for a, b in zip(groups, self.least, strict=True)))
            elif aim == "minimum":
                parts.append(sum(min(a, b) for a, b in zip(loads, self.minimum, strict=True)))
            elif aim == "spread":
                parts.append(-sum(load * load for load in loads))
            elif aim == "leximin":
                levels = len({s for row in self.score for s in row})
                parts += rest[:levels]
                rest = rest[levels:]
            else:
                parts.append(rest.pop(0))
        return tuple(parts)

    def settle_groups(self) -> Fraction | None:
        """Fix what every group must get and may get at most; the rate of the bound between groups."""
        self.least, self.most = list(self.wanted), [10**9] * len(self.wanted)
        if not self.bound:
            return None
        sizes = [
            sum(self.group[i] == g and self.places[i] > 0 for i in range(self.n))
            for g in range(len(self.wanted))
        ]
        reachable = {groups for _, groups in self.states([])}
        rate = max(
            (min((Fraction(c, n) for c, n in zip(groups, sizes, strict=True) if n), default=Fraction(0)))
            for groups in reachable
        )
        top = rate + Fraction(str(float(self.bound["difference"])))
        kept = [len({a for a, _ in self.keep if self.group[a] == g}) for g in range(len(sizes))]
        self.least = [
            max(-(-rate.numerator * n // rate.denominator), k) for n, k in zip(sizes, kept, strict=True)
        ]
        self.most = [
            max(top.numerator * n // top.denominator, low) for n, low in zip(sizes, self.least, strict=True)
        ]
        return rate

    def best_of(self, order: list[str], floor: int = 0) -> tuple[int, ...]:
        """The best value of the aims with pairs that score at least `floor`."""
        return max(
            self.value(order, state, added)
            for state, added in self.states(order, floor).items()
            if all(count <= most for count, most in zip(state[1], self.most, strict=True))
        )

    def best(self) -> tuple[int, tuple[int, ...]]:
        """The floor (0 when there is none) and the best value of all aims in order."""
        order = self.order()
        self.settle_groups()
        floor = 0
        if "floor" in self.policy["objective"]:
            counted = [aim for aim in order if aim in ("reserved", "minimum", "coverage")]
            most, least = self.best_of(counted), self.best_of(counted, 10**9)
            if most > least:
                tried = sorted({s for row in self.score for s in row}, reverse=True)
                floor = next(level for level in tried if self.best_of(counted, level) == most)
        return floor, self.best_of(order, floor)

    def judge(self, pairs: list[tuple[int, int]]) -> tuple[int, ...]:
        """The value of given pairs; asserts that they are allowed, within all places, and hold what is kept."""
        mine, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
        assert len(set(pairs)) == len(pairs)
        assert self.keep <= set(pairs)
        assert all(self.allowed[a][b] for a, b in pairs)
        assert all(n <= self.places[a] for a, n in mine.items())
        assert all(n <= self.capacity[b] for b, n in theirs.items())
        order = self.order()
        groups = tuple(sum(self.group[a] == g for a in mine) for g in range(len(self.wanted)))
        assert all(count <= most for count, most in zip(groups, self.most, strict=True))
        free = [pair for pair in pairs if pair not in self.keep]
        added = [aim for aim in order if aim in ADDED]
        levels = sorted({s for row in self.score for s in row}) if "leximin" in added else []
        worth = self._worth(added, levels, 0, ())
        for row in mine:
            gain = self._worth(added, levels, row, tuple(b for a, b in free if a == row))
            worth = tuple(a + b for a, b in zip(worth, gain, strict=True))
        loads = tuple(theirs[j] for j in range(self.m))
        return self.value(order, (loads, groups), worth)
