"""The checker takes every honest result, of every format, and turns down whatever was changed in it."""

import copy
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairwell.matching import InputError, Policy, Pool, Problem, solve, verify, write_instance
from pairwell.matching.checker import seal
from tests.matching.worlds import examples, random_problem, records

SEALED_ONLY = ("digest", "versions", "notes", "prices", "shadow_prices", "times")
"""What is not worked out again: effort, words, and what other problems would have brought."""
DUALS = ("mentees", "mentors", "groups", "duals", "odd_sets", "prices")
FORMATS = (
    {},
    {"objective": ["coverage", "leximin", "total"], "places_per_mentee": 1},
    {"objective": ["stable"]},
    {"format": "peer", "objective": ["coverage", "floor", "total"]},
    {"format": "peer", "objective": ["total"]},
    {
        "format": "group",
        "objective": ["coverage", "total"],
        "circles": {"smallest": 2, "largest": 3, "leaders": 1},
    },
    {
        "format": "group",
        "objective": ["coverage", "total"],
        "circles": {"smallest": 2, "largest": 4, "leaders": 2},
    },
)


def plain(change):
    """Parts of the policy that not every format knows, taken out."""
    special = change.get("format") or "stable" in change.get("objective", ())
    return {**change, "reserved": [], "group_bound": None} if special else change


def solved(problem):
    return solve(problem).to_dict(), write_instance(problem, keep_ids=True)


@examples(70)
@given(st.integers(0, 10**9), st.integers(0, 7), st.integers(0, 5), st.sampled_from(FORMATS))
def test_every_honest_result_holds(seed, n, m, change):
    problem = random_problem(seed, n, m, change=plain(change))
    try:
        result, instance = solved(problem)
    except InputError:
        return
    verdict = verify(result, instance)
    assert verdict.holds, [check for check in verdict.checks if not check.holds]
    assert verdict.words
    shared = verify(result, write_instance(problem))
    assert shared.holds, [check for check in shared.checks if not check.holds]


def full_problem(change):
    """Ten mentees and six mentors; everybody has places and may meet almost everybody."""
    mentees, mentors = records(random.Random(7), 10, 6)
    for entry in [*mentees, *mentors]:
        entry.update(person=entry["id"], places=2, avoids=[], minimum=0)
    mentees[0]["places"] = 1
    data = {
        "criteria": [
            {"kind": "needs_coverage", "weight": 3},
            {"kind": "hours_overlap", "weight": 2},
            {"kind": "mutual_preference", "weight": 2},
            {"kind": "style", "weight": 1},
        ],
        "rules": [{"kind": "near", "field": "level", "span": 4, "fallback": [{"kind": "none"}]}],
        "fairness": {"fields": ["unit"], "suppress_below": 2},
        **change,
    }
    pool = Pool.from_records(mentees, mentors, standing=[("e1", "o1"), ("e2", "o3")])
    return Problem(pool, Policy.from_dict(data), seed=3)


WHOLE = (
    {},
    {"objective": ["coverage", "spread", "total"], "mentor_minimum": 1, "places_per_mentee": 2},
    {"reserved": [{"field": "unit", "value": "north", "places": 2}]},
    {"group_bound": {"field": "unit", "difference": 0.2}},
    {"objective": ["coverage", "leximin", "total"]},
    {"objective": ["stable"]},
    {"format": "peer", "objective": ["coverage", "floor", "total"]},
    {
        "format": "group",
        "objective": ["coverage", "total"],
        "circles": {"smallest": 2, "largest": 4, "leaders": 1},
    },
    {
        "format": "group",
        "objective": ["coverage", "total"],
        "circles": {"smallest": 2, "largest": 4, "leaders": 2},
    },
)


def leaves(data, path=()):
    """Every place of plain data that holds a single value."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if entries is None:
        yield path
        return
    for key, value in entries:
        yield from leaves(value, (*path, key))


def changed(data, path, by):
    """A copy with one value changed."""
    found = copy.deepcopy(data)
    part = found
    for key in path[:-1]:
        part = part[key]
    old = part[path[-1]]
    if isinstance(old, bool):
        part[path[-1]] = not old
    elif isinstance(old, int | float):
        part[path[-1]] = old + by
    else:
        part[path[-1]] = f"{old}x" if old is not None else 1
    return found


@pytest.mark.parametrize("change", WHOLE, ids=str)
def test_no_value_can_be_changed_even_with_the_seal_made_good_again(change):
    result, instance = solved(full_problem(change))
    assert verify(result, instance).holds
    taken = []
    for number, path in enumerate(leaves(result)):
        named = {str(key) for key in path}
        dual = path[0] == "certificate" and bool(named & set(DUALS))
        if {"levels", "tail"} & named:
            continue  # a price of a place that an earlier round settled proves as much as any other
        if path[0] in SEALED_ONLY or named & {"words", "priced", "rounds", "relaxed_bound", "seal"}:
            continue
        if (
            dual
            and path[1] == "stages"
            and result["certificate"]["stages"][path[2]].get("kind") == "impossible"
        ):
            continue  # whoever has no pair above the floor has any price there
        by = (10**9 if dual else 1) * (1 if number % 2 else -1)
        false = changed(result, path, by)
        false["certificate"]["seal"] = seal(false)
        if verify(false, instance).holds:
            taken.append((path, by))
    assert not taken


def test_without_a_new_seal_nothing_at_all_can_be_changed():
    result, instance = solved(full_problem({}))
    taken = [
        path
        for path in leaves(result)
        if path[0] != "times" and verify(changed(result, path, 1), instance).holds
    ]
    assert not taken


def no_pair(problem, pair):
    return np.array(
        [[problem.pool.mentees.index(pair["mentee"]), problem.pool.mentors.index(pair["mentor"])]]
    )


def test_a_worse_matching_is_not_proven_by_another_ones_prices():
    problem = full_problem({"objective": ["coverage", "total"]})
    best, instance = solved(problem)
    dear = max(best["pairs"], key=lambda pair: pair["score"])
    pool = Pool(**{**vars(problem.pool), "forbid": no_pair(problem, dear)})
    worse, _ = solved(Problem(pool, problem.policy, problem.seed))
    assert not verify(worse, instance).holds
    worse["certificate"]["stages"] = best["certificate"]["stages"]
    worse["certificate"]["seal"] = seal(worse)
    assert not verify(worse, instance).holds


def test_a_better_total_with_a_worse_level_is_not_taken_for_leximin():
    for seed in (20, 22):
        problem = random_problem(seed, 5, 4, named=False, change={**FORMATS[1], "group_bound": None})
        best, instance = solved(problem)
        policy = Policy.from_dict({**problem.policy.to_dict(), "objective": ["coverage", "floor", "total"]})
        other, _ = solved(Problem(problem.pool, policy, problem.seed))
        assert sorted(p["score"] for p in other["pairs"]) != sorted(p["score"] for p in best["pairs"])
        other["objective"] = best["objective"]
        other["certificate"] = {**best["certificate"], "rows": other["certificate"]["rows"]}
        other["certificate"]["seal"] = seal(other)
        verdict = verify(other, instance)
        assert {check.name for check in verdict.checks if not check.holds} == {"levels"}


def test_a_result_cannot_choose_an_easier_proof():
    result, instance = solved(full_problem({}))
    for kind in ("leximin", "stable", "peer", "relaxation"):
        result["certificate"]["kind"] = kind
        result["certificate"]["seal"] = seal(result)
        assert not verify(result, instance).holds


@pytest.mark.parametrize("broken", [{}, {"policy": {}}, {"policy": {"objective": 3}}])
def test_files_of_another_shape_are_told_and_do_not_crash(broken):
    result, _ = solved(full_problem({}))
    verdict = verify(result, broken)
    assert not verdict.holds
    assert verdict.checks[0].name == "shape"
