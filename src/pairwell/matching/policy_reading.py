"""Read a policy from plain data and write it back, naming the path of every mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from pairwell.matching.errors import PolicyError
from pairwell.matching.policy import (
    FORMATS,
    OBJECTIVES,
    Circles,
    Criterion,
    Fairness,
    GroupBound,
    Policy,
    Recommendations,
    Reserved,
    Rule,
)
from pairwell.matching.policy_kinds import (
    CRITERIA,
    RULES,
    Kind,
    Raw,
    check_params,
    finite,
    number_between,
    text,
    whole_between,
)

TOP = {entry.name for entry in fields(Policy)}


def read_policy(data: Mapping[str, Any]) -> Policy:
    """See `Policy.from_dict`."""
    if not isinstance(data, Mapping):
        raise PolicyError("policy", "is not a table of settings.", "Give keys and values.")
    for name in data:
        if name not in TOP:
            raise PolicyError(str(name), "is not a setting of a policy.", f"Known: {', '.join(sorted(TOP))}.")
    share = data.get("matters_most_share", 0.0)
    policy = Policy(
        name=str(data.get("name", "")),
        format=_one_of("format", data.get("format", "traditional"), FORMATS),
        criteria=_criteria(_list("criteria", data.get("criteria", []))),
        rules=_rules(_list("rules", data.get("rules", []))),
        objective=_objective(_list("objective", data.get("objective", list(Policy.objective)))),
        places_per_mentee=whole_between(1, 1000)("places_per_mentee", data.get("places_per_mentee", 1)),
        mentor_minimum=whole_between(0, 1000)("mentor_minimum", data.get("mentor_minimum", 0)),
        matters_most_share=number_between(0, 1)("matters_most_share", share),
        reserved=_reserved(_list("reserved", data.get("reserved", []))),
        group_bound=_group_bound(data.get("group_bound")),
        fairness=_fairness(data.get("fairness", {})),
        circles=_circles(data.get("circles", {})),
        recommendations=_recommendations(data.get("recommendations", {})),
    )
    _fits_together(policy)
    return policy


def _fits_together(policy: Policy) -> None:
    """Settings that are each fine but contradict one another are refused rather than left aside."""
    if policy.group_bound and policy.reserved:
        raise PolicyError("group_bound", "stands beside reserved places.", "Use one of the two.")
    if policy.group_bound and policy.places_per_mentee > 1:
        hint = "Set places_per_mentee to 1, or remove the bound."
        raise PolicyError("group_bound", "is offered for one mentor per mentee only.", hint)
    circle_or_peer = policy.format in ("peer", "group")
    if circle_or_peer and "stable" in policy.objective:
        hint = "Use 'coverage' and 'total'."
        raise PolicyError("objective", f"'stable' is not offered for the format {policy.format!r}.", hint)
    if circle_or_peer or "stable" in policy.objective:
        what = f"the format {policy.format!r}" if circle_or_peer else "the objective 'stable'"
        for name, used in (("reserved", policy.reserved), ("group_bound", policy.group_bound)):
            if used:
                raise PolicyError(name, f"is not offered for {what}.", "Remove it, or choose pairs.")


def write_policy(policy: Policy) -> dict[str, Any]:
    """See `Policy.to_dict`. Settings that are not used are left out, as TOML has no null."""
    data: dict[str, Any] = {
        "name": policy.name,
        "format": policy.format,
        "objective": list(policy.objective),
        "criteria": [
            {"key": c.key, "kind": c.kind, "weight": c.weight, **_plain(c.params)} for c in policy.criteria
        ],
        "rules": [_write_rule(rule) for rule in policy.rules],
        "places_per_mentee": policy.places_per_mentee,
        "mentor_minimum": policy.mentor_minimum,
        "matters_most_share": policy.matters_most_share,
        "reserved": [asdict(entry) for entry in policy.reserved],
        "fairness": {
            "fields": list(policy.fairness.fields),
            "suppress_below": policy.fairness.suppress_below,
        },
        "circles": asdict(policy.circles),
        "recommendations": asdict(policy.recommendations),
    }
    if policy.group_bound:
        data["group_bound"] = asdict(policy.group_bound)
    return data


def _write_rule(rule: Rule) -> dict[str, Any]:
    data: dict[str, Any] = {"key": rule.key, "kind": rule.kind, **_plain(rule.params)}
    if rule.fallback:
        data["fallback"] = [_write_rule(step) for step in rule.fallback]
    if not rule.enabled:
        data["enabled"] = False
    return data


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: [list(p) for p in value] if isinstance(value, list) else value for name, value in params.items()
    }


def _list(path: str, value: Raw) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise PolicyError(path, "is not a list.", "Give a list.")
    return value


def _table(path: str, value: Raw, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise PolicyError(path, f"is {value!r}, not a table of settings.", "Give keys and values.")
    for name in value:
        if name not in known:
            raise PolicyError(
                f"{path}.{name}", "is not a setting here.", f"Known: {', '.join(sorted(known))}."
            )
    return value


def _one_of(path: str, value: Raw, known: Sequence[str]) -> str:
    if value not in known:
        raise PolicyError(path, f"is {value!r}.", f"Use one of {', '.join(known)}.")
    return str(value)


def _head(
    path: str, entry: Raw, kinds: Mapping[str, Kind], seen: set[str]
) -> tuple[str, str, dict[str, Any]]:
    if not isinstance(entry, Mapping):
        raise PolicyError(path, f"is {entry!r}, not a table of settings.", "Give key, kind and parameters.")
    kind = _one_of(f"{path}.kind", entry.get("kind"), sorted(kinds))
    key = text(f"{path}.key", entry.get("key", kind))
    if key in seen:
        raise PolicyError(f"{path}.key", f"{key!r} is used twice.", "Give every entry its own key.")
    seen.add(key)
    given = {name: value for name, value in entry.items() if name not in ("key", "kind")}
    return key, kind, given


def weight_of(path: str, value: Raw) -> float:
    """A finite weight of 0 or more; NaN, infinite and negative are refused by name."""
    weight = finite(path, value)
    if weight < 0:
        raise PolicyError(
            path, f"is negative ({value!r}).", "Give 0 or more; use a rule to forbid something."
        )
    return weight


def _criteria(entries: Sequence[Any]) -> tuple[Criterion, ...]:
    seen: set[str] = set()
    found = []
    for number, entry in enumerate(entries):
        path = f"criteria[{number}]"
        key, kind, given = _head(path, entry, CRITERIA, seen)
        weight = weight_of(f"{path}.weight", given.pop("weight", 1.0))
        found.append(Criterion(key, kind, weight, check_params(path, CRITERIA[kind], given)))
    if sum(c.weight for c in found) > 1e15:
        raise PolicyError(
            "criteria", "have weights that are too large to add up.", "Use weights around 1 to 100."
        )
    return tuple(found)


def _rules(entries: Sequence[Any]) -> tuple[Rule, ...]:
    seen: set[str] = set()
    return tuple(_rule(f"rules[{number}]", entry, seen) for number, entry in enumerate(entries))


def _rule(path: str, entry: Raw, seen: set[str]) -> Rule:
    key, kind, given = _head(path, entry, RULES, seen)
    enabled = given.pop("enabled", True)
    if not isinstance(enabled, bool):
        raise PolicyError(f"{path}.enabled", f"is {enabled!r}.", "Give true or false.")
    steps = _list(f"{path}.fallback", given.pop("fallback", []))
    fallback = []
    for number, step in enumerate(steps):
        here = f"{path}.fallback[{number}]"
        if isinstance(step, Mapping) and "fallback" in step:
            raise PolicyError(f"{here}.fallback", "is nested.", "List all fallbacks of a rule in one list.")
        fallback.append(_rule(here, step, set()))
    return Rule(key, kind, check_params(path, RULES[kind], given), tuple(fallback), enabled)


def _objective(entries: Sequence[Any]) -> tuple[str, ...]:
    found: list[str] = []
    for number, entry in enumerate(entries):
        name = _one_of(f"objective[{number}]", entry, OBJECTIVES)
        if name in found:
            raise PolicyError(
                f"objective[{number}]", f"{name!r} is listed twice.", "List each objective once."
            )
        if name in ("floor", "leximin") and (number != 1 or found != ["coverage"]):
            raise PolicyError(
                f"objective[{number}]",
                f"{name!r} does not come right after 'coverage'.",
                "Without coverage first, the best floor is to match almost nobody.",
            )
        found.append(name)
    if not found:
        raise PolicyError("objective", "is empty.", "List at least 'total'.")
    if "stable" in found and len(found) > 1:
        raise PolicyError(
            "objective", "'stable' stands alone.", "A stable result leaves no room for another aim."
        )
    return tuple(found)


def _reserved(entries: Sequence[Any]) -> tuple[Reserved, ...]:
    found = []
    for number, entry in enumerate(entries):
        path = f"reserved[{number}]"
        data = _table(path, entry, {"field", "value", "places"})
        name, value = text(f"{path}.field", data.get("field")), text(f"{path}.value", data.get("value"))
        found.append(Reserved(name, value, whole_between(0, 10**6)(f"{path}.places", data.get("places"))))
        if name != found[0].field:
            raise PolicyError(
                f"{path}.field", "differs from the first reserved field.", "Reserve by one field only."
            )
        if any(other.value == value for other in found[:-1]):
            raise PolicyError(
                f"{path}.value", f"{value!r} is reserved for twice.", "Give one entry per group."
            )
    return tuple(found)


def _group_bound(data: Raw) -> GroupBound | None:
    if data is None:
        return None
    table = _table("group_bound", data, {"field", "difference"})
    name = text("group_bound.field", table.get("field"))
    return GroupBound(name, number_between(0, 1)("group_bound.difference", table.get("difference")))


def _fairness(data: Raw) -> Fairness:
    table = _table("fairness", data, {"fields", "suppress_below"})
    names = _list("fairness.fields", table.get("fields", []))
    return Fairness(
        tuple(text(f"fairness.fields[{number}]", name) for number, name in enumerate(names)),
        whole_between(1, 10**6)("fairness.suppress_below", table.get("suppress_below", 5)),
    )


def _circles(data: Raw) -> Circles:
    table = _table("circles", data, {"smallest", "largest", "leaders"})
    smallest = whole_between(2, 100)("circles.smallest", table.get("smallest", 4))
    largest = whole_between(smallest, 100)("circles.largest", table.get("largest", max(8, smallest)))
    return Circles(smallest, largest, whole_between(1, 2)("circles.leaders", table.get("leaders", 1)))


def _recommendations(data: Raw) -> Recommendations:
    table = _table("recommendations", data, {"per_mentee", "most_per_mentor"})
    return Recommendations(
        whole_between(1, 100)("recommendations.per_mentee", table.get("per_mentee", 5)),
        whole_between(0, 10**6)("recommendations.most_per_mentor", table.get("most_per_mentor", 0)),
    )
