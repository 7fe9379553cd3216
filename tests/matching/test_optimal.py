"""Every small problem, solved by trying everything, agrees with the engine, aim by aim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairwell.matching import InputError, solve, verify, write_instance
from tests.matching.oracle import Oracle
from tests.matching.worlds import examples, random_problem

LEXIMIN = (
    ["coverage", "leximin", "total", "stability"],
    ["coverage", "leximin", "total", "spread"],
    ["coverage", "leximin", "spread", "total"],
)


def check_best(problem):
    oracle = Oracle(problem)
    if oracle.contradictory():
        with pytest.raises(InputError, match="keep"):
            solve(problem)
        return None
    floor, best = oracle.best()
    result = solve(problem)
    rows = [tuple(pair) for pair in result.certificate["rows"]]
    assert oracle.judge(rows) == best
    free = [oracle.score[a][b] for a, b in rows if (a, b) not in oracle.keep]
    assert min(free, default=floor) >= floor
    verdict = verify(result.to_dict(), write_instance(problem, keep_ids=True))
    assert verdict.holds, [check for check in verdict.checks if not check.holds]
    return result, verdict


@examples(100)
@given(st.integers(0, 10**9), st.integers(0, 4), st.integers(0, 4))
def test_no_matching_is_better_under_any_order_of_aims(seed, n, m):
    checked = check_best(random_problem(seed, n, m))
    if checked:
        result, verdict = checked
        assert verdict.proven
        assert result.certificate["holds"]
        assert result.certificate["gap"] == 0


@examples(25)
@given(st.integers(0, 10**9), st.integers(5, 6), st.integers(5, 6))
def test_no_matching_is_better_with_six_on_each_side(seed, n, m):
    checked = check_best(random_problem(seed, n, m))
    assert checked is None or checked[1].proven


@examples(40)
@given(st.integers(0, 10**9), st.integers(0, 5), st.integers(0, 4), st.sampled_from(LEXIMIN))
def test_leximin_raises_the_lowest_then_the_next_and_so_on(seed, n, m, order):
    check_best(random_problem(seed, n, m, orders=(order,), change={"places_per_mentee": 1}))
