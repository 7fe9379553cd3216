"""Small pools and policies drawn at random: every criterion, rule, limit and aim comes up, ties included."""

from __future__ import annotations

import os
import random
from typing import Any

import numpy as np
from hypothesis import settings

from pairwell.matching import Policy, Pool, Problem

MORE = int(os.environ.get("PAIRWELL_EXAMPLES", "1"))
"""Multiplies the number of examples of every property test here: 1 in `make test`, 20 for a long look."""
SKILLS, TONGUES, UNITS = ("sql", "law", "art", "ops"), ("en", "fr", "de"), ("north", "south", "east")
ORDERS = (
    ["coverage", "floor", "total", "stability"],
    ["coverage", "floor", "total", "spread"],
    ["coverage", "total"],
    ["coverage", "spread", "total"],
    ["coverage", "floor", "stability", "total"],
    ["total"],
    ["total", "coverage"],
    ["stability", "total"],
    ["spread", "coverage", "total"],
    ["coverage"],
    ["coverage", "floor"],
    ["total", "spread", "stability"],
)


def examples(number: int) -> settings:
    """Hypothesis settings for a property of the engine."""
    return settings(max_examples=number * MORE, deadline=None)


def person(
    dice: random.Random, identity: str, others: list[str], people: int, answers: float | None
) -> dict[str, Any]:
    """What both sides have; `answers` is the share of questions answered, by default one for each question."""

    def maybe(dice: random.Random, value: Any, share: float = 0.8) -> Any:
        return value if dice.random() < (share if answers is None else answers) else None

    few = [name for name in others if dice.random() < 0.3]
    dice.shuffle(few)
    return {
        "id": identity,
        "person": f"p{dice.randrange(people)}",
        "places": dice.choice((0, 1, 1, 1, 2, 2, 3)),
        "level": maybe(dice, dice.randint(1, 6)),
        "place": maybe(dice, dice.choice(UNITS)),
        "unit": maybe(dice, dice.choice(UNITS)),
        "line": maybe(dice, dice.choice("xyz"), 0.5),
        "manager": maybe(dice, f"p{dice.randrange(people)}", 0.4),
        "cadence": maybe(dice, dice.choice(("weekly", "monthly"))),
        "help": maybe(dice, dice.sample(("listen", "doors", "plan"), dice.randint(0, 2))),
        "interests": maybe(dice, dice.sample(("chess", "hills", "bread"), dice.randint(0, 3))),
        "conflicts": maybe(dice, dice.sample(("a", "b", "c"), dice.randint(0, 1)), 0.5),
        "languages": maybe(dice, {name: dice.randint(1, 5) for name in TONGUES if dice.random() < 0.6}),
        "hours": maybe(dice, sorted(dice.sample(range(12), dice.randint(0, 6)))),
        "note": maybe(dice, "words", 0.7),
        "prefers": few if dice.random() < 0.5 else [],
        "avoids": [name for name in others if dice.random() < 0.06],
    }


def records(
    dice: random.Random, n: int, m: int, answers: float | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Mentees and mentors; some persons are on both sides."""

    def maybe(value: Any, share: float = 0.8) -> Any:
        return value if dice.random() < (share if answers is None else answers) else None

    mentee_ids, mentor_ids = [f"e{i}" for i in range(n)], [f"o{j}" for j in range(m)]
    mentees = [person(dice, name, mentor_ids, 3 * (n + m), answers) for name in mentee_ids]
    mentors = [person(dice, name, mentee_ids, 3 * (n + m), answers) for name in mentor_ids]
    for entry in mentees:
        wishes = {s: [dice.randint(1, 5), dice.randint(1, 3)] for s in SKILLS if dice.random() < 0.5}
        entry["skills_wanted"] = maybe(wishes)
        entry["matters_most"] = maybe("needs_coverage", 0.3)
    for entry in mentors:
        entry["skills_offered"] = maybe({s: dice.randint(1, 5) for s in SKILLS if dice.random() < 0.6})
        entry["minimum"] = dice.choice((0, 0, 0, 1, 2))
    return mentees, mentors


CRITERIA: tuple[dict[str, Any], ...] = (
    {"kind": "needs_coverage"},
    {"kind": "meaning", "field": "note"},
    {"kind": "mutual_preference"},
    {"kind": "mutual_preference", "mentee_share": 0.7},
    {"kind": "seniority_gap"},
    {"kind": "seniority_gap", "curve": [[-2, 1], [0, 0.5], [3, 0]]},
    {"kind": "hours_overlap", "enough": 3},
    {"kind": "language_fluency"},
    {"kind": "place"},
    {"kind": "shared_interests"},
    {"kind": "style", "cadence_share": 0.3},
    {"kind": "cross_unit"},
    {"kind": "same", "field": "line"},
    {"kind": "different", "mentee_field": "unit", "mentor_field": "place"},
    {"kind": "near", "field": "level", "span": 3},
    {"kind": "contains", "mentee_field": "help", "mentor_field": "interests"},
)
RULES: tuple[dict[str, Any], ...] = (
    {"kind": "avoid"},
    {"kind": "not_own_manager"},
    {"kind": "not_same_reporting_line"},
    {"kind": "language_in_common", "fluency": 2},
    {"kind": "hours_in_common", "slots": 2},
    {"kind": "minimum_gap", "at_least": 1},
    {"kind": "minimum_gap", "at_least": -3, "at_most": 2},
    {"kind": "conflict_codes"},
    {"kind": "same", "field": "place"},
    {"kind": "different", "field": "unit"},
    {"kind": "near", "field": "level", "span": 2},
    {"kind": "contains", "mentee_field": "unit", "mentor_field": "place"},
    {"kind": "shares", "mentee_field": "help", "mentor_field": "interests"},
    {"kind": "minimum_score", "score": 0.45},
)
FALLBACKS: tuple[list[dict[str, Any]], ...] = (
    [],
    [],
    [{"kind": "none"}],
    [{"kind": "near", "field": "level", "span": 4}, {"kind": "none"}],
    [{"kind": "minimum_score", "score": 0.3}],
)


def keyed(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same entries, each with a key of its own."""
    return [
        {"key": f"{entry['kind']}_{n}" if n else entry["kind"], **entry} for n, entry in enumerate(entries)
    ]


def random_policy(dice: random.Random, n: int, orders: tuple[list[str], ...] = ORDERS) -> dict[str, Any]:
    """Criteria with weights (zero among them), rules with fallbacks, an order of aims, limits."""
    chosen = dice.sample(CRITERIA, dice.choice((1, 2, 4, 8)))
    rules = [
        {**rule, "fallback": [dict(step) for step in dice.choice(FALLBACKS)]}
        for rule in dice.sample(RULES, dice.choice((0, 1, 2, 3)))
    ]
    data: dict[str, Any] = {
        "criteria": keyed([{**entry, "weight": dice.choice((0, 1, 2.5, 10))} for entry in chosen]),
        "rules": keyed(rules),
        "objective": dice.choice(orders),
        "places_per_mentee": dice.choice((1, 1, 2)),
        "mentor_minimum": dice.choice((0, 0, 0, 1)),
        "matters_most_share": dice.choice((0, 0.5)) if chosen[0]["kind"] == "needs_coverage" else 0,
        "fairness": {"fields": ["unit"], "suppress_below": dice.choice((1, 2, 5))},
    }
    kind = dice.random()
    if kind < 0.2 and n:
        data["reserved"] = [
            {"field": "unit", "value": value, "places": dice.randint(0, 3)}
            for value in UNITS[: dice.randint(1, 2)]
        ]
    elif kind < 0.4 and n:
        data["places_per_mentee"] = 1
        data["group_bound"] = {"field": "unit", "difference": dice.choice((0, 0.3, 0.5, 1))}
    return data


def parts(
    seed: int,
    n: int,
    m: int,
    *,
    orders: tuple[list[str], ...] = ORDERS,
    named: bool = True,
    answers: float | None = None,
) -> dict[str, Any]:
    """Everything that `assemble` takes, drawn by the seed. `named`: keep, forbid and standing pairs."""
    dice = random.Random(seed)
    mentees, mentors = records(dice, n, m, answers)
    some = dice.choice((0, 0.1, 0.3)) if named else 0
    pairs = [(f"e{i}", f"o{j}") for i in range(n) for j in range(m)]
    numbers = np.random.default_rng(seed)
    return {
        "mentees": mentees,
        "mentors": mentors,
        "keep": [pair for pair in pairs if dice.random() < some / 4],
        "forbid": [pair for pair in pairs if dice.random() < some],
        "standing": [pair for pair in pairs if dice.random() < some],
        "vectors": {
            side: {entry["id"]: numbers.normal(size=4) for entry in entries}
            for side, entries in (("mentees", mentees), ("mentors", mentors))
            if dice.random() < 0.8
        },
        "policy": random_policy(dice, n, orders),
        "seed": seed % 5,
    }


def assemble(drawn: dict[str, Any]) -> Problem:
    """The problem of some parts; entries may have been taken out or put in another order."""
    pairs = {name: drawn[name] for name in ("keep", "forbid", "standing")}
    pool = Pool.from_records(drawn["mentees"], drawn["mentors"], fields={"note": "text"}, **pairs)
    for side, vectors in drawn["vectors"].items():
        if drawn[side]:
            rows = np.array([vectors[entry["id"]] for entry in drawn[side]], dtype=np.float32)
            pool = pool.with_vectors(side, "note", rows)
    return Problem(pool, Policy.from_dict(drawn["policy"]), seed=drawn["seed"])


def random_problem(
    seed: int,
    n: int,
    m: int,
    *,
    orders: tuple[list[str], ...] = ORDERS,
    change: dict[str, Any] | None = None,
    named: bool = True,
) -> Problem:
    """A problem drawn by the seed; `change` overrides parts of the policy."""
    drawn = parts(seed, n, m, orders=orders, named=named)
    drawn["policy"] |= change or {}
    return assemble(drawn)
