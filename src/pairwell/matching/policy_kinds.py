"""The kinds of criteria and rules: their parameters, defaults and what each parameter must be."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pairwell.matching.errors import PolicyError

Raw = Any
"""A value as it came in, not yet checked."""
Check = Callable[[str, Any], Any]


def finite(path: str, value: Raw) -> float:
    """A finite number, or `PolicyError`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PolicyError(path, f"is {value!r}, not a number.", "Give a number.")
    if math.isnan(value):
        raise PolicyError(path, "is NaN.", "Give a finite number.")
    if math.isinf(value):
        raise PolicyError(path, "is infinite.", "Give a finite number.")
    return float(value)


def number_between(least: float, most: float) -> Check:
    """A checker for finite numbers within bounds, both included."""

    def check(path: str, value: Raw) -> float:
        number = finite(path, value)
        if not least <= number <= most:
            raise PolicyError(path, f"is {value!r}.", f"Give a number from {least:g} to {most:g}.")
        return number

    return check


def whole_between(least: int, most: int) -> Check:
    """A checker for whole numbers within bounds, both included."""

    def check(path: str, value: Raw) -> int:
        number = finite(path, value)
        if number != int(number) or not least <= number <= most:
            raise PolicyError(path, f"is {value!r}.", f"Give a whole number from {least} to {most}.")
        return int(number)

    return check


def text(path: str, value: Raw) -> str:
    """Text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise PolicyError(path, f"is {value!r}, not a name.", "Give the name as text.")
    return value


def curve(path: str, value: Raw) -> list[list[float]]:
    """Points [gap, value] with rising gaps and values in [0, 1]; straight lines between, flat outside."""
    if not isinstance(value, list | tuple) or not value:
        raise PolicyError(path, "is not a list of points.", "Give points such as [[0, 0.2], [2, 1.0]].")
    points: list[list[float]] = []
    for number, point in enumerate(value):
        here = f"{path}[{number}]"
        if not isinstance(point, list | tuple) or len(point) != 2:
            raise PolicyError(here, f"is {point!r}.", "Give a gap and a value.")
        gap, height = finite(f"{here}[0]", point[0]), number_between(0, 1)(f"{here}[1]", point[1])
        if points and gap <= points[-1][0]:
            raise PolicyError(f"{here}[0]", "does not rise.", "Order the points by gap, each gap once.")
        points.append([gap, height])
    return points


@dataclass(frozen=True)
class Kind:
    """`fields`: column parameters with their default names ("" means that it must be given).

    A single `field` stands for `mentee_field` and `mentor_field` at once when both are there.
    `columns`: the column kinds that fit. `params`: the other parameters with checker and default.
    """

    fields: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]
    params: Mapping[str, tuple[Check, Any]]
    partial: bool = False
    """Works when only some of its columns are there."""


def _both(name: str, *kinds: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    return (
        {"mentee_field": name, "mentor_field": name},
        {"mentee_field": kinds, "mentor_field": kinds},
    )


SPAN = number_between(1e-9, 1e12)
LABELS = ("multi", "skills", "languages", "category")
SENIOR_CURVE = [[0.0, 0.2], [1.0, 0.8], [2.0, 1.0], [3.0, 1.0], [6.0, 0.4]]

CRITERIA: dict[str, Kind] = {
    "needs_coverage": Kind(
        {"mentee_field": "skills_wanted", "mentor_field": "skills_offered"},
        {"mentee_field": ("skills",), "mentor_field": ("skills",)},
        {},
    ),
    "meaning": Kind(
        {"mentee_field": "goals", "mentor_field": "experience"},
        {"mentee_field": ("text",), "mentor_field": ("text",)},
        {},
    ),
    "mutual_preference": Kind({}, {}, {"mentee_share": (number_between(0, 1), 0.5)}),
    "seniority_gap": Kind(*_both("level", "number"), {"curve": (curve, SENIOR_CURVE)}),
    "hours_overlap": Kind(*_both("hours", "hours"), {"enough": (whole_between(1, 168), 8)}),
    "language_fluency": Kind(*_both("languages", "languages"), {}),
    "place": Kind(*_both("place", "category"), {}),
    "shared_interests": Kind(*_both("interests", *LABELS), {}),
    "style": Kind(
        {"cadence_field": "cadence", "help_field": "help"},
        {"cadence_field": ("category",), "help_field": LABELS},
        {"cadence_share": (number_between(0, 1), 0.5)},
        partial=True,
    ),
    "cross_unit": Kind(*_both("unit", "category"), {}),
    "same": Kind(*_both("", "category"), {}),
    "different": Kind(*_both("", "category"), {}),
    "near": Kind(*_both("", "number"), {"span": (SPAN, None)}),
    "contains": Kind(*_both("", *LABELS), {}),
}
RULES: dict[str, Kind] = {
    "not_same_reporting_line": Kind(*_both("line", "category"), {}),
    "not_own_manager": Kind(*_both("manager", "category"), {}, partial=True),
    "avoid": Kind({}, {}, {}),
    "language_in_common": Kind(*_both("languages", "languages"), {"fluency": (whole_between(1, 5), 1)}),
    "hours_in_common": Kind(*_both("hours", "hours"), {"slots": (whole_between(1, 168), 1)}),
    "minimum_gap": Kind(
        *_both("level", "number"),
        {"at_least": (number_between(-1e9, 1e9), -1e9), "at_most": (number_between(-1e9, 1e9), 1e9)},
    ),
    "conflict_codes": Kind(*_both("conflicts", *LABELS), {}),
    "same": Kind(*_both("", "category"), {}),
    "different": Kind(*_both("", "category"), {}),
    "near": Kind(*_both("", "number"), {"span": (number_between(0, 1e12), None)}),
    "contains": Kind(*_both("", *LABELS), {}),
    "shares": Kind(*_both("", *LABELS), {"at_least": (whole_between(1, 1000), 1)}),
    "minimum_score": Kind({}, {}, {"score": (number_between(0, 1), None)}),
    "none": Kind({}, {}, {}),
}


def check_params(path: str, kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Check the parameters that were given; unknown names and missing ones are refused by path."""
    allowed = {*kind.fields, *kind.params} | ({"field"} if "mentee_field" in kind.fields else set())
    for name in given:
        if name not in allowed:
            known = ", ".join(sorted(allowed)) or "none"
            raise PolicyError(f"{path}.{name}", "is not a parameter of this kind.", f"It takes: {known}.")
    if "field" in given and {"mentee_field", "mentor_field"} & set(given):
        raise PolicyError(
            f"{path}.field", "stands beside mentee_field or mentor_field.", "Give one or the other."
        )
    checked: dict[str, Any] = {
        name: text(f"{path}.{name}", value) for name, value in given.items() if name not in kind.params
    }
    for name, default in kind.fields.items():
        if not default and name not in given and "field" not in given:
            raise PolicyError(f"{path}.field", "is missing.", "Name the column to compare.")
    for name, (check, default) in kind.params.items():
        if name in given:
            checked[name] = check(f"{path}.{name}", given[name])
        elif default is None:
            raise PolicyError(f"{path}.{name}", "is missing.", "Give a value.")
    return checked


def full_params(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters with defaults filled in; `field` is spread over both sides."""
    filled = {name: given.get("field", default) for name, default in kind.fields.items()}
    filled.update({name: default for name, (_, default) in kind.params.items()})
    filled.update({name: value for name, value in given.items() if name != "field"})
    return filled


def explicit_fields(kind: Kind, given: Mapping[str, Any]) -> set[str]:
    """The column parameters that the policy names itself, so that an absent column is a mistake."""
    return set(kind.fields) if "field" in given else {name for name in kind.fields if name in given}
