"""What fairness costs is worked out in large pools too, and where it is not, the result says so."""

import pytest

from pairwell.matching import Problem, assemble, solve, verify, write_instance
from tests.matching.test_laws import crowd


def total_without(problem, aim):
    policy = problem.policy.to_dict()
    plain = {**policy, "objective": [name for name in policy["objective"] if name != aim]}
    return solve(Problem(problem.pool, type(problem.policy).from_dict(plain))).summary.total


@pytest.mark.parametrize("size", [(60, 40), (900, 500)])
def test_the_price_of_the_floor_is_what_the_total_would_gain_without_it(size):
    problem = crowd(*size, objective=["coverage", "floor", "total"])
    result = solve(problem)
    assert result.prices["floor"] == total_without(problem, "floor") - result.summary.total


@pytest.mark.parametrize("order", [("total", "spread"), ("spread", "total")])
def test_an_even_spread_costs_nothing_where_the_total_comes_first(order):
    problem = crowd(60, 40, objective=["coverage", *order])
    result = solve(problem)
    assert result.prices["spread"] == total_without(problem, "spread") - result.summary.total
    assert (result.prices["spread"] == 0) == (order[0] == "total")


def test_beyond_the_stated_size_a_note_says_that_nothing_was_priced(monkeypatch):
    monkeypatch.setattr(assemble, "PRICED", 100)
    problem = crowd(30, 20, objective=["coverage", "floor", "total"])
    result = solve(problem)
    assert result.prices == {}
    assert "worked out for up to 100 possible pairs" in result.notes[-1]
    assert verify(result.to_dict(), write_instance(problem, keep_ids=True)).holds
