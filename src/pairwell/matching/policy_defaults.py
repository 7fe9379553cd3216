"""Starting policies per format. The evidence for the weights is in docs/matching.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pairwell.matching.policy import Policy
from pairwell.matching.policy_kinds import CRITERIA, RULES, Kind
from pairwell.matching.policy_reading import read_policy

JUNIOR_CURVE = [[-6.0, 0.4], [-3.0, 1.0], [-2.0, 1.0], [-1.0, 0.8], [0.0, 0.2]]
PEER_CURVE = [[-2.0, 0.0], [-1.0, 0.6], [0.0, 1.0], [1.0, 0.6], [2.0, 0.0]]

WEIGHTS: tuple[tuple[str, float], ...] = (
    ("needs_coverage", 35.0),
    ("mutual_preference", 25.0),
    ("meaning", 10.0),
    ("seniority_gap", 7.0),
    ("style", 5.0),
    ("shared_interests", 3.0),
    ("hours_overlap", 8.0),
    ("language_fluency", 4.0),
    ("place", 2.0),
    ("cross_unit", 1.0),
)
"""Needs 35, mutual choice 25, deep-level fit and expectations 25, workability 15; demographics 0."""

RULE_KINDS = (
    "avoid",
    "not_own_manager",
    "not_same_reporting_line",
    "conflict_codes",
    "language_in_common",
    "hours_in_common",
)


def default_policy(format_name: str, columns: Iterable[str] | None) -> Policy:
    """See `Policy.default`."""
    present = None if columns is None else set(columns)
    criteria: list[dict[str, Any]] = []
    for kind, weight in WEIGHTS:
        if _fits(CRITERIA[kind], present):
            criteria.append({"key": kind, "kind": kind, "weight": weight, **_curve(kind, format_name)})
    rules = [{"key": kind, "kind": kind} for kind in RULE_KINDS if _fits(RULES[kind], present)]
    flat: Mapping[str, Any] = {"format": format_name, "criteria": criteria, "rules": rules}
    objective = ["total"] if format_name == "peer" else ["coverage", "floor", "total", "stability"]
    return read_policy({**flat, "objective": objective})


def _fits(kind: Kind, present: set[str] | None) -> bool:
    if present is None or not kind.fields:
        return True
    return (any if kind.partial else all)(name in present for name in kind.fields.values())


def _curve(kind: str, format_name: str) -> dict[str, Any]:
    curves = {"reverse": JUNIOR_CURVE, "peer": PEER_CURVE}
    return {"curve": curves[format_name]} if kind == "seniority_gap" and format_name in curves else {}
