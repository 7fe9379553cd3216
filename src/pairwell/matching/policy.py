"""What a good match is: weighted criteria, hard rules, objective. Validates itself.

The same shape in TOML (command line) and JSON (database)::

    format = "traditional"            # traditional, reverse, peer, group, flash
    objective = ["coverage", "floor", "total", "stability"]
    [[criteria]]
    key = "needs"
    kind = "needs_coverage"
    weight = 35                       # any positive numbers; they are normalized
    [[rules]]
    key = "place"
    kind = "same"
    field = "place"
    fallback = [{ kind = "same", field = "country" }]   # otherwise next best

Objectives, in strict order: `coverage` (most mentees matched), `floor` (the lowest score of any pair as
high as it can be), `leximin` (floor, then the next lowest, and so on; instead of `floor`), `total`,
`spread` (mentors' loads as even as they can be), `stability` (most standing pairs kept); or
`["stable"]` alone (nobody would rather run away together). `floor` and `leximin` come right after
`coverage`: without it the best floor is to match almost nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

FORMATS = ("traditional", "reverse", "peer", "group", "flash")
OBJECTIVES = ("coverage", "floor", "leximin", "total", "spread", "stability", "stable")
Params = Mapping[str, Any]


@dataclass(frozen=True)
class Criterion:
    """A score in [0, 1] per pair. `params` are checked for the `kind` (see `policy_kinds`)."""

    key: str
    kind: str
    weight: float
    params: Params = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """A condition every pair must meet. `fallback` lists weaker rules, tried in order.

    A mentee with no allowed mentor at all has the rules relaxed one step at a time, the last rule of
    the policy first, until someone is left ("otherwise next best"). A last fallback of kind `none`
    drops the rule for that mentee.
    """

    key: str
    kind: str
    params: Params = field(default_factory=dict)
    fallback: tuple[Rule, ...] = ()
    enabled: bool = True


@dataclass(frozen=True)
class Reserved:
    """`places` places go first of all to mentees whose `field` equals `value`, as far as they can."""

    field: str
    value: str
    places: int


@dataclass(frozen=True)
class GroupBound:
    """Match rates of the groups of `field` differ by at most `difference` (0..1) from the lowest one.

    The lowest rate is first made as high as it can be.
    """

    field: str
    difference: float


@dataclass(frozen=True)
class Fairness:
    """Which columns the fairness table looks at; groups smaller than `suppress_below` are not shown."""

    fields: tuple[str, ...] = ()
    suppress_below: int = 5


@dataclass(frozen=True)
class Circles:
    """Sizes for the format `group`: mentees per circle and leaders per circle."""

    smallest: int = 4
    largest: int = 8
    leaders: int = 1


@dataclass(frozen=True)
class Recommendations:
    """`per_mentee` suggestions each; no mentor is suggested more than `most_per_mentor` times (0: chosen)."""

    per_mentee: int = 5
    most_per_mentor: int = 0


@dataclass(frozen=True)
class Policy:
    """A whole policy. Build it with `from_dict` or `default`; both check everything.

    `places_per_mentee` caps the places a mentee may ask for. `mentor_minimum` is the load every mentor
    should get at least, as far as possible (a mentor's own `minimum` counts when higher).
    `matters_most_share` (0..1) is how much of a mentee's weights moves to the criterion that they named.
    """

    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...] = ()
    objective: tuple[str, ...] = ("coverage", "floor", "total", "stability")
    format: str = "traditional"
    name: str = ""
    places_per_mentee: int = 1
    mentor_minimum: int = 0
    matters_most_share: float = 0.0
    reserved: tuple[Reserved, ...] = ()
    group_bound: GroupBound | None = None
    fairness: Fairness = field(default_factory=Fairness)
    circles: Circles = field(default_factory=Circles)
    recommendations: Recommendations = field(default_factory=Recommendations)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Policy:
        """Read and check; `PolicyError` names the path of the first mistake and how to mend it."""
        from pairwell.matching.policy_reading import read_policy  # noqa: PLC0415 - it imports this module

        return read_policy(data)

    def to_dict(self) -> dict[str, Any]:
        """The same policy as plain data; `Policy.from_dict(p.to_dict()) == p`."""
        from pairwell.matching.policy_reading import write_policy  # noqa: PLC0415 - it imports this module

        return write_policy(self)

    @staticmethod
    def default(format: str = "traditional", columns: Iterable[str] | None = None) -> Policy:
        """The starting policy of a format, with the weights of docs/matching.md.

        `columns` are the column names that the pool has; criteria and rules that need others are left out.
        """
        from pairwell.matching.policy_defaults import default_policy  # noqa: PLC0415 - it imports this module

        return default_policy(format, columns)

    def with_weight(self, key: str, weight: float) -> Policy:
        """The same policy with one criterion's weight changed; checked again."""
        data = self.to_dict()
        for entry in data["criteria"]:
            if entry["key"] == key:
                entry["weight"] = weight
        return Policy.from_dict(data)

    def with_rule(self, key: str, enabled: bool) -> Policy:
        """The same policy with one rule switched on or off."""
        rules = tuple(replace(rule, enabled=enabled) if rule.key == key else rule for rule in self.rules)
        return replace(self, rules=rules)
