"""The check of peers: duals of people and of odd sets of people bound every way of pairing them off."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from pairwell.matching.checker_facts import Checking
from pairwell.matching.checker_pairs import ONE, Data, Vector

NO_RECORD, FORBIDDEN = -2, -1


class PeerChecking(Checking):
    """The format `peer`: everybody once, whichever side their records are on."""

    proof = "Everything holds, and no other way of pairing people off would be better under this policy."

    def __init__(self, result: Data, instance: Data, seal: str) -> None:
        super().__init__(result, instance, seal)
        sides = self.raw.mentees["persons"], self.raw.mentors["persons"]
        self.names = list(dict.fromkeys([*sides[0], *sides[1]]))
        place = {name: v for v, name in enumerate(self.names)}
        self.of = [[place[name] for name in side] for side in sides]
        self.row: list[dict[int, int]] = [{v: row for row, v in enumerate(side)} for side in self.of]
        taking = zip(self.of, (self.raw.mentees["places"], self.raw.mentors["places"]), strict=True)
        self.has_place = {v for side, places in taking for v, p in zip(side, places, strict=True) if p > 0}
        self.couples = [self._couple(pair) for pair in self.pairs]
        self.kept = {self._couple(pair) for pair in self.raw.named["keep"]}

    def _couple(self, pair: tuple[int, int]) -> tuple[int, int]:
        one, two = self.of[0][pair[0]], self.of[1][pair[1]]
        return min(one, two), max(one, two)

    def check_places(self) -> None:
        """See `Checking.check_places`."""
        met = Counter(v for couple in self.couples for v in couple)
        good = all(n == 1 for n in met.values()) and self.kept <= set(self.couples)
        good &= all(v in self.has_place for v in met if not any(v in couple for couple in self.kept))
        self.say("places", good, "Everybody has one partner at most, never themself; kept pairs are in.",
                 "Somebody has two partners or no place, or a kept pair is missing.")  # fmt: skip

    def check_pairs(self) -> None:
        """The table of everybody with everybody, and the stated pairs in it."""
        n = len(self.names)
        one_way = np.full((n, n), NO_RECORD, dtype=np.int64)
        self.parts: dict[int, Vector] = {}
        wanted = {v for couple in self.couples for v in couple}
        for v, row in self.row[0].items():
            points = self.raw.contributions(row)
            scores = points.sum(axis=1)
            found = np.where(self.rules.allowed(row, scores), scores, FORBIDDEN)
            one_way[v, self.of[1]] = found
            if v in wanted:
                self.parts[v] = points
        low, high = np.minimum(one_way, one_way.T), np.maximum(one_way, one_way.T)
        mean = np.where(
            low >= 0, (low + high) // 2, np.where((low == NO_RECORD) & (high >= 0), high, FORBIDDEN)
        )
        np.fill_diagonal(mean, FORBIDDEN)
        self.table = mean
        forbidden = sum(mean[couple] < 0 for couple in self.couples)
        wrong = sum(not self._as_stated(number) for number in range(len(self.couples)))
        self.say_pairs(int(forbidden), wrong)

    def _as_stated(self, number: int) -> bool:
        stated, (one, two), (row, col) = (
            self.result["pairs"][number],
            self.couples[number],
            self.pairs[number],
        )
        ways = [
            self.parts[a][self.row[1][b]]
            for a, b in ((one, two), (two, one))
            if a in self.row[0] and b in self.row[1]
        ]
        parts = ways[0].copy() if len(ways) == 1 else sum(ways) // 2
        if len(ways) == 2:
            odd = np.flatnonzero(sum(ways) % 2)
            parts[odd[: int(sum(ways).sum()) // 2 - int(parts.sum())]] += 1
        keys = [c["key"] for c in self.raw.criteria] or ["nothing"]
        told = self.raw.told(row)[col]
        weights = np.array(self.raw.weights(row) if self.raw.criteria else [ONE])
        same = stated["contributions"] == dict(zip(keys, parts.tolist(), strict=True))
        same &= stated["score"] == int(self.table[one, two])
        same &= list(stated["unknown"]) == [key for key, there in zip(keys, told, strict=True) if not there]
        same &= stated["known"] == round(float((weights * told).sum()) / ONE, 6)
        standing = {self._couple(pair) for pair in self.raw.named["standing"]}
        same &= stated["kept"] is ((one, two) in self.kept)
        return bool(same and stated["standing"] is ((one, two) in standing))

    def check_figures(self) -> None:
        """See `Checking.check_figures`."""
        scores = [int(self.table[couple]) for couple in self.couples]
        met = {v for couple in self.couples for v in couple}
        standing = {self._couple(pair) for pair in self.raw.named["standing"]}
        people = len(self.names)
        summary = self.summary(
            scores, mentees=people, mentors=people, places=len(self.has_place), matched=2 * len(scores),
            standing=len(standing), standing_kept=len(standing & set(self.couples)),
        )  # fmt: skip
        lonely = [self._identity(v) for v in range(people) if v not in met]
        loads = [(int(v in self.has_place), int(v in met), 0) for v in self.of[1]]
        self.say_figures(summary, lonely, loads)
        entries = [
            (self.row[0][v], int(self.table[couple]))
            for end in (0, 1)
            for couple in self.couples
            for v in couple[end : end + 1]
            if v in self.row[0]
        ]
        self.say_fairness(entries)
        alone = zip([v for v in range(people) if v not in met], self.result["unmatched"], strict=False)
        self.say_reasons_of(sum(not self._reason_of(v, stated) for v, stated in alone))

    def _reason_of(self, v: int, stated: Data) -> bool:
        partners = [w for w in self.has_place if self.table[v, w] >= 0] if v in self.has_place else []
        aims = "no_capacity" if "coverage" in self.policy["objective"] else "not_worth"
        reason = "no_places" if v not in self.has_place else aims if partners else "nobody_allowed"
        removed: dict[str, int] = {}
        if v in self.has_place and v in self.row[0]:
            row = self.row[0][v]
            scores = self.raw.contributions(row).sum(axis=1)
            removed, _ = self.rules.removed(row, scores, self.row[1].get(v, -1))
        same = stated["reason"] == reason and stated["allowed"] == len(partners)
        return bool(same and stated["removed"] == removed)

    def _identity(self, v: int) -> str:
        side = 0 if v in self.row[0] else 1
        people = (self.raw.mentees, self.raw.mentors)[side]
        return str(people["ids"][self.row[side][v]])

    def check_proof(self) -> None:
        """The best pairing, and with a floor: that as many are paired as can be, and none above the floor."""
        taken = {v for couple in self.kept for v in couple}
        self.rest = [v for v in range(len(self.names)) if v not in taken]
        self.free = [couple for couple in self.couples if couple not in self.kept]
        aims, claim = self.policy["objective"], self.certificate
        bonus = (len(self.rest) // 2 + 1) * (ONE + 1) if "coverage" in aims else 0
        value = sum(int(self.table[couple]) + bonus for couple in self.free)
        floor = int(claim["floor"])
        good = claim["kind"] == "peer" and claim["holds"] is True and claim["gap"] == 0
        good &= claim["value"] == value == claim["bound"] == self._bound(claim, floor, bonus, True)
        good &= claim["pairs"] == len(self.rest) * (len(self.rest) - 1) // 2
        self.say("proof of total", good, "The stated duals prove that nothing better exists.",
                 "The stated duals do not prove it.")  # fmt: skip
        self._floor(claim, floor, bool(bonus) and bool({"floor", "leximin"} & set(aims)))

    def _floor(self, claim: Data, floor: int, asked: bool) -> None:
        stages = {stage["name"]: stage for stage in claim["stages"]}
        good = min((int(self.table[couple]) for couple in self.free), default=floor) >= floor
        if not asked or not self.free:
            good &= floor == 0 if not asked else True
        if asked:
            good &= self._bound(stages["counts"], 0, 1, False) == len(self.free)
            good &= not self.free or self._bound(stages["floor"], floor + 1, 1, False) < len(self.free)
        self.say("floor", good, "As many are paired as can be, and the lowest score is as high as it can be.",
                 "The floor is not what is stated.")  # fmt: skip

    def _bound(self, claim: Data, least: int, bonus: int, scored: bool) -> float:
        """What no pairing of the free people exceeds, by the duals; infinite when they do not cover a pair."""
        n, u = len(self.rest), np.array(claim["duals"], dtype=np.int64)
        sets: list[tuple[int, list[int]]] = [
            (int(dual), list(members)) for dual, members in claim["odd_sets"]
        ]
        chair, wide = int(claim["empty_chair"]), n + n % 2 if n > 1 else n
        wrong = any(dual < 0 or len(members) % 2 == 0 for dual, members in sets) or (u < 0).any()
        if wrong or len(u) != wide or chair < 0 or (wide == n and chair):
            return float("inf")
        cover = u[:, None] + u[None, :]
        for dual, members in sets:
            if len(set(members)) != len(members):
                return float("inf")
            cover[np.ix_(members, members)] += dual
        place = np.array([v in self.has_place for v in self.rest], dtype=bool)
        table = self.table[np.ix_(self.rest, self.rest)]
        usable = (table >= least) & place[:, None] & place[None, :]
        gain = (table if scored else np.zeros_like(table)) + bonus
        short = bool((usable & (cover[:n, :n] < 4 * gain)).any())
        if wide > n:
            short |= bool((cover[n, :n] < 4 * chair).any())
        whole = int(u.sum()) + sum(dual * ((len(members) - 1) // 2) for dual, members in sets)
        paid = chair if wide > n else 0
        found: Any = float("inf") if short else whole / 4 - paid
        return float(found)
