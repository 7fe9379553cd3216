"""The check of pairs of two sides: bounds from the stated prices, stage by stage, over all allowed pairs."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import numpy as np

from pairwell.matching.checker_facts import Checking
from pairwell.matching.checker_leximin import check_levels
from pairwell.matching.checker_pairs import Data, Vector


class FlowChecking(Checking):
    """One-on-one, reverse, flash: several aims in strict order, each with its prices."""

    proof = "Everything holds, and no other pairs would be better under this policy."

    @property
    def leximin(self) -> bool:
        """Whether every level counts, not only the lowest."""
        return "leximin" in self.policy["objective"]

    def check_places(self) -> None:
        """See `Checking.check_places`."""
        kind = "leximin" if self.leximin else "optimal"
        mine, theirs = Counter(a for a, _ in self.pairs), Counter(b for _, b in self.pairs)
        good = all(n <= self.places[i] for i, n in mine.items())
        good &= all(n <= self.capacity[j] for j, n in theirs.items())
        good &= self.raw.named["keep"] <= set(self.pairs)
        self.say("places", good, "Nobody has more partners than places; kept pairs are in.",
                 "Somebody has more partners than places, or a kept pair is missing.")  # fmt: skip
        pairs = self.raw.n * self.raw.m
        good = self.certificate["kind"] == kind and self.certificate["pairs"] == pairs
        good &= self.certificate["holds"] is True and self.certificate["gap"] == 0
        self.say("certificate", good, "The certificate claims what the policy asks for.",
                 "The certificate claims something else than the policy asks for.")  # fmt: skip

    def check_figures(self) -> None:
        """See `Checking.check_figures`."""
        matched, used = {a for a, _ in self.pairs}, Counter(b for _, b in self.pairs)
        scores = [self.scores[pair] for pair in self.pairs]
        lonely = [name for row, name in enumerate(self.raw.mentees["ids"]) if row not in matched]
        loads = [(c, used[j], self.minimum[j]) for j, c in enumerate(self.capacity)]
        self.say_figures(self.summary(scores), lonely, loads)
        self.say_fairness([(row, self.scores[row, col]) for row, col in self.pairs])
        self.say_reasons()

    def check_pairs(self) -> None:
        """One pass over all pairs: rules and scores of the chosen ones, excess over each stage's prices."""
        raw, stages = self.raw, self.certificate["stages"]
        chosen: dict[int, list[int]] = {}
        for number, (row, _) in enumerate(self.pairs):
            chosen.setdefault(row, []).append(number)
        self.excess = [0] * len(stages)
        forbidden = wrong = 0
        for row in range(raw.n):
            points = raw.contributions(row)
            scores = points.sum(axis=1)
            allowed = self.rules.allowed(row, scores)
            found = self.know(row, points, allowed, chosen.get(row, []))
            forbidden, wrong = forbidden + found[0], wrong + found[1]
            for index, stage in enumerate(stages):
                self.excess[index] += self._excess(stage, row, scores, allowed)
        self.say_pairs(forbidden, wrong)

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

    def check_proof(self) -> None:
        """See `Checking.check_proof`."""
        self._left_over()
        stages = self.certificate["stages"]
        counts = next((s for s in stages if s["name"] == "counts"), None)
        main = next((s for s in stages if s["name"] == "main"), None)
        for index, stage in enumerate(stages):
            self._stage(stage, self.excess[index], counts)
        kinds = {"counts": "optimum", "floor": "impossible", "main": "optimum"}
        good = all(kinds.get(stage["name"]) == stage["kind"] for stage in stages)
        good &= (main is None) is self.leximin and self._in_order()
        good &= not self.leximin or self.certificate["strict"] is True
        self.say(
            "stages", good, "Every aim of the policy has its stage.", "Aims and stages do not fit together."
        )
        if main is not None:
            self._order(main, counts)
        elif counts is not None and self.leximin:
            good = self._worth(counts) == counts["value"] and counts["above"] == 0
            self.say(
                "counts", good, "As many are matched as the proof says.", "Fewer are matched than possible."
            )
            check_levels(self, counts)
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
        good = bound == stage["bound"] == stage["value"]
        if stage["kind"] == "optimum":
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
        good = self._worth(main) == main["value"] and set(main["weights"]) == set(self.certificate["order"])
        if counts is not None:
            good &= self._worth(counts) == counts["value"] and self.outweighs(counts, list(counts["weights"]))
            good &= counts["above"] == 0
        names = list(self.certificate["order"])
        if not self.certificate["strict"]:
            names = [n for n in names if counts is None or n not in counts["weights"]]
        good &= self.outweighs(main, names)
        good &= self.certificate["strict"] is self.outweighs(main, list(self.certificate["order"]))
        apart = (
            ""
            if self.certificate["strict"]
            else " Those that count people were proved apart, before the scores."
        )
        self.say("order", good, f"The aims were followed in their strict order.{apart}",
                 "The weights do not follow the policy's order of aims.")  # fmt: skip

    def _in_order(self) -> bool:
        """The policy's aims, in its order, are all there, after what always leads."""
        aims = [n for n in self.policy["objective"] if n not in ("floor", "leximin")]
        needs = ["reserved"] if self.reserved else []
        needs += ["minimum"] if any(m > self.held[j] for j, m in enumerate(self.minimum)) else []
        return list(self.certificate["order"]) == needs + aims

    def outweighs(self, stage: Data, names: list[str]) -> bool:
        """Whether one unit of each of these aims is worth more than all the later ones together."""
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
