"""What comes back from a run. Scores are whole numbers: 1,000,000 is a perfect pair (`POINTS`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

POINTS = 1_000_000
"""A score of 1.0 in whole points."""
RESULT_FORMAT = "pairwell-result-1"


@dataclass(frozen=True)
class Pair:
    """One chosen pair.

    `contributions` maps every criterion's key to its points; they sum to `score` exactly. `unknown` lists
    the criteria where an answer was missing and a neutral value stood in; `known` (0..1) is the share of
    the weight that was known. `standing`: they are a pair already. `kept`: the problem asked for it.
    """

    mentee: str
    mentor: str
    score: int
    contributions: Mapping[str, int]
    known: float
    unknown: tuple[str, ...] = ()
    standing: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Unmatched:
    """A mentee without a mentor, and why.

    `reason` is `no_places` (asked for none), `nobody_allowed` (rules removed every mentor), `no_capacity`
    (those allowed are full), `below_floor` (every way in would lower the floor or break a bound), or
    `not_worth` (the objective does not ask for coverage). `removed` counts mentors per rule key that
    forbids them, one mentor may count under several; `allowed` is how many mentors no rule forbids.
    """

    mentee: str
    reason: str
    words: str
    removed: Mapping[str, int]
    allowed: int


@dataclass(frozen=True)
class Load:
    """How many of a mentor's places are used; `minimum` is what was asked for."""

    mentor: str
    places: int
    used: int
    minimum: int


@dataclass(frozen=True)
class Circle:
    """One circle of the format `group`. `score` is the sum over its mentor-mentee pairs, in points."""

    leaders: tuple[str, ...]
    mentees: tuple[str, ...]
    score: int
    mix: int = 0


@dataclass(frozen=True)
class GroupRow:
    """One group in the fairness table; counts are None (not shown) where the group is too small.

    `ratio` compares the match rate with the best group's (1.0 is equal).
    """

    field: str
    group: str
    people: int | None
    matched: int | None
    rate: float | None
    mean: float | None
    worst: int | None
    ratio: float | None
    suppressed: bool


@dataclass(frozen=True)
class ShadowPrice:
    """What one more of something would bring, recomputed exactly: `gain` mentees matched, or points."""

    what: str
    key: str
    places: int
    more_matched: int
    more_points: int
    words: str


@dataclass(frozen=True)
class Summary:
    """The figures of a run. `floor` is the lowest score of any pair (None without pairs).

    `histogram` has twenty bins of width 0.05 of the pair scores, from 0 to 1. `best_total` is the proven
    bound under the same constraints, so that `best_total == total` when the run is optimal.
    """

    mentees: int
    mentors: int
    places: int
    matched: int
    pairs: int
    floor: int | None
    total: int
    mean: float | None
    histogram: tuple[int, ...]
    standing_kept: int
    standing: int
    circles: int = 0


@dataclass(frozen=True)
class Result:
    """A run's whole outcome; plain data, nothing personal but the opaque ids.

    `certificate` is plain data too: see `pairwell.matching.certificate`. `times` maps phases to seconds
    and is the only part that differs between two runs of the same problem and seed.
    """

    format: str
    objective: tuple[str, ...]
    summary: Summary
    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    loads: tuple[Load, ...]
    certificate: Mapping[str, Any]
    fairness: tuple[GroupRow, ...] = ()
    shadow_prices: tuple[ShadowPrice, ...] = ()
    prices: Mapping[str, int] = field(default_factory=dict)
    circles: tuple[Circle, ...] = ()
    criteria: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    seed: int = 0
    digest: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    times: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self, times: bool = True) -> dict[str, Any]:
        """Plain data for JSON. Without `times` the data is the same for the same inputs and seed."""
        data: dict[str, Any] = json.loads(json.dumps(self, default=vars))
        data["kind"] = RESULT_FORMAT
        if not times:
            data.pop("times")
        return data

    def to_json(self, times: bool = True) -> str:
        """Deterministic JSON text (sorted keys); see `to_dict`."""
        return json.dumps(self.to_dict(times), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Result:
        """Read what `to_dict` wrote; `ValueError` when it is something else."""
        if data.get("kind") != RESULT_FORMAT:
            raise ValueError(
                f"this is not a result file: its kind is {data.get('kind')!r}, not {RESULT_FORMAT!r}."
            )
        return Result(
            format=data["format"],
            objective=tuple(data["objective"]),
            summary=Summary(**{**data["summary"], "histogram": tuple(data["summary"]["histogram"])}),
            pairs=tuple(Pair(**{**p, "unknown": tuple(p["unknown"])}) for p in data["pairs"]),
            unmatched=tuple(Unmatched(**entry) for entry in data["unmatched"]),
            loads=tuple(Load(**entry) for entry in data["loads"]),
            certificate=data["certificate"],
            fairness=tuple(GroupRow(**entry) for entry in data["fairness"]),
            shadow_prices=tuple(ShadowPrice(**entry) for entry in data["shadow_prices"]),
            prices=data["prices"],
            circles=tuple(
                Circle(tuple(c["leaders"]), tuple(c["mentees"]), c["score"], c["mix"])
                for c in data["circles"]
            ),
            criteria=tuple(data["criteria"]),
            notes=tuple(data["notes"]),
            seed=data["seed"],
            digest=data["digest"],
            versions=data["versions"],
            times=data.get("times", {}),
        )
