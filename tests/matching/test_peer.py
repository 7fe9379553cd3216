"""Peers: the best pairs of everybody with anybody, with a certificate over all pairs."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pairwell.matching import InputError, Policy, Pool, Problem, solve
from pairwell.matching.solvers.double_cover import Gains
from pairwell.matching.solvers.general_matching import match_all
from pairwell.matching.solvers.peer import best_pairs, highest_floor


def symmetric(seed, n, most, forbidden):
    random = np.random.default_rng(seed)
    table = np.triu(random.integers(0, most + 1, (n, n)), 1)
    table = table + table.T
    never = np.triu(random.random((n, n)) < forbidden, 1)
    table[never | never.T | np.eye(n, dtype=bool)] = -1
    return table


def gains(table, bonus=0, rows=3):
    return Gains(len(table), lambda a, b: table[a:b], bonus, rows)


def brute_force(table, bonus=0):
    @cache
    def best(left):
        if not left:
            return 0
        first, rest = left[0], left[1:]
        found = best(rest)
        for other in rest:
            if table[first, other] >= 0:
                remaining = tuple(v for v in rest if v != other)
                found = max(found, int(table[first, other]) + bonus + best(remaining))
        return found

    return best(tuple(range(len(table))))


def check_proof(table, bonus, found):
    """Recompute the certificate from the table alone."""
    n = len(table)
    chair = n % 2
    whole = np.full((n + chair, n + chair), found.chair - bonus if chair else 0, dtype=np.int64)
    whole[:n, :n] = table
    np.fill_diagonal(whole, -1)
    cover = found.u[:, None] + found.u[None, :]
    for dual, members in found.odd_sets:
        assert len(members) % 2 == 1
        assert dual > 0
        cover[np.ix_(members, members)] += dual
    allowed = np.vstack(
        [np.hstack([table >= 0, np.ones((n, chair), bool)]), np.ones((chair, n + chair), bool)]
    )
    np.fill_diagonal(allowed, False)
    assert (cover >= 4 * (whole + bonus))[allowed].all()
    assert (found.u >= 0).all()
    proved = int(found.u.sum()) + sum(dual * (len(members) - 1) // 2 for dual, members in found.odd_sets)
    assert proved == 4 * (found.value + found.chair)


@settings(max_examples=250, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(0, 10), st.sampled_from([0, 1, 3, 1000]), st.sampled_from([0, 0.3, 0.7, 1]),
    st.booleans(), st.integers(1, 6),
)  # fmt: skip
def test_the_matching_equals_brute_force_and_is_proved(seed, n, most, forbidden, pairs_first, keep):
    table = symmetric(seed, n, most, forbidden)
    bonus = n * (most + 1) if pairs_first else 0
    found = match_all(gains(table, bonus), keep)
    assert found.value == found.bound == brute_force(table, bonus)
    assert found.relaxed_bound >= found.value
    mates = np.flatnonzero(found.partner >= 0)
    assert (found.partner[found.partner[mates]] == mates).all()
    assert (table[mates, found.partner[mates]] >= 0).all()
    if n > 1:
        check_proof(table, bonus, found)


@pytest.mark.parametrize("n", [150, 151])
def test_a_larger_one_is_proved_over_pairs_that_no_list_held(n):
    table = symmetric(5, n, 10**6, 0.1)
    found = match_all(gains(table, rows=64), keep=2)
    check_proof(table, 0, found)


@pytest.mark.parametrize(("n", "pairs_first"), [(37, True), (60, False), (80, True)])
def test_it_is_as_heavy_as_what_another_blossom_algorithm_finds(n, pairs_first):
    networkx = pytest.importorskip("networkx")
    table = symmetric(n, n, 10**6, 0.5)
    one, two = np.nonzero(np.triu(table >= 0, 1))
    web = networkx.Graph()
    web.add_weighted_edges_from(
        zip(one.tolist(), two.tolist(), table[one, two].astype(float).tolist(), strict=True)
    )
    couples = networkx.max_weight_matching(web, maxcardinality=pairs_first)
    bonus = n * (10**6 + 1) if pairs_first else 0
    found = match_all(gains(table, bonus))
    assert found.value - bonus * len(couples) == sum(int(table[a, b]) for a, b in couples)


def test_two_sides_only_gives_what_the_assignment_gives():
    random = np.random.default_rng(6)
    sides = random.integers(0, 1000, (40, 40))
    table = np.full((80, 80), -1)
    table[:40, 40:], table[40:, :40] = sides, sides.T
    best = sides[linear_sum_assignment(sides, maximize=True)].sum()
    assert match_all(gains(table)).value == best


def test_the_same_table_gives_the_same_pairs():
    table = symmetric(7, 41, 3, 0.2)
    assert match_all(gains(table)).partner.tolist() == match_all(gains(table)).partner.tolist()


def test_the_floor_is_as_high_as_it_can_be_without_losing_a_pair():
    for seed in range(20):
        table = symmetric(seed, 8, 9, 0.3)
        most = brute_force(np.where(table < 0, -1, 0), 1)
        reachable = [t for t in range(10) if brute_force(np.where(table < t, -1, 0), 1) == most]
        floor, _ = highest_floor(table)
        assert max(reachable) >= floor
        assert brute_force(np.where(table < floor, -1, 0), 1) == most
        assert not (table == floor).any() or floor >= max(
            t for t in reachable if (table == t).any() or t == 0
        )


def people(n, **more):
    skills = ["sql", "law", "art", "ops"]
    return [
        {
            "id": f"p{i}",
            "level": i % 3,
            "skills_wanted": [skills[i % 4]],
            "skills_offered": [skills[(i * 3 + 1) % 4]],
        }
        | {name: values[i] for name, values in more.items()}
        for i in range(n)
    ]


def peers(records, objective=("coverage", "total"), rules=(), **pool):
    policy = Policy.from_dict(
        {
            "format": "peer",
            "objective": list(objective),
            "criteria": [
                {"key": "needs", "kind": "needs_coverage", "weight": 2},
                {"key": "level", "kind": "seniority_gap", "weight": 1, "curve": [[-2, 0], [0, 1], [2, 0]]},
            ],
            "rules": list(rules),
        }
    )
    return solve(Problem(Pool.from_records(records, records, **pool), policy, seed=1))


def test_everybody_gets_one_peer_and_nobody_themself():
    result = peers(people(10))
    seen = [name for pair in result.pairs for name in (pair.mentee, pair.mentor)]
    assert sorted(seen) == sorted(record["id"] for record in people(10))
    assert result.certificate["holds"]
    assert result.unmatched == ()
    assert all(sum(pair.contributions.values()) == pair.score for pair in result.pairs)
    assert (
        result.summary.total
        == sum(pair.score for pair in result.pairs)
        == result.certificate["value"] - 5 * (6 * 1_000_001)
    )


def test_the_odd_person_out_gets_a_reason():
    result = peers(people(7))
    assert len(result.pairs) == 3
    assert [entry.reason for entry in result.unmatched] == ["no_capacity"]
    assert "odd" in result.unmatched[0].words


def test_rules_hold_in_both_directions_and_are_named():
    units = ["a"] * 5 + ["b"]
    result = peers(people(6, unit=units), rules=[{"key": "unit", "kind": "different", "field": "unit"}])
    assert len(result.pairs) == 1
    assert "p5" in (result.pairs[0].mentee, result.pairs[0].mentor)
    assert len(result.unmatched) == 4
    alone = peers(people(3, unit=["a"] * 3), rules=[{"key": "unit", "kind": "different", "field": "unit"}])
    assert {entry.reason for entry in alone.unmatched} == {"nobody_allowed"}
    assert alone.unmatched[0].removed["unit"] == 2


def test_kept_pairs_stay_and_contradictions_are_refused():
    result = peers(people(6), keep=[("p0", "p1")])
    assert ("p0", "p1") in {(pair.mentee, pair.mentor) for pair in result.pairs}
    with pytest.raises(InputError, match="kept in two pairs"):
        peers(people(6), keep=[("p0", "p1"), ("p1", "p2")])


def test_nobody_and_one_person_give_no_pairs():
    assert peers([]).pairs == ()
    assert [entry.reason for entry in peers(people(1)).unmatched] == ["nobody_allowed"]


def test_people_without_places_stay_out():
    result = peers(people(4, places=[1, 1, 0, 0]))
    assert len(result.pairs) == 1
    assert {entry.reason for entry in result.unmatched} == {"no_places"}


def test_the_same_seed_gives_the_same_bytes():
    assert peers(people(9)).to_json(times=False) == peers(people(9)).to_json(times=False)


def test_a_floor_is_kept_by_every_pair():
    table = symmetric(9, 12, 100, 0.1)
    found, floor, _ = best_pairs(table, ("coverage", "floor", "total"))
    mates = np.flatnonzero(found.partner >= 0)
    assert table[mates, found.partner[mates]].min() >= floor
