"""Circles: sizes hold, the reported gap is true, and those left over get a reason."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairwell.matching import Policy, Pool, Problem, solve
from pairwell.matching.solvers.grouping import NOWHERE, mix_value, seat_all


def best_by_hand(fit, unit, largest, smallest, mix):
    """Most seated and then the best value, over all seatings."""
    best = (0, 0)
    for seats in product(range(-1, fit.shape[1]), repeat=len(fit)):
        seat = np.array(seats, dtype=np.int64)
        sizes = np.bincount(seat[seat >= 0], minlength=len(largest))
        if ((sizes > 0) & ((sizes < smallest) | (sizes > largest))).any():
            continue
        on = np.flatnonzero(seat >= 0)
        if (fit[on, seat[on]] < 0).any():
            continue
        value = int(fit[on, seat[on]].sum()) + sum(
            mix_value(unit[seat == c], mix) for c in np.unique(seat[on])
        )
        best = max(best, (len(on), value))
    return best


def random_table(seed, n, circles):
    random = np.random.default_rng(seed)
    fit = random.integers(0, 50, (n, circles)).astype(np.int64)
    fit[random.random((n, circles)) < 0.2] = -1
    return fit, random.integers(-1, 3, n).astype(np.int64), random.integers(0, 5, circles).astype(np.int64)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(0, 6), st.integers(0, 3), st.integers(1, 3), st.sampled_from([0, 7])
)
def test_sizes_hold_and_no_seating_is_beyond_the_bound(seed, n, circles, smallest, mix):
    fit, unit, largest = random_table(seed, n, circles)
    found = seat_all(fit, unit, largest, smallest, mix)
    sizes = np.bincount(found.seat[found.seat >= 0], minlength=circles)
    assert ((sizes == 0) | ((sizes >= smallest) & (sizes <= largest))).all()
    on = np.flatnonzero(found.seat >= 0)
    assert (fit[on, found.seat[on]] >= 0).all()
    mixed = sum(mix_value(unit[found.seat == c], mix) for c in np.unique(found.seat[on]))
    assert found.value == int(fit[on, found.seat[on]].sum()) + mixed
    seated, value = best_by_hand(fit, unit, largest, smallest, mix)
    assert found.most >= seated >= len(on)
    assert found.bound >= value
    if found.proved:
        assert (len(on), found.value) == (seated, value)


def test_a_gap_of_zero_is_called_proved_and_another_is_not():
    easy = seat_all(np.full((8, 2), 10), np.full(8, -1), np.array([4, 4]), 4, 0)
    assert easy.proved
    hard = seat_all(np.array([[9, 1], [1, 9], [9, 1], [1, 9]]), np.full(4, -1), np.array([8, 8]), 4, 0)
    assert hard.bound == 36
    assert hard.value == 20
    assert not hard.proved


def test_swaps_mix_the_circles():
    fit = np.full((8, 2), 10)
    unit = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    found = seat_all(fit, unit, np.array([4, 4]), 4, 100)
    assert sorted(np.bincount(found.seat * 2 + unit).tolist()) == [2, 2, 2, 2]


def test_nobody_and_no_circle_seat_nobody():
    for n, circles in ((0, 3), (3, 0), (0, 0)):
        found = seat_all(*random_table(1, n, circles), 2, 5)
        assert (found.seat == NOWHERE).all()
        assert found.value == 0


def records(n, **more):
    skills = ["sql", "law", "art"]
    rows = [{"id": f"r{i}", "unit": "abcd"[i % 4], "skills_wanted": [skills[i % 3]], "skills_offered": [skills[i % 3]]}
            for i in range(n)]  # fmt: skip
    return [row | {name: values[i] for name, values in more.items()} for i, row in enumerate(rows)]


def circles(mentees, mentors, leaders=1, smallest=4, largest=8, rules=(), **pool):
    people = (
        [{**row, "id": f"e{row['id']}"} for row in mentees],
        [{**row, "id": f"o{row['id']}"} for row in mentors],
    )
    policy = Policy.from_dict(
        {
            "format": "group",
            "objective": ["coverage", "total"],
            "criteria": [{"key": "needs", "kind": "needs_coverage", "weight": 1}],
            "circles": {"smallest": smallest, "largest": largest, "leaders": leaders},
            "rules": list(rules),
        }
    )
    return solve(Problem(Pool.from_records(*people, **pool), policy, seed=1))


@pytest.mark.parametrize("leaders", [1, 2])
def test_everybody_sits_in_one_circle_of_the_right_size(leaders):
    result = circles(records(24), records(8), leaders)
    seated = [mentee for circle in result.circles for mentee in circle.mentees]
    assert len(seated) == len(set(seated)) == 24
    assert all(4 <= len(circle.mentees) <= 8 for circle in result.circles)
    assert all(len(circle.leaders) == leaders for circle in result.circles)
    leading = [mentor for circle in result.circles for mentor in circle.leaders]
    assert len(leading) == len(set(leading))
    assert len(result.pairs) == 24 * leaders
    certificate = result.certificate
    assert certificate["gap"] == certificate["bound"] - certificate["value"] >= 0
    assert certificate["holds"] == (certificate["gap"] == 0)


def test_those_left_over_get_a_reason():
    too_few = circles(records(3), records(2))
    assert too_few.circles == ()
    assert all("not opened" in entry.words for entry in too_few.unmatched)
    full = circles(records(20), records(2))
    assert len(full.unmatched) == 4
    assert all("full" in entry.words for entry in full.unmatched)
    ruled_out = circles(
        records(8), records(2, unit=["z", "z"]), rules=[{"key": "u", "kind": "same", "field": "unit"}]
    )
    assert {entry.reason for entry in ruled_out.unmatched} == {"nobody_allowed"}


def test_mentors_without_places_lead_nothing_and_places_bound_the_size():
    result = circles(records(12), records(3, places=[0, 5, 8]))
    sizes = {circle.leaders[0]: len(circle.mentees) for circle in result.circles}
    assert "or0" not in sizes
    assert sizes["or1"] <= 5
    assert sum(sizes.values()) == 12


def test_a_kept_pair_sits_in_that_mentors_circle():
    result = circles(records(12), records(3), keep=[("er0", "or1")])
    assert any("er0" in circle.mentees and "or1" in circle.leaders for circle in result.circles)


def test_the_same_seed_gives_the_same_bytes():
    assert circles(records(13), records(4)).to_json(False) == circles(records(13), records(4)).to_json(False)
