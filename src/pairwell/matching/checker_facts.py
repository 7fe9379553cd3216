"""What every format's check has in common: names and rows, places, rules, scores, figures and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from pairwell.matching.checker import Check, Verdict
from pairwell.matching.checker_pairs import ONE, Data, Raw, RawRules, Vector

BINS = 20


class Checking:
    """A result beside its raw inputs, and the list of what was checked."""

    proof = ""
    """What follows when everything holds."""

    def __init__(self, result: Data, instance: Data, seal: str) -> None:
        self.result, self.raw = result, Raw(instance)
        self.rules, self.policy = RawRules(self.raw), self.raw.policy
        self.certificate: Data = result["certificate"]
        self.sealed = self.certificate.get("seal") == seal
        self.pairs = [(int(a), int(b)) for a, b in self.certificate["rows"]]
        self.checks: list[Check] = []
        self.scores: dict[tuple[int, int], int] = {}
        cap = self.policy["places_per_mentee"]
        self.places = [min(int(p), cap) for p in self.raw.mentees["places"]]
        self.capacity = [int(p) for p in self.raw.mentors["places"]]
        wanted = zip(self.raw.mentors["minimum"], self.capacity, strict=True)
        self.minimum = [min(max(int(a), self.policy["mentor_minimum"]), b) for a, b in wanted]

    def say(self, name: str, holds: bool, good: str, bad: str) -> bool:
        """Note one check."""
        self.checks.append(Check(name, bool(holds), good if holds else bad))
        return bool(holds)

    def run(self) -> Verdict:
        """All checks, in the order in which they are told."""
        self.say("seal", self.sealed, "The file was not changed since it was written.",
                 "The file was changed after it was written.")  # fmt: skip
        self._settings()
        self._identities()
        self.check_places()
        self.check_pairs()
        self.check_figures()
        self.check_proof()
        holds = all(check.holds for check in self.checks)
        return Verdict(tuple(self.checks), holds and self.is_proven(), self.proof)

    def is_proven(self) -> bool:
        """Whether holding means that nothing better exists."""
        return True

    def check_places(self) -> None:
        """Nobody has more partners than places."""
        raise NotImplementedError

    def check_pairs(self) -> None:
        """Rules and scores of the chosen pairs, worked out again."""
        raise NotImplementedError

    def check_figures(self) -> None:
        """The figures that the result tells about itself."""
        raise NotImplementedError

    def check_proof(self) -> None:
        """What the certificate claims."""
        raise NotImplementedError

    def _settings(self) -> None:
        stated, total = self.result, sum(float(c["weight"]) for c in self.raw.criteria)
        criteria = [
            {
                "key": c["key"],
                "kind": c["kind"],
                "weight": c["weight"],
                "share": round(c["weight"] / total, 6),
            }
            for c in self.raw.criteria
        ] or [{"key": "nothing", "kind": "same", "weight": 1.0, "share": 1.0}]
        good = list(stated["objective"]) == list(self.policy["objective"])
        good &= stated["format"] == self.policy["format"] and stated["seed"] == self.raw.data["seed"]
        good &= list(stated["criteria"]) == criteria and stated["kind"] == "pairwell-result-1"
        self.say("settings", good, "Format, aims, seed and weights are those of the policy.",
                 "Format, aims, seed or weights are not those of the policy.")  # fmt: skip

    def _identities(self) -> None:
        named = [(p["mentee"], p["mentor"]) for p in self.result["pairs"]]
        ends: list[dict[str, int]] = [{}, {}]
        good = len(named) == len(self.pairs) and len(set(self.pairs)) == len(self.pairs)
        for pair, rows in zip(named, self.pairs, strict=False):
            for side in (0, 1):
                good &= ends[side].setdefault(pair[side], rows[side]) == rows[side]
        for side, people in enumerate((self.raw.mentees["ids"], self.raw.mentors["ids"])):
            good &= len(set(ends[side].values())) == len(ends[side])
            good &= not self.named() or all(people[row] == name for name, row in ends[side].items())
            good &= all(0 <= row < len(people) for row in ends[side].values())
        if not self.say("pairs", good, "Every pair is named once and belongs to its rows.",
                        "Pairs are repeated or do not belong to their rows."):  # fmt: skip
            raise ValueError("the pairs do not belong to the inputs")

    def named(self) -> bool:
        """Whether the inputs carry the result's own ids (an instance for sharing has stand-ins)."""
        raw = self.raw
        given = [*raw.mentees["ids"], *raw.mentors["ids"]]
        if given != [*(f"m{row}" for row in range(raw.n)), *(f"t{row}" for row in range(raw.m))]:
            return True
        said = {p[side] for p in self.result["pairs"] for side in ("mentee", "mentor")}
        said |= {entry["mentee"] for entry in self.result["unmatched"]}
        return said | {entry["mentor"] for entry in self.result["loads"]} <= set(given)

    def know(self, row: int, points: Vector, allowed: Vector, chosen: Iterable[int]) -> tuple[int, int]:
        """Compare the stated pairs (by number) of a mentee with the points worked out; (forbidden, wrong)."""
        forbidden = wrong = 0
        keys = [c["key"] for c in self.raw.criteria] or ["nothing"]
        told = self.raw.told(row)
        weights = np.array(self.raw.weights(row) if self.raw.criteria else [ONE])
        for number in chosen:
            col, stated = self.pairs[number][1], self.result["pairs"][number]
            score = int(points[col].sum())
            self.scores[row, col] = score
            forbidden += not allowed[col]
            mine = dict(zip(keys, points[col].tolist(), strict=True))
            unknown = [key for key, there in zip(keys, told[col], strict=True) if not there]
            same = stated["contributions"] == mine and stated["score"] == score
            same &= list(stated["unknown"]) == unknown
            same &= stated["known"] == round(float((weights * told[col]).sum()) / ONE, 6)
            wrong += not (same and self.flags(number))
        return forbidden, wrong

    def flags(self, number: int) -> bool:
        """Whether a pair is rightly called kept or standing."""
        stated, pair = self.result["pairs"][number], self.pairs[number]
        named = self.raw.named
        return stated["kept"] is (pair in named["keep"]) and stated["standing"] is (pair in named["standing"])

    def say_pairs(self, forbidden: int, wrong: int) -> None:
        """Tell what came of `know`."""
        self.say("rules", not forbidden, "No pair breaks a rule.", f"{forbidden} pairs break a rule.")
        self.say("scores", not wrong, "Every score and its parts were worked out again and agree.",
                 f"{wrong} pairs have another score than stated.")  # fmt: skip

    def summary(self, scores: list[int], **other: Any) -> dict[str, Any]:
        """The summary as it has to be for pairs with these scores."""
        bins = Counter(min(s * BINS // ONE, BINS - 1) for s in scores)
        standing = self.raw.named["standing"]
        return {
            "mentees": self.raw.n,
            "mentors": self.raw.m,
            "places": sum(self.capacity),
            "matched": len({row for row, _ in self.pairs}),
            "pairs": len(scores),
            "floor": min(scores, default=None),
            "total": sum(scores),
            "mean": round(float(np.mean(scores)) / ONE, 6) if scores else None,
            "histogram": [bins[b] for b in range(BINS)],
            "standing_kept": len(standing & set(self.pairs)),
            "standing": len(standing),
            "circles": 0,
            **other,
        }

    def say_figures(
        self, summary: dict[str, Any], lonely: list[str], loads: list[tuple[int, int, int]]
    ) -> None:
        """Compare summary, unmatched people, loads (places, used, minimum) with what they have to be."""
        stated = {**self.result["summary"], "histogram": list(self.result["summary"]["histogram"])}
        alone = [entry["mentee"] for entry in self.result["unmatched"]]
        good = stated == summary and len(alone) == len(lonely)
        good &= not self.named() or sorted(alone) == sorted(lonely)
        self.say("figures", good, "Total, floor and counts agree with the pairs.",
                 "Total, floor or counts do not agree with the pairs.")  # fmt: skip
        rows = [(entry["places"], entry["used"], entry["minimum"]) for entry in self.result["loads"]]
        names = [entry["mentor"] for entry in self.result["loads"]]
        good = rows == loads and (not self.named() or names == list(self.raw.mentors["ids"]))
        self.say("loads", good, "The load of every mentor agrees with the pairs.",
                 "The load of a mentor does not agree with the pairs.")  # fmt: skip

    def say_fairness(self, scored: list[tuple[int, int]]) -> None:
        """Work the table out again from (mentee row, score) entries."""
        rows: list[Data] = []
        for name in self.policy["fairness"]["fields"]:
            column = self.raw.left.get(name)
            if column is not None and column.kind == "category":
                rows += self._groups(name, column.rows, scored)
        self.say("fairness", list(self.result["fairness"]) == rows,
                 "The table of groups agrees with the pairs and hides small groups.",
                 "The table of groups does not agree with the pairs.")  # fmt: skip

    def _groups(self, name: str, labels: list[Any], scored: list[tuple[int, int]]) -> list[Data]:
        members: dict[str, list[int]] = {}
        for row in range(self.raw.n):
            if self.places[row] > 0:
                members.setdefault(labels[row] or "", []).append(row)
        order = sorted((label for label in members if label), key=str) + [""] * ("" in members)
        small = self.policy["fairness"]["suppress_below"]
        hidden = {label for label in order if len(members[label]) < small}
        if len(hidden) == 1 and len(order) > 1:
            hidden.add(
                min((x for x in order if x not in hidden), key=lambda x: (len(members[x]), order.index(x)))
            )
        met = {row for row, _ in scored}
        rates = {label: sum(r in met for r in members[label]) / len(members[label]) for label in order}
        best = max((rates[label] for label in order if label not in hidden), default=0.0)
        return [
            self._group(name, label, members[label], met, scored, label in hidden, rates[label], best)
            for label in order
        ]

    def _group(
        self, name: str, label: str, rows: list[int], met: set[int], scored: list[tuple[int, int]],
        hide: bool, rate: float, best: float,
    ) -> Data:  # fmt: skip
        shown: dict[str, Any] = dict.fromkeys(("people", "matched", "rate", "mean", "worst", "ratio"))
        if not hide:
            inside = set(rows)
            own = [score for row, score in scored if row in inside]
            shown = {
                "people": len(rows),
                "matched": len(inside & met),
                "rate": round(rate, 6),
                "mean": round(float(np.mean(own)) / ONE, 6) if own else None,
                "worst": min(own, default=None),
                "ratio": round(rate / best, 6) if best > 0 else None,
            }
        return {"field": name, "group": label, **shown, "suppressed": hide}

    def say_reasons(self) -> None:
        """Every reason for staying alone, for mentees and mentors seen as two sides."""
        used = Counter(b for _, b in self.pairs)
        full = np.array([used[j] >= c for j, c in enumerate(self.capacity)], dtype=bool)
        matched = {row for row, _ in self.pairs}
        alone = [row for row in range(self.raw.n) if row not in matched]
        wrong = 0
        for row, stated in zip(alone, self.result["unmatched"], strict=False):
            if not self.places[row]:
                wrong += stated["reason"] != "no_places" or bool(stated["removed"])
            elif stated["allowed"] >= 0:
                wrong += not self.reason_holds(row, stated, full)
        self.say_reasons_of(wrong)

    def say_reasons_of(self, wrong: int) -> None:
        """Tell how many reasons are wrong."""
        self.say("reasons", not wrong, "Why somebody has no partner was worked out again and agrees.",
                 f"{wrong} people without a partner are given a wrong reason.")  # fmt: skip

    def reason_holds(self, row: int, stated: Data, full: Vector) -> bool:
        """Whether reason and counts of a mentee who wants somebody are right."""
        removed, allowed = self.rules.removed(row, self.raw.contributions(row).sum(axis=1))
        fitting = "nobody_allowed" if not allowed.any() else "no_capacity" if full[allowed].all() else ""
        reason = stated["reason"] == fitting if fitting else stated["reason"] in ("below_floor", "not_worth")
        return reason and stated["removed"] == removed and stated["allowed"] == int(allowed.sum())
