"""Intervals against a reference: SciPy's own, and figures published in textbooks."""

import pytest
from scipy import stats

from pairwell.insights import statistics
from pairwell.insights.groups import OTHERS, rows_of
from pairwell.surveys.rules.disclosure import ENOUGH


def test_wilson_s_interval_is_the_published_one() -> None:
    found = statistics.share(81, 263)  # Newcombe (1998), Statistics in Medicine 17, table I
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)
    zero = statistics.share(0, 20)
    assert zero is not None
    assert (zero.low, round(zero.high, 4)) == (0.0, 0.1611)


def test_nothing_and_one_value_have_no_interval() -> None:
    assert statistics.share(0, 0) is None
    assert statistics.mean([4]) is None
    assert statistics.difference([3], [4, 5]) is None


def test_the_difference_of_two_groups_agrees_with_welch_s_test() -> None:
    before, after = [1, 2, 2, 3, 3, 2, 1], [3, 4, 4, 5, 4]
    found = statistics.difference(before, after)
    reference = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high))


def test_the_mean_agrees_with_student_s_interval() -> None:
    values = [3, 4, 5, 2, 4, 4]
    found = statistics.mean(values)
    low, high = stats.t.interval(0.95, 5, loc=sum(values) / 6, scale=stats.sem(values))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high))


def test_the_recommendation_score_counts_nine_and_ten_against_six_and_less() -> None:
    found = statistics.net_recommendation([10, 9, 8, 7, 6, 0, 10, 10])
    assert found is not None
    assert found.value == pytest.approx(100 * (4 - 2) / 8)


def test_small_groups_are_put_together_and_never_stand_alone() -> None:
    rows = rows_of([("Sales", 8, 20), ("Legal", 1, 2), ("Art", 2, 4), ("Nobody", 0, 0)])
    assert [(row.label, row.count, row.of) for row in rows] == [("Sales", 8, 20), (OTHERS, 3, 6)]


def test_one_small_group_takes_the_smallest_other_along() -> None:
    rows = rows_of([("Sales", 8, 20), ("Art", 3, 7), ("Legal", 1, 2)])
    assert [(row.label, row.of) for row in rows] == [("Sales", 20), (OTHERS, 9)]
    assert all(row.of >= ENOUGH for row in rows)


def test_each_group_is_compared_with_the_best() -> None:
    rows = rows_of([("Sales", 6, 12), ("Art", 10, 10)])
    assert [row.ratio for row in rows] == [0.5, 1.0]


@pytest.mark.parametrize(
    ("count", "of"), [(0, 1), (1, 1), (0, 20), (3, 7), (81, 263), (999, 1000), (20_000, 20_000)]
)
def test_a_share_has_the_interval_that_scipy_gives(count: int, of: int) -> None:
    found = statistics.share(count, of)
    reference = stats.binomtest(count, of).proportion_ci(0.95, method="wilson")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high), abs=1e-12)


def test_symmetric_ranges_apart_are_those_of_independent_means() -> None:
    found = statistics.apart(statistics.Interval(4.0, 3.7, 4.3), statistics.Interval(3.5, 3.1, 3.9))
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.0, 1.0))
