"""What each criterion and rule says of a pair, in figures anybody can work out, and the checker says the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairwell.matching import Policy, Pool, Problem, Scoring, write_instance
from pairwell.matching.checker_pairs import Raw, RawRules
from tests.matching.worlds import CRITERIA, RULES, examples, keyed, random_problem

ALL = {"criteria": keyed([{**entry, "weight": 1} for entry in CRITERIA]), "rules": keyed(list(RULES))}


@examples(40)
@given(st.integers(0, 10**9), st.integers(0, 5), st.integers(0, 5))
def test_every_criterion_and_rule_agrees_with_the_checkers_own_arithmetic(seed, n, m):
    problem = random_problem(seed, n, m, change=ALL)
    scoring, raw = Scoring(problem), Raw(write_instance(problem, keep_ids=True))
    assert [c["key"] for c in raw.criteria] == [key for key in scoring.criterion_keys if key != "nothing"]
    rules = RawRules(raw)
    for row in range(n if m else 0):
        rows, cols = np.full(m, row), np.arange(m)
        points = raw.contributions(row)
        assert np.array_equal(scoring.contributions(rows, cols), points)
        assert np.array_equal(scoring.known(rows, cols), raw.told(row))
        scoring.grid()
        assert np.array_equal(scoring.allowed(rows, cols), rules.allowed(row, points.sum(axis=1)))


def score(criterion, mentee, mentor, fields=None, **more):
    """The points of one criterion alone, as a share of one; None where nobody answered."""
    pool = Pool.from_records([{"id": "e", **mentee}], [{"id": "o", **mentor}], fields=fields)
    problem = Problem(pool, Policy.from_dict({"criteria": [{"weight": 1, **criterion}], **more}))
    scoring = Scoring(problem)
    if scoring.criterion_keys == ("nothing",):
        return None
    return int(scoring.exact(np.array([0]), np.array([0]))[0]) / 1e6


@pytest.mark.parametrize(
    ("criterion", "mentee", "mentor", "wanted"),
    [
        ({"kind": "needs_coverage"}, {"skills_wanted": ["a", "b"]}, {"skills_offered": ["a"]}, 0.5),
        ({"kind": "needs_coverage"}, {"skills_wanted": ["a"]}, {"skills_offered": ["a", "b", "c", "d"]}, 1.0),
        ({"kind": "needs_coverage"}, {"skills_wanted": {"a": [4, 3], "b": 3}}, {"skills_offered": {"a": 2}}, 0.3),
        ({"kind": "seniority_gap"}, {"level": 2}, {"level": 4}, 1.0),
        ({"kind": "seniority_gap"}, {"level": 2}, {"level": 2}, 0.2),
        ({"kind": "seniority_gap"}, {"level": 2}, {"level": 2.5}, 0.5),
        ({"kind": "seniority_gap"}, {"level": 1}, {"level": 90}, 0.4),
        ({"kind": "hours_overlap"}, {"hours": [1, 2, 3, 4]}, {"hours": [3, 4, 5]}, 0.25),
        ({"kind": "hours_overlap", "enough": 2}, {"hours": [1, 2, 3, 4]}, {"hours": [2, 3, 4]}, 1.0),
        ({"kind": "language_fluency"}, {"languages": {"en": 5, "fr": 2}}, {"languages": {"en": 3, "fr": 5}}, 0.6),
        ({"kind": "language_fluency"}, {"languages": {"en": 5}}, {"languages": {"fr": 5}}, 0.0),
        ({"kind": "place"}, {"place": "Oslo"}, {"place": "Oslo"}, 1.0),
        ({"kind": "cross_unit"}, {"unit": "Law"}, {"unit": "Law"}, 0.0),
        ({"kind": "shared_interests"}, {"interests": ["a", "b", "c", "d"]}, {"interests": ["d", "e"]}, 0.25),
        ({"kind": "style"}, {"cadence": "weekly", "help": ["x", "y"]}, {"cadence": "weekly", "help": ["x"]}, 0.75),
        ({"kind": "mutual_preference"}, {"prefers": ["o"]}, {"prefers": []}, 0.75),
        ({"kind": "mutual_preference"}, {"prefers": ["o"]}, {"prefers": ["e"]}, 1.0),
        ({"kind": "near", "field": "level", "span": 4}, {"level": 1}, {"level": 2}, 0.75),
        ({"kind": "contains", "field": "place"}, {"place": "here"}, {"place": "here"}, 1.0),
        ({"kind": "place"}, {"place": None}, {"place": "Oslo"}, None),
        ({"kind": "meaning"}, {"goals": "to lead"}, {"experience": "led"}, None),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_pair_is_worth(criterion, mentee, mentor, wanted):
    assert score(criterion, mentee, mentor) == wanted


def test_ticking_every_box_gains_nothing():
    """Needs coverage is a share of what the mentee wants, so a mentor who offers more is no better."""
    few = score({"kind": "needs_coverage"}, {"skills_wanted": ["a"]}, {"skills_offered": ["a"]})
    many = score({"kind": "needs_coverage"}, {"skills_wanted": ["a"]}, {"skills_offered": list("abcdefgh")})
    assert few == many == 1.0


def test_what_matters_most_to_the_mentee_takes_the_share_that_the_policy_gives_it():
    mentee = {"place": "here", "level": 1, "matters_most": "place"}
    mentor = {"place": "here", "level": 9}
    criteria = [
        {"kind": "place", "weight": 1},
        {"key": "near", "kind": "near", "field": "level", "span": 2, "weight": 3},
    ]
    for share, wanted in ((0, 0.25), (0.5, 0.625), (1, 1.0)):
        pool = Pool.from_records([{"id": "e", **mentee}], [{"id": "o", **mentor}])
        policy = Policy.from_dict({"criteria": criteria, "matters_most_share": share})
        scoring = Scoring(Problem(pool, policy))
        assert scoring.exact(np.array([0]), np.array([0]))[0] == wanted * 1e6


@pytest.mark.parametrize(
    ("rule", "mentee", "mentor", "forbids"),
    [
        ({"kind": "not_own_manager"}, {"person": "a", "manager": "b"}, {"person": "b"}, True),
        ({"kind": "not_own_manager"}, {"person": "a"}, {"person": "b", "manager": "a"}, True),
        ({"kind": "not_own_manager"}, {"person": "a", "manager": "c"}, {"person": "b", "manager": "c"}, False),
        ({"kind": "not_same_reporting_line"}, {"line": "x"}, {"line": "x"}, True),
        ({"kind": "not_same_reporting_line"}, {"line": "x"}, {"line": None}, False),
        ({"kind": "avoid"}, {"avoids": ["o"]}, {}, True),
        ({"kind": "avoid"}, {}, {"avoids": ["e"]}, True),
        ({"kind": "language_in_common"}, {"languages": ["en"]}, {"languages": ["fr"]}, True),
        ({"kind": "language_in_common", "fluency": 3}, {"languages": {"en": 2}}, {"languages": {"en": 5}}, True),
        ({"kind": "hours_in_common", "slots": 2}, {"hours": [1, 2]}, {"hours": [2, 3]}, True),
        ({"kind": "minimum_gap", "at_least": 2}, {"level": 1}, {"level": 2}, True),
        ({"kind": "minimum_gap", "at_least": 2}, {"level": 1}, {"level": 3}, False),
        ({"kind": "minimum_gap", "at_most": 2}, {"level": 1}, {"level": 4}, True),
        ({"kind": "conflict_codes"}, {"conflicts": ["k1", "k2"]}, {"conflicts": ["k2"]}, True),
        ({"kind": "same", "field": "place"}, {"place": "a"}, {"place": "b"}, True),
        ({"kind": "different", "field": "place"}, {"place": "a"}, {"place": "a"}, True),
        ({"kind": "near", "field": "level", "span": 1}, {"level": 1}, {"level": 3}, True),
        ({"kind": "contains", "field": "help"}, {"help": ["x", "y"]}, {"help": ["x"]}, True),
        ({"kind": "shares", "field": "help"}, {"help": ["x", "y"]}, {"help": ["y"]}, False),
        ({"kind": "shares", "field": "help"}, {"help": ["x", "y"]}, {"help": ["z"]}, True),
        ({"kind": "shares", "field": "help", "at_least": 2}, {"help": ["x", "y"]}, {"help": ["y"]}, True),
        ({"kind": "minimum_score", "score": 0.6}, {}, {}, True),
        ({"kind": "minimum_score", "score": 0.5}, {}, {}, False),
        ({"key": "off", "kind": "minimum_score", "score": 0.6, "enabled": False}, {}, {}, False),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_rule_forbids(rule, mentee, mentor, forbids):
    pool = Pool.from_records([{"id": "e", "level": 1, **mentee}], [{"id": "o", "level": 1, **mentor}])
    scoring = Scoring(Problem(pool, Policy.from_dict({"criteria": [], "rules": [rule]})))
    scoring.grid()
    assert bool(scoring.allowed(np.array([0]), np.array([0]))[0]) is not forbids


def test_a_fallback_holds_only_for_whom_the_rule_leaves_nobody():
    rule = {
        "kind": "same",
        "field": "city",
        "fallback": [{"kind": "same", "field": "country"}, {"kind": "none"}],
    }
    mentees = [{"id": "near", "city": "Oslo", "country": "no"}, {"id": "far", "city": "Bergen", "country": "no"},
               {"id": "alone", "city": "Lima", "country": "pe"}]  # fmt: skip
    mentors = [{"id": "o", "city": "Oslo", "country": "no"}, {"id": "p", "city": "Moss", "country": "no"},
               {"id": "q", "city": "Rome", "country": "it"}]  # fmt: skip
    scoring = Scoring(
        Problem(Pool.from_records(mentees, mentors), Policy.from_dict({"criteria": [], "rules": [rule]}))
    )
    assert scoring.grid()[1].tolist() == [[True, False, False], [True, True, False], [True, True, True]]
