"""Stable matching: no two people would rather have each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairwell.matching.solvers import stable


def random_market(seed, n, m, values=5, share=0.8):
    random = np.random.default_rng(seed)
    mine, theirs = random.integers(0, values, (2, n, m)).astype(np.int64)
    allowed = random.random((n, m)) < share
    return mine, theirs, allowed, random.integers(0, 3, n), random.integers(0, 4, m)


def solved(market, seed=0):
    mine, theirs, allowed, wants, capacity = market
    return stable.deferred_acceptance(stable.views_from_scores(mine, theirs, allowed, seed), wants, capacity)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 7), st.integers(0, 7), st.sampled_from([1, 2, 5, 100]))
def test_no_pair_would_rather_run_away_together(seed, n, m, values):
    market = random_market(seed, n, m, values)
    pairs = solved(market, seed)
    mine, theirs, allowed, wants, capacity = market
    assert not len(stable.blocking_pairs(mine, theirs, allowed, pairs, wants, capacity))
    assert allowed[pairs[:, 0], pairs[:, 1]].all()
    assert (np.bincount(pairs[:, 0], minlength=n) <= wants).all()
    assert (np.bincount(pairs[:, 1], minlength=m) <= capacity).all()
    assert len(np.unique(pairs, axis=0)) == len(pairs)


def test_the_checker_finds_the_pair_that_was_swapped_away():
    mine = np.array([[2, 1], [2, 1]], dtype=np.int64)
    theirs = np.array([[2, 2], [1, 1]], dtype=np.int64)
    allowed, one = np.ones((2, 2), dtype=bool), np.ones(2, dtype=np.int64)
    assert solved((mine, theirs, allowed, one, one)).tolist() == [[0, 0], [1, 1]]
    swapped = np.array([[0, 1], [1, 0]])
    assert stable.blocking_pairs(mine, theirs, allowed, swapped, one, one).tolist() == [[0, 0]]


def test_it_is_the_best_stable_outcome_for_every_mentee():
    mine = np.array([[3, 2, 1], [1, 3, 2], [2, 1, 3]], dtype=np.int64)
    theirs = np.array([[1, 2, 3], [3, 1, 2], [2, 3, 1]], dtype=np.int64)
    one = np.ones(3, dtype=np.int64)
    pairs = solved((mine, theirs, np.ones((3, 3), dtype=bool), one, one))
    assert pairs.tolist() == [[0, 0], [1, 1], [2, 2]]


@pytest.mark.parametrize("empty", [(0, 4), (4, 0), (0, 0)])
def test_an_empty_side_gives_no_pairs(empty):
    assert solved(random_market(1, *empty)).shape == (0, 2)


def test_nobody_allowed_and_no_places_give_no_pairs():
    mine, theirs, allowed, wants, capacity = random_market(2, 5, 4)
    assert not len(solved((mine, theirs, allowed & False, wants + 1, capacity + 1)))
    assert not len(solved((mine, theirs, allowed, wants * 0, capacity + 1)))
    assert not len(solved((mine, theirs, allowed, wants + 1, capacity * 0)))


def test_ties_follow_the_seed_and_the_same_seed_gives_the_same_pairs():
    one = np.ones(30, dtype=np.int64)
    flat = np.zeros((30, 30), dtype=np.int64)
    market = (flat, flat, np.ones((30, 30), dtype=bool), one, one)
    assert solved(market, 1).tolist() == solved(market, 1).tolist()
    assert solved(market, 1).tolist() != solved(market, 2).tolist()


def test_compiled_and_plain_code_agree(monkeypatch):
    market = random_market(3, 60, 40, values=1000)
    plain = solved(market)
    monkeypatch.setattr(stable, "COMPILED_FROM", 0)
    assert solved(market).tolist() == plain.tolist()


def test_lists_of_ranks_give_the_pairs_of_the_same_order_in_points():
    random = np.random.default_rng(4)
    mentees = np.array([random.permutation(6) for _ in range(8)])
    mentors = np.array([random.permutation(8) for _ in range(6)])
    mine, theirs = -np.argsort(mentees, axis=1), -np.argsort(mentors, axis=1).T
    wants, capacity = np.ones(8, dtype=np.int64), np.array([1, 2, 1, 1, 2, 1])
    by_rank = stable.deferred_acceptance(stable.views_from_ranks(mentees, mentors), wants, capacity)
    assert by_rank.tolist() == solved((mine, theirs, np.ones((8, 6), dtype=bool), wants, capacity)).tolist()
