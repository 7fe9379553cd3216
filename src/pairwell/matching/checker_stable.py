"""The check of stable pairs: no two people, not a pair, would both rather have each other."""

from __future__ import annotations

from collections import Counter

import numpy as np

from pairwell.matching.checker_flow import FlowChecking
from pairwell.matching.checker_pairs import ONE, Vector

NEVER = np.iinfo(np.int64).max


class StableChecking(FlowChecking):
    """The objective `stable`; preferences are the ranks that people gave, then the score."""

    proof = "Everything holds: no two people would both rather be a pair than keep to what they have."

    def is_proven(self) -> bool:
        """Being stable is what was asked for."""
        return True

    def check_places(self) -> None:
        """See `Checking.check_places`."""
        mine, theirs = Counter(a for a, _ in self.pairs), Counter(b for _, b in self.pairs)
        good = all(n <= self.places[i] for i, n in mine.items())
        good &= all(n <= self.capacity[j] for j, n in theirs.items())
        good &= self.raw.named["keep"] <= set(self.pairs)
        self.say("places", good, "Nobody has more partners than places; kept pairs are in.",
                 "Somebody has more partners than places, or a kept pair is missing.")  # fmt: skip

    def check_pairs(self) -> None:
        """See `Checking.check_pairs`; also keeps both sides' views of every pair."""
        raw = self.raw
        chosen: dict[int, list[int]] = {}
        for number, (row, _) in enumerate(self.pairs):
            chosen.setdefault(row, []).append(number)
        self.views: list[list[Vector]] = [[], []]
        self.open: list[Vector] = []
        most = [max((r for ranks in side for r in ranks.values()), default=0) for side in raw.lists]
        forbidden = wrong = 0
        for row in range(raw.n):
            points = raw.contributions(row)
            scores = points.sum(axis=1)
            allowed = self.rules.allowed(row, scores)
            found = self.know(row, points, allowed, chosen.get(row, []))
            forbidden, wrong = forbidden + found[0], wrong + found[1]
            ranks = (
                raw.lists[0][row],
                {c: raw.lists[1][c][row] for c in range(raw.m) if row in raw.lists[1][c]},
            )
            for side in (0, 1):
                view = scores.astype(np.int64)
                for col, rank in ranks[side].items():
                    view[col] += (ONE + 1) * (2 + most[side] - rank)
                self.views[side].append(view)
            self.open.append(allowed)
        self.say_pairs(forbidden, wrong)

    def check_proof(self) -> None:
        """Looks at every pair."""
        blocking = self._blocking() if self.raw.n and self.raw.m else 0
        claim = self.certificate
        good = claim["kind"] == "stable" and claim["holds"] is True and claim["blocking_pairs"] == 0
        good &= claim["pairs"] == self.raw.n * self.raw.m and not blocking
        self.say("stable", good, "No two people would rather run away together.",
                 f"{blocking} pairs of people would rather have each other.")  # fmt: skip

    def _blocking(self) -> int:
        mine, theirs = (np.array(view) for view in self.views)
        matched = np.zeros(mine.shape, dtype=bool)
        free = np.zeros(mine.shape, dtype=bool)
        for row, col in self.pairs:
            matched[row, col] = True
            free[row, col] = (row, col) not in self.raw.named["keep"]
        room_mine = np.array(self.places) - matched.sum(axis=1)
        room_theirs = np.array(self.capacity) - matched.sum(axis=0)
        worst_mine = np.where(free, mine, NEVER).min(axis=1)
        worst_theirs = np.where(free, theirs, NEVER).min(axis=0)
        first = (room_mine > 0)[:, None] | (mine > worst_mine[:, None])
        second = (room_theirs > 0)[None, :] | (theirs > worst_theirs[None, :])
        return int((np.array(self.open) & ~matched & first & second).sum())
