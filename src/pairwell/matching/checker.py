"""An independent check of a result against the raw inputs, with no shortcut and no code of the solver.

Every pair that the rules allow is scored again and held against the stated prices. For any prices,
weak duality says: value of any matching <= sum over all pairs and places of what exceeds the prices. So
if that bound equals the value of the stated pairs, no matching is better; nobody needs to trust the solver.
What a format has to prove is decided by the policy in the inputs, not by what the result says of itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pairwell.matching.checker_pairs import Data


@dataclass(frozen=True)
class Check:
    """One thing that was checked, in words."""

    name: str
    holds: bool
    words: str


@dataclass(frozen=True)
class Verdict:
    """All checks; `holds` when every one does. `proven`: the result is also shown to be the best possible.

    `words` sum up what follows when everything holds.
    """

    checks: tuple[Check, ...]
    proven: bool
    words: str = ""

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
        return _checking(instance["policy"])(result, instance, seal(result)).run()
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        ZeroDivisionError,
        AttributeError,
        OverflowError,
    ) as e:
        words = f"The files do not have the expected shape ({type(e).__name__}: {e})."
        return Verdict((Check("shape", False, words),), False)


def _checking(policy: Data) -> Any:
    from pairwell.matching import checker_circles, checker_flow, checker_peer, checker_stable  # noqa: PLC0415

    if list(policy["objective"]) == ["stable"]:
        return checker_stable.StableChecking
    by_format = {"peer": checker_peer.PeerChecking, "group": checker_circles.CircleChecking}
    return by_format.get(policy["format"], checker_flow.FlowChecking)
