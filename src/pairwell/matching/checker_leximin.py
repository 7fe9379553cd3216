"""The check of leximin: the prices of every round bound one aim after the other, by complementary slackness.

The aims are, in order: the best counts; per level from below, no pair between the levels and as few pairs as can be
on it; last the weights of the other aims. An arc whose first reduced value that is not zero is positive has to be
full, and empty where it is negative: then no other flow is better in any of the aims, taken in this order.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from pairwell.matching.checker_pairs import Data, Vector

if TYPE_CHECKING:
    from pairwell.matching.checker_flow import FlowChecking

Signs = np.ndarray[Any, Any]


def check_levels(checking: FlowChecking, counts: Data) -> None:
    """Look at every allowed pair and at every place."""
    rounds, tail = checking.certificate["levels"], checking.certificate["tail"]
    levels = [entry["level"] for entry in rounds[1:-1]]
    order = list(checking.certificate["order"])
    later = [name for name in order if name not in counts["weights"]]
    good = levels == sorted(set(levels)) and rounds[0]["level"] is None and rounds[-1]["level"] is None
    good &= set(tail) == set(order) and checking.outweighs({"weights": tail}, later)
    good &= all(
        len(entry["nodes"]) == 1 + len(checking.reserved) + checking.raw.n + checking.raw.m
        for entry in rounds
    )
    good = good and _Levels(checking, counts, tail).hold()
    checking.say("levels", good, "The stated prices prove every level: nobody can be lifted without harm below.",
                 "The stated prices do not prove every level above the lowest.")  # fmt: skip


class _Levels:
    def __init__(self, checking: FlowChecking, counts: Data, tail: Data) -> None:
        self.checking, self.counts, self.tail = checking, counts["weights"], tail
        rounds = checking.certificate["levels"]
        self.levels = [entry["level"] for entry in rounds]
        nodes = np.array([entry["nodes"] for entry in rounds], dtype=np.int64)
        groups, n = len(checking.reserved), checking.raw.n
        self.root, self.groups = nodes[:, 0], nodes[:, 1 : 1 + groups]
        self.mentees, self.mentors = nodes[:, 1 + groups : 1 + groups + n], nodes[:, 1 + groups + n :]
        self.free = {pair for pair in checking.pairs if pair not in checking.raw.named["keep"]}

    def hold(self) -> bool:
        """Whether every arc is full or empty as its reduced values demand."""
        return all(self._pairs(row) for row in range(self.checking.raw.n)) and self._sides()

    def _pairs(self, row: int) -> bool:
        checking, raw = self.checking, self.checking.raw
        scores = raw.contributions(row).sum(axis=1)
        usable = checking.rules.allowed(row, scores) & (scores >= int(checking.certificate["floor"]))
        usable &= np.array([(row, col) not in raw.named["keep"] for col in range(raw.m)], dtype=bool)
        here = np.array([(row, col) in self.free for col in range(raw.m)], dtype=bool)
        standing = np.array([(row, col) in raw.named["standing"] for col in range(raw.m)], dtype=np.int64)
        last = int(self.tail.get("total", 0)) * scores + int(self.tail.get("stability", 0)) * standing
        prices = self.mentees[:, row][:, None] - self.mentors
        lines, below = [prices[0]], -1
        for number, level in enumerate(self.levels[1:-1], start=1):
            lines.append(-((scores > below) & (scores < level)).astype(np.int64))
            lines.append(prices[number] - (scores == level))
            below = level
        lines.append(prices[-1] + last)
        sign = _first(np.array(lines))
        return bool(((sign <= 0) | here)[usable].all() and ((sign >= 0) | ~here)[usable].all())

    def _sides(self) -> bool:
        checking = self.checking
        met = Counter(a for a, _ in self.free)
        load = Counter(b for _, b in self.free)
        inside = Counter(checking.group[i] for i in met if checking.first[i])
        good = True
        for i in range(checking.raw.n):
            group = checking.group[i]
            tail = self.groups[:, group] if group >= 0 else self.root
            good &= self._arc(checking.first[i], int(met[i] > 0), tail - self.mentees[:, i], "coverage")
        for g, reserved in enumerate(checking.reserved):
            least = min(reserved, checking.most[g])
            beyond = min(checking.most[g] - least, max(checking.raw.n, 1))
            price = self.root - self.groups[:, g]
            good &= self._arc(least, min(inside[g], least), price, "reserved")
            good &= self._arc(beyond, max(inside[g] - least, 0), price, "")
        return good and all(self._load(j, load[j]) for j in range(checking.raw.m))

    def _load(self, j: int, used: int) -> bool:
        checking, price = self.checking, self.mentors[:, j] - self.root
        held, good = checking.held[j], True
        needed = max(checking.minimum[j] - held, 0)
        for unit in range(1, checking.capacity[j] - held + 1):
            spread = int(self.tail.get("spread", 0)) * (2 * (unit + held) - 1)
            good &= self._arc(1, int(unit <= used), price, "minimum" if unit <= needed else "", -spread)
        return good

    def _arc(self, room: int, used: int, price: Vector, aim: str, last: int = 0) -> bool:
        if room <= 0:
            return used == 0
        value = np.zeros(len(price), dtype=np.int64)
        value[0] = int(self.counts.get(aim, 0))
        value[-1] = int(self.tail.get(aim, 0)) + last
        sign = int(_first((value + price)[:, None])[0])
        return used == room if sign > 0 else used == 0 if sign < 0 else used <= room


def _first(lines: Signs) -> Signs:
    """The sign of the first line that is not zero, per column."""
    at = np.argmax(lines != 0, axis=0)
    found: Signs = np.sign(lines[at, np.arange(lines.shape[1])])
    return found
