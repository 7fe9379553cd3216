"""Why not this pair, and what if: exact, because the whole is solved again and compared by trying everything."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pairwell.matching import Change, InputError, Policy, PolicyError, Pool, Problem, Session, solve
from pairwell.matching.records import pair_array
from tests.matching.oracle import Oracle
from tests.matching.worlds import examples, random_problem

ORDER = (["coverage", "floor", "total", "stability"], ["coverage", "total"], ["total"])


def reached(problem):
    """Matched, floor, total of the best result, by trying everything."""
    oracle = Oracle(problem)
    oracle.best()
    rows = [tuple(pair) for pair in solve(problem).certificate["rows"]]
    assert oracle.judge(rows) == oracle.best()[1]
    scores = [oracle.score[a][b] for a, b in rows]
    return len({a for a, _ in rows}), min(scores, default=None), sum(scores)


@examples(25)
@given(st.integers(0, 10**9), st.integers(1, 4), st.integers(1, 4), st.data())
def test_what_a_pair_would_cost_is_the_difference_to_the_best_result_with_it(seed, n, m, data):
    problem = random_problem(seed, n, m, orders=ORDER, change={"group_bound": None})
    try:
        session = Session(problem)
    except InputError:
        assume(False)
    row, col = data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, m - 1))
    told = session.why_not(f"e{row}", f"o{col}")
    oracle = Oracle(problem)
    assert bool(told.rules) == (not oracle.allowed[row][col])
    assert told.words
    pairs = pair_array([*map(tuple, problem.pool.keep.tolist()), (row, col)])
    forced = replace(problem, pool=replace(problem.pool, keep=pairs))
    if told.chosen or told.rules or Oracle(forced).contradictory():
        return
    before, after = reached(problem), reached(forced)
    assert (told.matched, told.total) == (after[0] - before[0], after[2] - before[2])
    if before[1] is not None and after[1] is not None:
        assert told.floor == after[1] - before[1]
    if told.words == "It would cost nothing.":
        assert not any((told.matched, told.floor, told.total, *told.others.values()))


def changes(problem):
    """One change of every kind that fits the problem."""
    yield Change("weight", key=problem.policy.criteria[0].key, value=3)
    yield from (Change("rule", key=rule.key, value=0) for rule in problem.policy.rules[:1])
    yield Change("forbid", mentee="e0", mentor="o0")
    yield Change("free", mentee="e0", mentor="o0")
    yield Change("places", mentor="o0", value=3)
    yield Change("places", mentee="e0", value=0)
    yield Change("remove", mentor="o0")
    yield Change("remove", mentee="e0")


@examples(15)
@given(st.integers(0, 10**9), st.integers(1, 4), st.integers(1, 4))
@example(380770, 4, 3)  # without one rule, a kept pair is forbidden by another
def test_what_if_gives_what_a_fresh_run_of_the_changed_problem_gives(seed, n, m):
    problem = random_problem(seed, n, m, orders=ORDER)
    try:
        session = Session(problem)
    except InputError:
        return
    for change in changes(problem):
        try:
            told = session.what_if(change)
        except InputError:
            continue
        summary = told.result.summary
        assert told.matched == summary.matched - session.result.summary.matched
        assert told.total == summary.total - session.result.summary.total
        assert told.floor == summary.floor
        present = {(pair.mentee, pair.mentor) for pair in session.result.pairs}
        wanted = {(pair.mentee, pair.mentor) for pair in told.result.pairs}
        assert (set(told.added), set(told.removed)) == (wanted - present, present - wanted)
        assert told.result.certificate["holds"]
        fresh, _ = session._changed(change)
        assert reached(fresh)[::2] == (summary.matched, summary.total)


def small(**policy):
    mentees = [{"id": f"e{i}", "level": i} for i in range(3)]
    mentors = [{"id": f"o{j}", "level": j} for j in range(3)]
    data = {
        "criteria": [{"key": "near", "kind": "near", "field": "level", "span": 4}],
        "objective": ["coverage", "total"],
    }
    return Problem(Pool.from_records(mentees, mentors), Policy.from_dict({**data, **policy}))


def test_two_mentees_exchange_their_mentors_and_see_the_price():
    told = Session(small()).what_if(Change("swap", mentee="e0", other="e2"))
    assert set(told.added) == {("e0", "o2"), ("e2", "o0")}
    assert told.total == -1_000_000
    assert told.words == "2 pairs change. In all: the lowest score falls by 0.500, the total falls by 1.000."


def test_the_last_mentor_leaving_is_no_better_lowest_score():
    session = Session(
        Problem(Pool.from_records([{"id": "e", "level": 1}], [{"id": "o", "level": 2}]), small().policy)
    )
    told = session.what_if(Change("remove", mentor="o"))
    assert told.result.pairs == ()
    assert told.floor is None
    assert told.words == "No new pair. In all: 1 fewer matched, the total falls by 0.750."


def test_a_pair_that_costs_a_present_pair_is_not_called_free():
    pool = Pool.from_records(
        [{"id": "e0"}, {"id": "e1"}], [{"id": "o0"}, {"id": "o1"}], standing=[("e0", "o0"), ("e1", "o1")]
    )
    policy = Policy.from_dict({"criteria": []})
    told = Session(Problem(pool, policy)).why_not("e0", "o1")
    assert told.others == {"stability": -2}
    assert told.words == "In all: 2 fewer present pairs kept."


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (Change("weight", key="nothing", value=1), "key"),
        (Change("rule", key="nothing"), "key"),
        (Change("keep", mentee="nobody", mentor="o0"), "mentee"),
        (Change("places", mentor="o0", value=-1), "value"),
        (Change("add"), "pool"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_by_name(change, where):
    with pytest.raises(InputError) as refused:
        Session(small()).what_if(change)
    assert refused.value.where == where


def test_a_negative_weight_is_refused_as_in_a_policy():
    with pytest.raises(PolicyError, match="negative"):
        Session(small()).what_if(Change("weight", key="near", value=-1))


@examples(20)
@given(st.integers(0, 10**9), st.integers(2, 5), st.integers(1, 4))
def test_what_would_help_most_is_worked_out_exactly(seed, n, m):
    problem = random_problem(seed, n, m, orders=ORDER, named=False)
    result = solve(problem)
    for price in result.shadow_prices:
        if price.what != "mentor":
            assert price.more_matched > 0
            continue
        places = problem.pool.mentors.places.copy()
        places[problem.pool.mentors.index(price.key)] += 1
        mentors = replace(
            problem.pool.mentors, places=places, minimum=np.minimum(problem.pool.mentors.minimum, places)
        )
        other = solve(replace(problem, pool=replace(problem.pool, mentors=mentors)))
        assert other.summary.matched >= result.summary.matched
        assert price.words
