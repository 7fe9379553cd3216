"""Why not, and what if, for stable pairs, peers and circles: the same as solving the changed problem anew."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pairwell.matching import Change, InputError, Session, solve, verify, write_instance
from pairwell.matching.records import pair_array
from tests.matching.worlds import examples, random_problem

STABLE = {"objective": ["stable"]}
PEERS = {"format": "peer", "objective": ["coverage", "total"]}
CIRCLES = {
    "format": "group",
    "objective": ["coverage", "total"],
    "circles": {"smallest": 2, "largest": 4, "leaders": 1},
}
FORMATS = st.sampled_from([STABLE, PEERS, CIRCLES])


def drawn(seed, n, m, change):
    return random_problem(seed, n, m, change={**change, "reserved": [], "group_bound": None})


def opened(problem):
    try:
        return Session(problem)
    except InputError:
        return None


def together(problem, result, row, col):
    """Whether two records are a pair; of peers, whether the two people are, in either order."""
    rows = result.certificate["rows"]
    if problem.policy.format != "peer":
        return [row, col] in [list(pair) for pair in rows]
    ones, others = problem.pool.mentees.persons, problem.pool.mentors.persons
    return {ones[row], others[col]} in [{ones[a], others[b]} for a, b in rows]


@examples(40)
@given(st.integers(0, 10**9), st.integers(1, 6), st.integers(1, 5), FORMATS, st.data())
def test_a_pair_costs_what_solving_with_it_kept_costs(seed, n, m, change, data):
    problem = drawn(seed, n, m, change)
    session = opened(problem)
    if session is None:
        return
    row, col = data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, m - 1))
    told = session.why_not(f"e{row}", f"o{col}")
    assert told.words
    assert sum(told.contributions.values()) == told.score
    assert told.chosen == together(problem, session.result, row, col)
    if told.chosen or told.rules:
        return
    keep = pair_array([*map(tuple, problem.pool.keep.tolist()), (row, col)])
    forced = replace(problem, pool=replace(problem.pool, keep=keep))
    try:
        other = solve(forced)
    except InputError:
        assert told.words.startswith("The pair cannot be made")
        return
    if not together(problem, other, row, col):
        assert told.words.startswith("The pair cannot be made")
        return
    before, after = session.result.summary, other.summary
    assert (told.matched, told.total) == (after.matched - before.matched, after.total - before.total)
    assert verify(other.to_dict(), write_instance(forced, keep_ids=True)).holds


CHANGES = (
    Change("weight", key="", value=3),
    Change("forbid", mentee="e0", mentor="o0"),
    Change("keep", mentee="e0", mentor="o0"),
    Change("places", mentor="o0", value=3),
    Change("remove", mentor="o0"),
    Change("remove", mentee="e0"),
)


@examples(40)
@given(st.integers(0, 10**9), st.integers(1, 6), st.integers(1, 5), FORMATS, st.sampled_from(CHANGES))
@example(39097064, 1, 1, {"objective": ["stable"]}, CHANGES[2])  # kept by a rule's fallback
@example(7589602, 4, 4, PEERS, CHANGES[2])  # pairs of peers come in no order
def test_what_if_gives_what_a_fresh_run_gives(seed, n, m, change, asked):
    problem = drawn(seed, n, m, change)
    session = opened(problem)
    if session is None:
        return
    if asked.kind == "weight":
        asked = replace(asked, key=problem.policy.criteria[0].key)
    try:
        told = session.what_if(asked)
    except InputError:
        return
    fresh = solve(told.problem)
    assert told.result.to_json(times=False) == fresh.to_json(times=False)
    assert told.total == fresh.summary.total - session.result.summary.total
    assert told.matched == fresh.summary.matched - session.result.summary.matched
    before = {(pair.mentee, pair.mentor) for pair in session.result.pairs}
    after = {(pair.mentee, pair.mentor) for pair in fresh.pairs}
    assert (set(told.added), set(told.removed)) == (after - before, before - after)
    assert verify(told.result.to_dict(), write_instance(told.problem, keep_ids=True)).holds
    gone = asked.mentor or asked.mentee
    if asked.kind == "remove":
        assert not any(gone in (pair.mentee, pair.mentor) for pair in fresh.pairs)


@pytest.mark.parametrize("change", [PEERS, CIRCLES])
def test_an_exchange_is_refused_where_nobody_has_a_mentor_of_their_own(change):
    session = opened(drawn(3, 4, 4, {**change, "rules": []}))
    with pytest.raises(InputError, match="'swap' is for mentees"):
        session.what_if(Change("swap", mentee="e0", other="e1"))


def test_a_comparison_of_circles_does_not_claim_to_be_proved():
    session = opened(drawn(5, 6, 3, {**CIRCLES, "rules": []}))
    told = session.what_if(Change("remove", mentee="e0"))
    assert told.words.endswith("not what is proved.")
