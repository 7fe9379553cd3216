"""Recommendations: a few for each, nobody suggested to everybody, with reasons."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pairwell.matching import Policy, Pool, Problem
from pairwell.matching.recommend import chosen_limit, recommend, spread


def problem(n, m, *, per_mentee=5, most=0, rules=(), places=None, star=False):
    skills = ["sql", "law", "art", "ops", "hr"]
    mentees = [{"id": f"e{i}", "unit": "ab"[i % 2], "skills_wanted": [skills[i % 5]]} for i in range(n)]
    mentors = [
        {"id": f"o{j}", "unit": "ab"[j % 2], "skills_offered": skills if star and j == 0 else [skills[j % 5]]}
        | ({"places": places[j]} if places else {})
        for j in range(m)
    ]
    policy = Policy.from_dict(
        {
            "criteria": [{"key": "needs", "kind": "needs_coverage", "weight": 1}],
            "recommendations": {"per_mentee": per_mentee, "most_per_mentor": most},
            "rules": list(rules),
        }
    )
    return Problem(Pool.from_records(mentees, mentors), policy, seed=1)


def by_mentee(found):
    lists = {}
    for entry in found.suggestions:
        lists.setdefault(entry.mentee, []).append(entry)
    return lists


def test_each_mentee_gets_five_different_mentors_best_first():
    found = recommend(problem(30, 20))
    for mentee, entries in by_mentee(found).items():
        assert len({entry.mentor for entry in entries}) == 5, mentee
        assert [entry.place for entry in entries] == [1, 2, 3, 4, 5]
        scores = [entry.score for entry in entries]
        assert scores == sorted(scores, reverse=True)
    assert len(by_mentee(found)) == 30


def test_a_mentor_good_for_everybody_is_not_suggested_to_everybody():
    found = recommend(problem(40, 20, star=True))
    mentions = {entry.mentor: entry.mentions for entry in found.suggestions}
    assert max(mentions.values()) <= chosen_limit(40, 20, 5) == 20
    unlimited = recommend(problem(40, 20, star=True, most=40))
    assert {e.mentor: e.mentions for e in unlimited.suggestions}["o0"] == 40


def test_reasons_name_criteria_that_speak_for_the_pair():
    first = recommend(problem(5, 5)).suggestions[0]
    assert first.score == sum(first.contributions.values())
    assert first.reasons == ("needs",)


def test_rules_and_places_hold_and_those_with_fewer_learn_why():
    rule = {"key": "unit", "kind": "same", "field": "unit"}
    found = recommend(problem(6, 6, rules=[rule], places=[0, 1, 1, 1, 1, 1], most=6))
    assert all(int(e.mentee[1:]) % 2 == int(e.mentor[1:]) % 2 for e in found.suggestions)
    assert "o0" not in {entry.mentor for entry in found.suggestions}
    assert found.fewer["e0"] == "The rules allow 2 of 5 mentors with places."
    tight = recommend(problem(6, 5, most=2))
    assert len(tight.suggestions) == 10
    assert any("reached the most" in words for words in tight.fewer.values())


def test_an_empty_side_gives_nothing():
    assert recommend(problem(0, 3)).suggestions == ()
    assert recommend(problem(3, 0)).suggestions == ()


def test_the_same_problem_gives_the_same_suggestions():
    assert recommend(problem(12, 9)) == recommend(problem(12, 9))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 3), st.integers(1, 2), st.integers(1, 2))
def test_the_spread_is_the_best_by_brute_force(seed, n, m, wanted, limit):
    random = np.random.default_rng(seed)
    there = random.random((n, m)) < 0.8
    rows, cols = (index.astype(np.int64) for index in np.nonzero(there))
    scores = random.integers(0, 1_000_000, len(rows))
    chosen = spread(rows, cols, scores, np.full(n, wanted), np.full(m, limit))
    best = (0, 0)
    for size in range(len(rows) + 1):
        for some in combinations(range(len(rows)), size):
            picked = list(some)
            if (np.bincount(rows[picked], minlength=n) <= wanted).all() and (
                np.bincount(cols[picked], minlength=m) <= limit
            ).all():
                best = max(best, (size, int(scores[picked].sum())))
    assert (len(chosen), int(scores[chosen].sum())) == best
