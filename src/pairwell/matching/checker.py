"""An independent check of a result against the raw inputs, with no shortcut and no code of the solver.

Every pair that the rules allow is scored again and held against the stated prices. For any prices,
weak duality says: value of any matching <= sum over all pairs and places of what exceeds the prices. So
if that bound equals the value of the stated pairs, no matching is better; nobody needs to trust the solver.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from pairwell.matching.checker_pairs import Data, Raw, RawRules, Vector

PROVEN = "optimal"


@dataclass(frozen=True)
class Check:
    """One thing that was checked, in words."""

    name: str
    holds: bool
    words: str


@dataclass(frozen=True)
class Verdict:
    """All checks; `holds` when every one does. `proven`: the result is also shown to be the best possible."""

    checks: tuple[Check, ...]
    proven: bool

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return all(check.holds for check in self.checks)


def seal(result: Data) -> str:
    """SHA-256 over a result's data without times and without the seal itself: shows any later change."""
    data = {name: value for name, value in result.items() if name != "times"}
    data["certificate"] = {name: value for name, value in data["certificate"].items() if name != "seal"}
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(result: Mapping[str, Any], instance: Mapping[str, Any]) -> Verdict:
    """Check a result (`Result.to_dict`) against an instance (`write_instance`); reads plain data only."""
    try:
        return _Checker(result, instance).run()
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError) as problem:
        words = f"The files do not have the expected shape ({type(problem).__name__}: {problem})."
        return Verdict((Check("shape", False, words),), False)


class _Checker:
    def __init__(self, result: Data, instance: Data) -> None:
        self.result, self.raw = result, Raw(instance)
        self.rules = RawRules(self.raw)
        self.certificate: Data = result["certificate"]
        self.pairs = [(int(a), int(b)) for a, b in self.certificate["rows"]]
        self.checks: list[Check] = []
        self.scores: dict[tuple[int, int], int] = {}

    def say(self, name: str, holds: bool, good: str, bad: str) -> bool:
        self.checks.append(Check(name, bool(holds), good if holds else bad))
        return bool(holds)

    def run(self) -> Verdict:
        self.say("seal", self.certificate.get("seal") == seal(self.result), "The file was not changed since it "
                 "was written.", "The file was changed after it was written.")  # fmt: skip
        self._identities()
        self._places()
        proven = self.certificate["kind"] == PROVEN
        staged = proven or self.certificate["kind"] == "leximin"
        self._all_pairs(self.certificate["stages"] if staged else [])
        self._figures()
        if staged:
            self._proof()
        return Verdict(tuple(self.checks), proven and all(check.holds for check in self.checks))

    def _identities(self) -> None:
        named = [(p["mentee"], p["mentor"]) for p in self.result["pairs"]]
        ends: list[dict[str, int]] = [{}, {}]
        good = len(named) == len(self.pairs) and len(set(self.pairs)) == len(self.pairs)
        for pair, rows in zip(named, self.pairs, strict=False):
            for side in (0, 1):
                good &= ends[side].setdefault(pair[side], rows[side]) == rows[side]
        for side, people in enumerate((self.raw.mentees["ids"], self.raw.mentors["ids"])):
            good &= len(set(ends[side].values())) == len(ends[side])
            same_names = set(ends[side]) <= set(people)
            good &= not same_names or all(people[row] == name for name, row in ends[side].items())
            good &= all(0 <= row < len(people) for row in ends[side].values())
        self.say("pairs", good, "Every pair is named once and belongs to its rows.",
                 "Pairs are repeated or do not belong to their rows.")  # fmt: skip

    def _places(self) -> None:
        raw = self.raw
        cap = raw.policy["places_per_mentee"]
        self.places = [min(int(p), cap) for p in raw.mentees["places"]]
        self.capacity = [int(p) for p in raw.mentors["places"]]
        wanted = zip(raw.mentors["minimum"], self.capacity, strict=True)
        self.minimum = [min(max(int(a), raw.policy["mentor_minimum"]), b) for a, b in wanted]
        mine, theirs = Counter(a for a, _ in self.pairs), Counter(b for _, b in self.pairs)
        good = all(n <= self.places[i] for i, n in mine.items())
        if raw.policy["format"] not in ("peer", "group"):
            good &= all(n <= self.capacity[j] for j, n in theirs.items())
        good &= raw.named["keep"] <= set(self.pairs) or self.certificate["kind"] != PROVEN
        self.say("places", good, "Nobody has more partners than places; kept pairs are in.",
                 "Somebody has more partners than places, or a kept pair is missing.")  # fmt: skip

    def _all_pairs(self, stages: list[Data]) -> None:
        """One pass over all pairs: rules and scores of the chosen ones, excess over each stage's prices."""
        raw = self.raw
        chosen: dict[int, list[int]] = {}
        for number, (row, _) in enumerate(self.pairs):
            chosen.setdefault(row, []).append(number)
        self.excess = [0] * len(stages)
        forbidden = wrong = 0
        keys = [c["key"] for c in raw.criteria] or ["nothing"]
        for row in range(raw.n if stages else 0) if stages else sorted(chosen):
            points = raw.contributions(row)
            scores = points.sum(axis=1)
            allowed = self.rules.allowed(row, scores)
            for number in chosen.get(row, []):
                col, stated = self.pairs[number][1], self.result["pairs"][number]
                self.scores[row, col] = int(scores[col])
                forbidden += not allowed[col]
                mine = dict(zip(keys, points[col].tolist(), strict=True))
                wrong += stated["contributions"] != mine or stated["score"] != scores[col]
            for index, stage in enumerate(stages):
                self.excess[index] += self._excess(stage, row, scores, allowed)
        self.say("rules", not forbidden, "No pair breaks a rule.", f"{forbidden} pairs break a rule.")
        self.say("scores", not wrong, "Every score and its parts were worked out again and agree.",
                 f"{wrong} pairs have another score than stated.")  # fmt: skip

    def _excess(self, stage: Data, row: int, scores: Vector, allowed: Vector) -> int:
        worth, prices = stage["weights"], np.array(stage["mentors"], dtype=np.int64)
        usable = allowed & (scores >= stage["above"])
        values = int(worth.get("total", 0)) * scores - int(stage["mentees"][row]) - prices
        for a, b in self.raw.named["standing"]:
            if a == row:
                values[b] += int(worth.get("stability", 0))
        for a, b in self.raw.named["keep"]:
            if a == row:
                usable[b] = False
        return sum(int(value) for value in values[usable & (values > 0)])

    def _figures(self) -> None:
        stated, scores = self.result["summary"], [self.scores[pair] for pair in self.pairs]
        lonely = [e["mentee"] for e in self.result["unmatched"]]
        matched = {row for row, _ in self.pairs}
        good = stated["total"] == sum(scores) and stated["pairs"] == len(scores)
        good &= stated["floor"] == (min(scores) if scores else None)
        good &= stated["matched"] == len(matched) and len(set(lonely)) == len(lonely) == self.raw.n - len(
            matched
        )
        good &= not set(lonely) & {p["mentee"] for p in self.result["pairs"]}
        self.say("figures", good, "Total, floor and counts agree with the pairs.",
                 "Total, floor or counts do not agree with the pairs.")  # fmt: skip

    def _proof(self) -> None:
        self._left_over()
        stages = self.certificate["stages"]
        counts = next((s for s in stages if s["name"] == "counts"), None)
        main = next((s for s in stages if s["name"] == "main"), None)
        for index, stage in enumerate(stages):
            self._stage(stage, self.excess[index], counts)
        if main is not None:
            self._order(main, counts)
        elif counts is not None and self.certificate["kind"] != PROVEN:
            good = self._worth(counts) == counts["value"]
            self.say(
                "counts", good, "As many are matched as the proof says.", "Fewer are matched than possible."
            )
        else:
            self.say("order", False, "", "The proof of the whole is missing.")
        self._floor(main, counts, stages)

    def _left_over(self) -> None:
        """What kept pairs leave: first and further places, loads, groups."""
        raw, keep = self.raw, self.raw.named["keep"]
        own, self.held = Counter(a for a, _ in keep), Counter(b for _, b in keep)
        self.first = [int(p > 0 and not own[i]) for i, p in enumerate(self.places)]
        self.rest = [max(p - max(own[i], 1), 0) for i, p in enumerate(self.places)]
        self.group, self.reserved, self.most = [-1] * raw.n, [], []
        kept = {a for a, _ in keep}
        if raw.policy["reserved"]:
            values = [entry["value"] for entry in raw.policy["reserved"]]
            labels = raw.left[raw.policy["reserved"][0]["field"]].rows if raw.n else []
            self.group = [values.index(x) if x in values else -1 for x in labels]
            filled = Counter(self.group[i] for i in kept)
            wanted = [int(entry["places"]) for entry in raw.policy["reserved"]]
            self.reserved = [max(n - filled[g], 0) for g, n in enumerate(wanted)]
            self.most = [1 << 40] * len(values)
        elif raw.policy.get("group_bound"):
            self._bounded(raw.policy["group_bound"], kept)

    def _bounded(self, bound: Data, kept: set[int]) -> None:
        column = self.raw.mentees["columns"].get(bound["field"])
        values = column["labels"] if column else []
        self.group = [int(code) for code in column["codes"]] if column else self.group
        rate = Fraction(self.certificate["rate"])
        for group in range(len(values)):
            inside = [i for i in range(self.raw.n) if self.group[i] == group and self.places[i] > 0]
            have = len([i for i in inside if i in kept])
            least = -(-rate.numerator * len(inside) // rate.denominator)
            top = rate + Fraction(str(float(bound["difference"])))
            most = top.numerator * len(inside) // top.denominator
            self.reserved.append(max(least - have, 0))
            self.most.append(max(most - have, self.reserved[-1]))
        reached = Counter(self.group[i] for i in {a for a, _ in self.pairs} - kept)
        good = all(self.reserved[g] <= reached[g] <= self.most[g] for g in range(len(values)))
        self.say("groups", good, "Match rates of the groups are within the bound.",
                 "Match rates of the groups differ by more than the bound.")  # fmt: skip

    def _stage(self, stage: Data, excess: int, counts: Data | None) -> None:
        bound = excess + self._sides(stage)
        name = stage["name"]
        good = bound == stage["bound"]
        if stage["kind"] == "optimum":
            good &= bound == stage["value"]
            words = "The stated prices prove that nothing better exists."
        else:
            good &= counts is not None and bound < counts["value"] and stage["weights"] == counts["weights"]
            words = "The stated prices prove that no higher floor is possible."
        self.say(f"proof of {name}", good, words, "The stated prices do not prove it.")

    def _sides(self, stage: Data) -> int:
        """The part of the bound that places, groups and loads make."""
        worth: Data = stage["weights"]
        u, z, g = stage["mentees"], stage["mentors"], stage["groups"]
        if len(u) != self.raw.n or len(z) != self.raw.m or len(g) != len(self.reserved):
            raise ValueError("prices do not cover everybody")
        total = 0
        for i in range(self.raw.n):
            from_group = g[self.group[i]] if self.group[i] >= 0 else 0
            total += self.first[i] * max(0, worth.get("coverage", 0) + from_group + u[i])
            total += self.rest[i] * max(0, u[i])
        for k, price in enumerate(g):
            least = min(self.reserved[k], self.most[k])
            beyond = min(self.most[k] - least, max(self.raw.n, 1))
            total += least * max(0, worth.get("reserved", 0) - price) + beyond * max(0, -price)
        for j in range(self.raw.m):
            total += self._load(worth, j, z[j])
        return int(total)

    def _load(self, worth: Data, j: int, price: int) -> int:
        held, total = self.held[j], 0
        if not worth.get("spread"):
            needed = max(self.minimum[j] - held, 0)
            free = max(self.capacity[j] - held - needed, 0)
            return int(needed * max(0, worth.get("minimum", 0) + price) + free * max(0, price))
        for place in range(held + 1, self.capacity[j] + 1):
            value = worth.get("minimum", 0) * (place <= self.minimum[j]) - worth["spread"] * (2 * place - 1)
            total += max(0, value + price)
        return int(total)

    def _reached(self) -> dict[str, int]:
        """What the free pairs reach, per aim."""
        free = [pair for pair in self.pairs if pair not in self.raw.named["keep"]]
        load = Counter(b for _, b in free)
        newly = {a for a, _ in free if self.first[a]}
        groups = Counter(self.group[i] for i in newly)
        return {
            "minimum": sum(min(n, max(self.minimum[j] - self.held[j], 0)) for j, n in load.items()),
            "reserved": sum(min(groups[k], n) for k, n in enumerate(self.reserved)),
            "coverage": len(newly),
            "total": sum(self.scores[pair] for pair in free),
            "spread": -sum((n + self.held[j]) ** 2 - self.held[j] ** 2 for j, n in load.items()),
            "stability": len(set(free) & self.raw.named["standing"]),
        }

    def _worth(self, stage: Data) -> int:
        reached = self._reached()
        return sum(reached[name] * int(worth) for name, worth in stage["weights"].items())

    def _order(self, main: Data, counts: Data | None) -> None:
        good = self._worth(main) == main["value"] and self._complete(main)
        if counts is not None:
            good &= self._worth(counts) == counts["value"] and self._outweighs(
                counts, list(counts["weights"])
            )
            good &= counts["above"] == 0
        names = list(self.certificate["order"])
        if not self.certificate["strict"]:
            names = [n for n in names if counts is None or n not in counts["weights"]]
        good &= self._outweighs(main, names)
        self.say("order", good, "The aims were followed in their strict order.",
                 "The weights do not follow the policy's order of aims.")  # fmt: skip

    def _complete(self, main: Data) -> bool:
        """The policy's aims, in its order, are all there."""
        aims = [n for n in self.result["objective"] if n not in ("floor", "leximin")]
        order = list(self.certificate["order"])
        leads = [n for n in order if n not in aims]
        needs = ["reserved"] if self.reserved else []
        needs += ["minimum"] if any(m > self.held[j] for j, m in enumerate(self.minimum)) else []
        same = list(self.raw.policy["objective"]) == list(self.result["objective"])
        return same and order == leads + aims and leads == needs and set(main["weights"]) == set(order)

    def _outweighs(self, stage: Data, names: list[str]) -> bool:
        below, worth = 0, stage["weights"]
        people = sum(self.first) + sum(self.rest)
        pairs = min(people, sum(c - self.held[j] for j, c in enumerate(self.capacity)))
        reach = {
            "minimum": sum(max(m - self.held[j], 0) for j, m in enumerate(self.minimum)),
            "reserved": sum(min(a, b) for a, b in zip(self.reserved, self.most, strict=True)),
            "coverage": sum(self.first),
            "total": 1_000_000 * pairs,
            "spread": sum(min(c, self.held[j] + people) ** 2 for j, c in enumerate(self.capacity)),
            "stability": min(len(self.raw.named["standing"]), pairs),
        }
        order = [n for n in self.certificate["order"] if n in names]
        for name in reversed(order):
            if int(worth[name]) <= below:
                return False
            below += int(worth[name]) * reach[name]
        return True

    def _floor(self, main: Data | None, counts: Data | None, stages: list[Data]) -> None:
        aims = self.result["objective"]
        asked = "floor" in aims or "leximin" in aims
        floor = int(self.certificate["floor"])
        free = [s for pair, s in self.scores.items() if pair not in self.raw.named["keep"]]
        good = (main is None or main["above"] == floor) and all(score >= floor for score in free)
        if not asked:
            good &= floor == 0
        else:
            proof = next((s for s in stages if s["kind"] == "impossible"), None)
            good &= counts is not None
            good &= (proof is not None and proof["above"] == floor + 1) or bool(
                counts and not counts["value"] and not floor
            )
        if not self.certificate["strict"]:
            good &= counts is not None
        self.say("floor", good, "No pair is below the floor.", "The floor is not what is stated.")
