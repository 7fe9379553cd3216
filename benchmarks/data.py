"""Made-up programs that look like real ones: people come in clusters, and everything is decided by a seed.

Ten criteria count, rules forbid about one pair in six, and mentors have 1.1 places for every mentee.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pairwell.matching.columns import (
    Category,
    Column,
    Hours,
    IntArray,
    Languages,
    Multi,
    Number,
    Skills,
    Text,
)
from pairwell.matching.policy import Policy
from pairwell.matching.pool import Pool, Ranks, Side
from pairwell.matching.problem import Problem

FIELDS, SKILLS_EACH, WIDTH = 16, 5, 384
ZONES = (-5, 0, 0, 1, 1, 1, 2, 2)
RULES = (
    {"key": "not_own_manager", "kind": "not_own_manager"},
    {"key": "not_same_reporting_line", "kind": "not_same_reporting_line"},
    {"key": "conflict_codes", "kind": "conflict_codes"},
    {"key": "language_in_common", "kind": "language_in_common"},
    {"key": "hours_in_common", "kind": "hours_in_common"},
    {"key": "avoid", "kind": "avoid"},
)


def policy(objective: tuple[str, ...] = ("coverage", "floor", "total")) -> Policy:
    """The default policy's ten criteria with all of its rules."""
    data = Policy.default().to_dict()
    return Policy.from_dict({**data, "objective": list(objective), "rules": list(RULES)})


def problem(
    mentees: int, objective: tuple[str, ...] = ("coverage", "floor", "total"), seed: int = 1
) -> Problem:
    """A problem of `mentees` and half as many mentors."""
    return Problem(pool(mentees, seed), policy(objective), seed=seed)


def pool(mentees: int, seed: int = 1) -> Pool:
    """The people of `problem`."""
    random = np.random.default_rng([seed, mentees])
    mentors = max(1, mentees // 2)
    centers = random.normal(size=(FIELDS, WIDTH))
    fields = random.integers(FIELDS, size=mentees), random.integers(FIELDS, size=mentors)
    left = _side(random, "m", fields[0], centers, np.ones(mentees, dtype=np.int64), mentee=True)
    right = _side(random, "t", fields[1], centers, _places(random, mentees, mentors), mentee=False)
    return Pool(
        mentees=left,
        mentors=right,
        mentee_ranks=_ranks(random, fields[0], fields[1], 0.5, 5),
        mentor_ranks=_ranks(random, fields[1], fields[0], 0.3, 5),
        avoid=np.unique(np.stack([random.integers(mentees, size=mentees // 20),
                                  random.integers(mentors, size=mentees // 20)], axis=1), axis=0),
    )  # fmt: skip


def _places(random: np.random.Generator, mentees: int, mentors: int) -> IntArray:
    """One to five places each, 1.1 for every mentee in all."""
    places = np.ones(mentors, dtype=np.int64)
    more = max(0, round(1.1 * mentees) - mentors)
    while more > 0:
        chosen = random.permutation(np.flatnonzero(places < 5))[:more]
        chosen = chosen[: max(1, len(chosen) // 2)]
        places[chosen] += 1
        more -= len(chosen)
    return places


def _side(
    random: np.random.Generator, letter: str, field: IntArray, centers: Any, places: IntArray, *, mentee: bool
) -> Side:
    n = len(field)
    ids = tuple(f"{letter}{row}" for row in range(n))
    vectors = centers[field] + 1.3 * random.normal(size=(n, WIDTH))
    everybody = np.ones(n, dtype=np.bool_)
    text = Text(everybody, ("",) * n).with_vectors(vectors.astype(np.float32))
    level = random.integers(1, 7, size=n) if mentee else random.integers(3, 9, size=n)
    line = _category(random.integers(30, size=n), "line ")
    columns: dict[str, Column] = {
        ("goals" if mentee else "experience"): text,
        ("skills_wanted" if mentee else "skills_offered"): _skills(random, field, 3 if mentee else 5),
        "level": Number(everybody, level.astype(np.float64)),
        "hours": _hours(random, n),
        "languages": _languages(random, n),
        "interests": _multi(random, n, 40, 4, "interest "),
        "help": _multi(random, n, 6, 2, "help "),
        "conflicts": _multi(random, n, 40, 1, "code "),
        "place": _category(random.integers(12, size=n), "place "),
        "unit": _category(field // 2, "unit "),
        "line": line,
        "cadence": _category(random.integers(4, size=n), "every "),
    }
    known = random.random(n) < 0.9
    columns["level"] = Number(known, np.where(known, level, 0).astype(np.float64))
    return Side(ids, ids, places, np.zeros(n, dtype=np.int64), columns, (None,) * n)


def _category(codes: IntArray, word: str) -> Category:
    labels = tuple(f"{word}{code:03}" for code in range(int(codes.max(initial=0)) + 1))
    return Category(np.ones(len(codes), dtype=np.bool_), codes.astype(np.int64), labels)


def _lists(random: np.random.Generator, n: int, choose: Any, most: int) -> tuple[IntArray, IntArray]:
    """Compressed rows of up to `most` different codes; `choose(rows)` draws one code for each row."""
    drawn = np.stack([choose() for _ in range(most)], axis=1)
    drawn.sort(axis=1)
    fresh = np.concatenate([np.ones((n, 1), dtype=np.bool_), drawn[:, 1:] != drawn[:, :-1]], axis=1)
    return np.concatenate([[0], np.cumsum(fresh.sum(axis=1))]).astype(np.int64), drawn[fresh].astype(np.int64)


def _multi(random: np.random.Generator, n: int, labels: int, most: int, word: str) -> Multi:
    indptr, codes = _lists(random, n, lambda: random.integers(labels, size=n), most)
    return Multi(np.ones(n, dtype=np.bool_), indptr, codes, tuple(f"{word}{c:03}" for c in range(labels)))


def _skills(random: np.random.Generator, field: IntArray, most: int) -> Skills:
    """Four in five skills come from a person's own field."""
    n, labels = len(field), FIELDS * SKILLS_EACH

    def choose() -> IntArray:
        own = field * SKILLS_EACH + random.integers(SKILLS_EACH, size=n)
        return np.where(random.random(n) < 0.8, own, random.integers(labels, size=n))

    indptr, codes = _lists(random, n, choose, most)
    names = tuple(f"skill {code:03}" for code in range(labels))
    levels = random.integers(2, 6, size=len(codes))
    return Skills(
        np.ones(n, dtype=np.bool_), indptr, codes, names, levels, random.integers(1, 4, size=len(codes))
    )


def _languages(random: np.random.Generator, n: int) -> Languages:
    """Nine in ten speak the first language; everybody one or two others at most."""
    english = np.where(random.random(n) < 0.98, 0, 1 + random.integers(5, size=n))
    other = np.where(random.random(n) < 0.7, english, 1 + random.integers(5, size=n))
    drawn = iter((english, other))
    indptr, codes = _lists(random, n, lambda: next(drawn), 2)
    names = tuple(f"l{code}" for code in range(6))
    return Languages(np.ones(n, dtype=np.bool_), indptr, codes, names, random.integers(3, 6, size=len(codes)))


def _hours(random: np.random.Generator, n: int) -> Hours:
    """Five working days of eight hours in one of eight zones, some of them parts of it."""
    slots = np.zeros((n, 168), dtype=np.bool_)
    zone, part = random.choice(ZONES, size=n), np.maximum(random.integers(-4, 3, size=n), 0)
    for day in range(5):
        for hour in range(9, 17):
            at = (day * 24 + hour - zone) % 168
            free = (part == 0) | ((part == 1) == (hour < 13))
            slots[np.arange(n), at] |= free
    return Hours(np.ones(n, dtype=np.bool_), slots)


def _ranks(random: np.random.Generator, own: IntArray, other: IntArray, share: float, most: int) -> Ranks:
    """`share` of one side rank up to `most` people of their own field."""
    by_field = [np.flatnonzero(other == field) for field in range(FIELDS)]
    rows, cols, ranks = [], [], []
    counts = np.zeros(len(own), dtype=np.int64)
    for row in np.flatnonzero(random.random(len(own)) < share):
        there = by_field[own[row]]
        if len(there):
            named = np.unique(there[random.integers(len(there), size=most)])
            counts[row] = len(named)
            rows.append(np.full(len(named), row))
            cols.append(random.permutation(named))
            ranks.append(np.arange(1, len(named) + 1))
    if not rows:
        return Ranks(*(np.zeros(0, dtype=np.int64),) * 3, counts)
    return Ranks(*(np.concatenate(part).astype(np.int64) for part in (rows, cols, ranks)), counts)
