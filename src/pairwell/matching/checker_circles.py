"""The check of circles: sizes, leaders, fit and mix, and a bound that no seating of these circles exceeds."""

from __future__ import annotations

from collections import Counter

import numpy as np

from pairwell.matching.checker_facts import Checking
from pairwell.matching.checker_pairs import ONE, Data, Vector

MIX = ONE // 10


class CircleChecking(Checking):
    """The format `group`. Circles are NP-hard: the gap to a relaxation is what there is to prove."""

    proof = "Everything holds; the circles are within the stated gap of the best that could be."

    def is_proven(self) -> bool:
        """Only when nothing is left between value and bound."""
        claim = self.certificate
        return bool(claim["gap"] == 0 and claim["seated"] == claim["seated_at_most"])

    def check_places(self) -> None:
        """Sizes, leaders and seats."""
        sizes, raw = self.policy["circles"], self.raw
        self.tables = [[int(col) for col in rows] for rows in self.certificate["tables"]]
        leading = [j for j, c in enumerate(self.capacity) if c > 0]
        good = sorted(col for rows in self.tables for col in rows) == leading
        good &= all(1 <= len(rows) <= sizes["leaders"] for rows in self.tables)
        good &= sizes["leaders"] == 1 or sum(len(rows) < 2 for rows in self.tables) <= 1
        room = [min(c, sizes["largest"]) if c > 1 else sizes["largest"] for c in self.capacity]
        self.largest = [min(room[col] for col in rows) for rows in self.tables]
        self.seat: dict[int, int] = {}
        of_leader = {col: t for t, rows in enumerate(self.tables) for col in rows}
        for row, col in self.pairs:
            good &= col in of_leader and self.seat.setdefault(row, of_leader[col]) == of_leader[col]
        good &= all(self.places[row] > 0 for row in self.seat)
        good &= set(self.pairs) == {(row, col) for row, t in self.seat.items() for col in self.tables[t]}
        filled = Counter(self.seat.values())
        good &= all(sizes["smallest"] <= n <= self.largest[t] for t, n in filled.items())
        good &= all(b in self.tables[self.seat[a]] for a, b in raw.named["keep"] if a in self.seat)
        self.filled = filled
        self.say("places", good, "Every circle has its leaders and a size within the bounds; nobody sits twice.",
                 "A circle has wrong leaders or a size out of bounds, or somebody sits twice.")  # fmt: skip

    def check_pairs(self) -> None:
        """Rules and scores of members with leaders, and the fit of everybody with every circle."""
        raw = self.raw
        chosen: dict[int, list[int]] = {}
        for number, (row, _) in enumerate(self.pairs):
            chosen.setdefault(row, []).append(number)
        forbidden = wrong = 0
        self.fit = np.full((raw.n, len(self.tables)), -1, dtype=np.int64)
        kept = [(a, b) for a, b in raw.named["keep"]]
        for row in range(raw.n):
            points = raw.contributions(row)
            scores = points.sum(axis=1)
            allowed = self.rules.allowed(row, scores)
            found = self.know(row, points, allowed, chosen.get(row, []))
            forbidden, wrong = forbidden + found[0], wrong + found[1]
            if self.places[row]:
                self._fit_row(row, scores, allowed, [b for a, b in kept if a == row])
        self.say_pairs(forbidden, wrong)

    def _fit_row(self, row: int, scores: Vector, allowed: Vector, kept: list[int]) -> None:
        for number, rows in enumerate(self.tables):
            if allowed[rows].all() and all(col in rows for col in kept):
                self.fit[row, number] = int(scores[rows].sum()) // len(rows)

    def check_figures(self) -> None:
        """See `Checking.check_figures`."""
        raw = self.raw
        scores = [self.scores[pair] for pair in self.pairs]
        lonely = [name for row, name in enumerate(raw.mentees["ids"]) if row not in self.seat]
        smallest = self.policy["circles"]["smallest"]
        loads = [(0, 0, 0)] * raw.m
        for t, rows in enumerate(self.tables):
            for col in rows:
                loads[col] = (self.largest[t], self.filled[t], smallest if self.filled[t] else 0)
        self.say_figures(self.summary(scores, circles=len(self.filled)), lonely, loads)
        self.say_fairness([(row, self.scores[row, col]) for row, col in self.pairs])
        self.say_reasons()
        self._circles()

    def reason_holds(self, row: int, stated: Data, full: Vector) -> bool:
        """See `Checking.reason_holds`: places are seats here."""
        removed, allowed = self.rules.removed(row, self.raw.contributions(row).sum(axis=1))
        reason = "no_capacity" if (self.fit[row] >= 0).any() else "nobody_allowed"
        same = stated["reason"] == reason and stated["allowed"] == int(allowed.sum())
        return bool(same and stated["removed"] == removed)

    def _circles(self) -> None:
        column = self.raw.left.get("unit")
        told = column is not None and column.kind == "category"
        self.unit = [column.rows[row] if told and column else None for row in range(self.raw.n)]
        wanted = []
        for t in sorted(self.filled, key=lambda t: t):
            rows = sorted(row for row, seat in self.seat.items() if seat == t)
            score = sum(self.scores[row, col] for row in rows for col in self.tables[t])
            mix = self._mix(rows, ONE) // len(rows)
            names = (
                [self.raw.mentors["ids"][c] for c in sorted(self.tables[t])],
                [self.raw.mentees["ids"][r] for r in rows],
            )
            wanted.append((names, score, mix))
        stated = [
            ((list(c["leaders"]), list(c["mentees"])), c["score"], c["mix"]) for c in self.result["circles"]
        ]
        same = [(w[1], w[2], len(w[0][0]), len(w[0][1])) for w in wanted]
        good = same == [(s[1], s[2], len(s[0][0]), len(s[0][1])) for s in stated]
        good &= not self.named() or wanted == stated
        self.say("circles", good, "Every circle's people, score and mix agree with the pairs.",
                 "A circle's people, score or mix do not agree with the pairs.")  # fmt: skip

    def _mix(self, rows: list[int], most: int = MIX) -> int:
        size = len(rows)
        if size < 2:
            return 0
        counts = Counter(self.unit[row] for row in rows if self.unit[row] is not None)
        same = sum(n * (n - 1) for n in counts.values())
        return int(most * (size * (size - 1) - same) // (size - 1))

    def check_proof(self) -> None:
        """The stated value is what the circles are worth, and the bound is one."""
        claim, smallest = self.certificate, self.policy["circles"]["smallest"]
        fit = sum(int(self.fit[row, t]) for row, t in self.seat.items())
        mix = sum(self._mix([row for row, seat in self.seat.items() if seat == t]) for t in self.filled)
        caps = np.array(
            [
                room if room >= smallest and self.raw.n and (self.fit[:, t] >= 0).any() else 0
                for t, room in enumerate(self.largest)
            ],
            dtype=np.int64,
        )
        most, prices = self._most(caps), np.array(claim["prices"], dtype=np.int64)
        if len(prices) != len(caps) or (prices < 0).any():
            raise ValueError("prices do not cover every circle")
        gain = np.where((self.fit >= 0) & (caps > 0)[None, :], self.fit - prices[None, :], 0)
        bound = int((prices * caps).sum() + np.maximum(gain, 0).max(axis=1, initial=0).sum())
        bound += self._mix_bound(int(caps.max(initial=0)), smallest, most)
        good = claim["kind"] == "relaxation" and claim["fit"] == fit and claim["mix"] == mix
        good &= claim["value"] == fit + mix and claim["seated"] == len(self.seat)
        good &= claim["seated_at_most"] == most and claim["bound"] == bound and claim["floor"] == 0
        good &= claim["gap"] == bound - fit - mix >= 0
        good &= claim["gap_share"] == (round((bound - fit - mix) / bound, 6) if bound else 0.0)
        good &= claim["holds"] is (bound == fit + mix and len(self.seat) == most)
        self.say("gap", good, "Value and bound were worked out again; no seating of these circles exceeds it.",
                 "Value, bound or gap are not what is stated.")  # fmt: skip

    def _most(self, caps: Vector) -> int:
        """How many can sit at most, smallest sizes aside: a maximum flow by scipy, not by the solver's library."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - for circles only
        from scipy.sparse.csgraph import maximum_flow  # noqa: PLC0415

        n, circles = self.fit.shape
        rows, cols = np.nonzero((self.fit >= 0) & (caps > 0)[None, :])
        if not len(rows):
            return 0
        end = 1 + n + circles
        tail = np.concatenate([np.zeros(n), 1 + rows, 1 + n + np.arange(circles)]).astype(np.int32)
        head = np.concatenate([1 + np.arange(n), 1 + n + cols, np.full(circles, end)]).astype(np.int32)
        room = np.concatenate([np.ones(n), np.ones(len(rows)), caps]).astype(np.int32)
        return int(maximum_flow(csr_array((room, (tail, head)), shape=(end + 1, end + 1)), 0, end).flow_value)

    def _mix_bound(self, largest: int, smallest: int, most: int) -> int:
        """Spread as evenly as the largest number of circles allows, a unit has so many meetings among itself."""
        if largest < 2:
            return 0
        bound = most * MIX
        if most == self.raw.n and smallest:
            circles = max(1, self.raw.n // smallest)
            same = 0
            for size in Counter(unit for unit in self.unit if unit is not None).values():
                each, over = divmod(size, circles)
                same += each * (each - 1) * (circles - over) + (each + 1) * each * over
            bound = max(bound - MIX * same // (largest - 1), (most - 1) * MIX)
        return int(bound)
