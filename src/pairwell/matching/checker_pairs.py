"""Scores and rules once more, from the raw instance and nothing else: the checker's own arithmetic.

It shares no code with scoring, rules or solvers on purpose. One mentee at a time against all mentors.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

Data = Mapping[str, Any]
Vector = np.ndarray[Any, Any]
ONE, HALF = 1_000_000, 500_000
CURVE = [[0.0, 0.2], [1.0, 0.8], [2.0, 1.0], [3.0, 1.0], [6.0, 0.4]]
FIELDS = {
    "needs_coverage": ("skills_wanted", "skills_offered"), "meaning": ("goals", "experience"),
    "seniority_gap": ("level", "level"), "hours_overlap": ("hours", "hours"), "place": ("place", "place"),
    "language_fluency": ("languages", "languages"), "shared_interests": ("interests", "interests"),
    "cross_unit": ("unit", "unit"), "not_same_reporting_line": ("line", "line"),
    "not_own_manager": ("manager", "manager"), "language_in_common": ("languages", "languages"),
    "hours_in_common": ("hours", "hours"), "minimum_gap": ("level", "level"),
    "conflict_codes": ("conflicts", "conflicts"),
}  # fmt: skip


def fields_of(entry: Data) -> tuple[str, str]:
    """The columns that an entry of the policy compares."""
    one, two = FIELDS.get(entry["kind"], ("", ""))
    both = entry.get("field")
    return (both, both) if both else (entry.get("mentee_field", one), entry.get("mentor_field", two))


class Answers:
    """A column, unpacked to one plain value per row; None where missing."""

    def __init__(self, column: Data) -> None:
        self.kind = column["kind"]
        self.rows: list[Any] = [
            self._one(column, row) if k else None for row, k in enumerate(column["known"])
        ]
        if self.kind == "text" and "vectors" not in column:
            self.rows = [None] * len(self.rows)
        self.told = np.array([row is not None for row in self.rows], dtype=bool)

    def _one(self, column: Data, row: int) -> Any:
        if self.kind == "category":
            return column["labels"][column["codes"][row]]
        if self.kind == "number":
            return column["values"][row]
        if self.kind == "hours":
            return frozenset(slot for slot, on in enumerate(column["slots"][row]) if on)
        if self.kind == "text":
            return np.array(column.get("vectors", [[]] * (row + 1))[row], dtype=np.int64)
        span = range(column["indptr"][row], column["indptr"][row + 1])
        levels, urgency = column.get("levels"), column.get("urgency")
        return {
            column["labels"][column["codes"][e]]: (levels[e] if levels else 1, urgency[e] if urgency else 1)
            for e in span
        }

    def labels(self, row: int) -> set[str]:
        """The labels of a row, whatever the kind."""
        value = self.rows[row]
        return {value} if isinstance(value, str) else set(value or ())


class Raw:
    """An instance file, unpacked."""

    def __init__(self, instance: Data) -> None:
        self.data = instance
        self.policy: Data = instance["policy"]
        self.mentees, self.mentors = instance["mentees"], instance["mentors"]
        self.n, self.m = len(self.mentees["ids"]), len(self.mentors["ids"])
        self.left = {name: Answers(column) for name, column in self.mentees["columns"].items()}
        self.right = {name: Answers(column) for name, column in self.mentors["columns"].items()}
        self.lists = [self._lists("mentee_ranks"), self._lists("mentor_ranks")]
        self.named = {
            name: {tuple(pair) for pair in instance[name]} for name in ("avoid", "forbid", "keep", "standing")
        }
        self.cache: dict[Any, Any] = {}
        self.criteria = [c for c in self.policy["criteria"] if c["weight"] > 0 and self._has_data(c)]

    def _lists(self, name: str) -> list[dict[int, int]]:
        ranks = self.data[name]
        found: list[dict[int, int]] = [{} for _ in ranks["counts"]]
        for row, col, rank in zip(ranks["rows"], ranks["cols"], ranks["ranks"], strict=True):
            found[row][col] = rank
        return found

    def _has_data(self, entry: Data) -> bool:
        if entry["kind"] == "mutual_preference":
            return any(self.data["mentee_ranks"]["counts"]) or any(self.data["mentor_ranks"]["counts"])
        if entry["kind"] == "style":
            names = entry.get("cadence_field", "cadence"), entry.get("help_field", "help")
            return any(name in self.left and name in self.right for name in names)
        one, two = fields_of(entry)
        return bool(
            one in self.left
            and two in self.right
            and self.left[one].told.any()
            and self.right[two].told.any()
        )

    def weights(self, row: int) -> list[int]:
        """Whole-number weights of a mentee, largest remainders first."""
        keys = [c["key"] for c in self.criteria]
        total, share = (
            float(np.array([float(c["weight"]) for c in self.criteria]).sum()),
            self.policy["matters_most_share"],
        )
        exact = [c["weight"] / total for c in self.criteria]
        choice = self.mentees["matters_most"][row]
        if share > 0 and choice in keys:
            exact = [value * (1.0 - share) for value in exact]
            exact[keys.index(choice)] += share
        exact = [value * ONE for value in exact]
        whole = [math.floor(value) for value in exact]
        order = sorted(range(len(exact)), key=lambda c: (-(exact[c] - whole[c]), c))
        for index in order[: ONE - sum(whole)]:
            whole[index] += 1
        return whole

    def contributions(self, row: int) -> Vector:
        """Points per mentor and criterion, shape (mentors, criteria)."""
        if not self.criteria:
            return np.full((self.m, 1), HALF, dtype=np.int64)
        parts = [self.values(c, row) for c in self.criteria]
        weights = self.weights(row)
        return np.stack([(w * v + HALF) // ONE for w, v in zip(weights, parts, strict=True)], axis=1)

    def told(self, row: int) -> Vector:
        """Whether the points of a criterion rest on answers, boolean (mentors, criteria)."""
        if not self.criteria:
            return np.zeros((self.m, 1), dtype=bool)
        return np.stack([self._told(c, row) for c in self.criteria], axis=1)

    def _told(self, entry: Data, row: int) -> Vector:
        if entry["kind"] == "mutual_preference":
            asked = np.array(self.data["mentor_ranks"]["counts"], dtype=bool)
            return asked | bool(self.data["mentee_ranks"]["counts"][row])
        if entry["kind"] != "style":
            return self._answered(*fields_of(entry), row, entry["kind"])
        found = np.ones(self.m, dtype=bool)
        for field, kind in (("cadence", "same"), ("help", "contains")):
            name = entry.get(f"{field}_field", field)
            if name in self.left and name in self.right:
                found &= self._answered(name, name, row, kind)
        return found

    def _answered(self, one: str, two: str, row: int, kind: str) -> Vector:
        left, right = self.left[one], self.right[two]
        mine = left.rows[row]
        empty = kind in ("needs_coverage", "shared_interests", "contains") and not left.labels(row)
        if mine is None or empty:
            return np.zeros(self.m, dtype=bool)
        if kind == "meaning":
            return np.array([v is not None and len(v) == len(mine) for v in right.rows], dtype=bool)
        return right.told

    def values(self, entry: Data, row: int) -> Vector:
        """Points of one criterion against every mentor."""
        kind = entry["kind"]
        if kind == "mutual_preference":
            return self._preference(entry, row)
        if kind == "style":
            return self._style(entry, row)
        one, two = fields_of(entry)
        return self._against(entry, self.left[one], self.right[two], row, kind)

    def _against(self, entry: Data, left: Answers, right: Answers, row: int, kind: str) -> Vector:
        mine = left.rows[row]
        points = np.full(self.m, HALF, dtype=np.int64)
        empty = kind in ("needs_coverage", "shared_interests", "contains") and not left.labels(row)
        if mine is None or empty:
            return points
        if kind == "meaning":
            return self._meaning(mine, right, points)
        seen: dict[Any, int] = {}
        for col, theirs in enumerate(right.rows):
            if theirs is not None:
                key = self._key(right, col)
                if key not in seen:
                    seen[key] = _value(kind, entry, mine, theirs)
                points[col] = seen[key]
        return points

    def _key(self, answers: Answers, col: int) -> Any:
        held = self.cache.setdefault(id(answers), {})
        if col not in held:
            value = answers.rows[col]
            held[col] = frozenset(value.items()) if isinstance(value, dict) else value
        return held[col]

    def _meaning(self, mine: Vector, right: Answers, points: Vector) -> Vector:
        if id(right) not in self.cache:
            size = max((len(v) for v in right.rows if v is not None), default=0)
            self.cache[id(right)] = np.array([np.zeros(size) if v is None else v for v in right.rows]).astype(
                int
            )
        theirs = self.cache[id(right)]
        if theirs.shape[1] != len(mine):
            return points
        one = 1 << 28
        found = (2 * ONE * (theirs @ mine + one) + 2 * one) // (4 * one)
        return np.where(right.told, np.clip(found, 0, ONE), points)

    def _preference(self, entry: Data, row: int) -> Vector:
        share = round(entry.get("mentee_share", 0.5) * ONE)
        counts = self.data["mentee_ranks"]["counts"], self.data["mentor_ranks"]["counts"]
        points = np.empty(self.m, dtype=np.int64)
        for col in range(self.m):
            first = _view(self.lists[0][row].get(col), counts[0][row])
            second = _view(self.lists[1][col].get(row), counts[1][col])
            points[col] = (share * first + (ONE - share) * second + HALF) // ONE
        return points

    def _style(self, entry: Data, row: int) -> Vector:
        parts = []
        for field, kind in (("cadence", "same"), ("help", "contains")):
            name = entry.get(f"{field}_field", field)
            if name in self.left and name in self.right:
                parts.append(self._against(entry, self.left[name], self.right[name], row, kind))
        if len(parts) == 1:
            return parts[0]
        share = round(entry.get("cadence_share", 0.5) * ONE)
        return (share * parts[0] + (ONE - share) * parts[1] + HALF) // ONE


def _view(rank: int | None, count: int) -> int:
    if not count:
        return HALF
    if rank is None:
        return 0
    length = max(count, 5)
    return _share(length - rank + 1, length)


def _share(part: int, whole: int) -> int:
    return (2 * ONE * part + whole) // (2 * whole)


def _micro(value: float) -> int:
    return math.floor(value * ONE + 0.5)


def _value(kind: str, entry: Data, mine: Any, theirs: Any) -> int:  # noqa: PLR0911 - one return per kind
    if kind == "needs_coverage":
        part = sum(u * min(60, 60 * theirs[s][0] // wish) for s, (wish, u) in mine.items() if s in theirs)
        return _share(part, 60 * sum(u for _, u in mine.values()))
    if kind in ("shared_interests", "contains"):
        wanted = {mine} if isinstance(mine, str) else set(mine)
        held = {theirs} if isinstance(theirs, str) else set(theirs)
        return _share(len(wanted & held), len(wanted))
    if kind in ("place", "same"):
        return ONE if mine == theirs else 0
    if kind in ("cross_unit", "different"):
        return ONE if mine != theirs else 0
    if kind == "hours_overlap":
        return min(ONE, _share(len(mine & theirs), entry.get("enough", 8)))
    if kind == "language_fluency":
        return max((min(mine[x][0], theirs[x][0]) for x in mine if x in theirs), default=0) * (ONE // 5)
    if kind == "near":
        return _micro(max(0.0, 1.0 - abs(theirs - mine) / entry["span"]))
    return _micro(_curve(theirs - mine, entry.get("curve", CURVE)))


def _curve(gap: float, points: list[list[float]]) -> float:
    if gap <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if gap < x1:
            return y0 + (y1 - y0) * ((gap - x0) / (x1 - x0))
    return points[-1][1]


class RawRules:
    """Which mentors the rules leave to a mentee."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.rules = [rule for rule in raw.policy["rules"] if rule.get("enabled", True)]

    def allowed(self, row: int, scores: Vector) -> Vector:
        """Boolean per mentor, fallbacks applied: the last rule of the policy gives way first."""
        return self._settled(row, scores)[1]

    def _settled(self, row: int, scores: Vector) -> tuple[list[int], Vector]:
        levels = [0] * len(self.rules)
        strict = found = self._at(row, scores, levels)
        while not found.any():
            loose = [i for i, rule in enumerate(self.rules) if levels[i] < len(rule.get("fallback", []))]
            if not loose:
                return [0] * len(self.rules), strict
            levels[loose[-1]] += 1
            found = self._at(row, scores, levels)
        return levels, found

    def removed(self, row: int, scores: Vector, but: int = -1) -> tuple[dict[str, int], Vector]:
        """How many mentors, one left aside, each rule takes from a mentee, and who is left."""
        levels, allowed = self._settled(row, scores)
        raw, me = self.raw, self.raw.mentees["persons"][row]
        others = [col for col in range(raw.m) if col != but]
        counts = {
            "same_person": sum(raw.mentors["persons"][col] == me for col in others),
            "forbidden_pair": sum((row, col) in raw.named["forbid"] for col in others),
        }
        for rule, level in zip(self.rules, levels, strict=True):
            step = [rule, *rule.get("fallback", [])][level]
            counts[rule["key"]] = int(self._broken(step, row, scores)[others].sum())
        return {key: count for key, count in counts.items() if count}, allowed

    def _at(self, row: int, scores: Vector, levels: list[int]) -> Vector:
        raw = self.raw
        me = raw.mentees["persons"][row]
        persons = raw.mentors["persons"]
        good = np.array(
            [p != me and (row, c) not in raw.named["forbid"] for c, p in enumerate(persons)], dtype=bool
        )
        for rule, level in zip(self.rules, levels, strict=True):
            step = [rule, *rule.get("fallback", [])][level]
            good = good & ~self._broken(step, row, scores)
        return good.astype(bool)

    def _broken(self, rule: Data, row: int, scores: Vector) -> Vector:
        raw, kind = self.raw, rule["kind"]
        if kind == "none":
            return np.zeros(raw.m, dtype=bool)
        if kind == "minimum_score":
            return scores < _micro(rule["score"])
        if kind == "avoid":
            return np.array([(row, col) in raw.named["avoid"] for col in range(raw.m)], dtype=bool)
        one, two = fields_of(rule)
        if kind == "not_own_manager":
            return self._manager(row, one, two)
        if one not in raw.left or two not in raw.right or raw.left[one].rows[row] is None:
            return np.zeros(raw.m, dtype=bool)
        mine, theirs = raw.left[one].rows[row], raw.right[two].rows
        return np.array(
            [value is not None and _breaks(kind, rule, mine, value) for value in theirs], dtype=bool
        )

    def _manager(self, row: int, one: str, two: str) -> Vector:
        raw = self.raw
        above = raw.left[one].rows[row] if one in raw.left else None
        me = raw.mentees["persons"][row]
        theirs = raw.right[two].rows if two in raw.right else [None] * raw.m
        persons = raw.mentors["persons"]
        return np.array([above == persons[c] or theirs[c] == me for c in range(raw.m)], dtype=bool)


def _breaks(kind: str, rule: Data, mine: Any, theirs: Any) -> bool:  # noqa: PLR0911 - one return per kind
    if kind in ("not_same_reporting_line", "different"):
        return bool(mine == theirs)
    if kind == "same":
        return bool(mine != theirs)
    if kind == "near":
        return not abs(theirs - mine) <= rule["span"]
    if kind == "minimum_gap":
        return not rule.get("at_least", -1e9) <= theirs - mine <= rule.get("at_most", 1e9)
    if kind == "hours_in_common":
        return len(mine & theirs) < rule.get("slots", 1)
    if kind == "language_in_common":
        least = rule.get("fluency", 1)
        return not any(x in theirs and mine[x][0] >= least and theirs[x][0] >= least for x in mine)
    wanted = {mine} if isinstance(mine, str) else set(mine)
    held = {theirs} if isinstance(theirs, str) else set(theirs)
    if kind == "shares":
        return len(wanted & held) < rule.get("at_least", 1)
    return bool(wanted & held) if kind == "conflict_codes" else not wanted <= held
