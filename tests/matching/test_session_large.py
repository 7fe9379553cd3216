"""A warm session of a pool too large to be scored whole: every kind of change gives what a fresh run gives."""

from dataclasses import replace

import numpy as np
import pytest

from pairwell.matching import Change, Session, stages
from pairwell.matching.solving import solve_pairs
from tests.matching.test_laws import crowd


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(crowd(900, 500, objective=["coverage", "floor", "total"]))


def chosen(session: Session, number: int) -> tuple[str, str]:
    pair = session._solution.pairs[number]
    return f"e{pair[0]}", f"o{pair[1]}"


CHANGES = ("forbid", "remove mentee", "remove mentor", "one place more", "keep", "weight")


def change_of(session: Session, kind: str) -> Change:
    mentee, mentor = chosen(session, 17)
    if kind == "forbid":
        return Change("forbid", mentee, mentor)
    if kind == "remove mentee":
        return Change("remove", mentee=mentee)
    if kind == "remove mentor":
        return Change("remove", mentor=mentor)
    if kind == "keep":
        allowed = session.scoring.allowed(np.full(500, int(mentee[1:])), np.arange(500))
        free = np.flatnonzero(allowed & (session.problem.pool.mentors.places > 0))
        return Change("keep", mentee, f"o{free[free != int(mentor[1:])][-1]}")
    if kind == "weight":
        return Change("weight", key=session.problem.policy.criteria[0].key, value=4)
    places = int(session.problem.pool.mentors.places[int(mentor[1:])]) + 1
    return Change("places", mentor=mentor, value=places)


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_gives_what_a_fresh_run_gives(session, kind):
    assert not session.scoring.small
    told = session.what_if(change_of(session, kind))
    fresh = solve_pairs(told.problem)
    assert told.solution.certificate["holds"]
    assert told.floor == int(fresh.scores.min())
    assert int(told.solution.scores.sum()) == int(fresh.scores.sum())
    assert len(told.solution.pairs) == len(fresh.pairs)
    assert told.solution.scores.tolist() == told.solution.scoring.exact(*told.solution.pairs.T).tolist()
    allowed = fresh.scoring.allowed(*told.solution.pairs.T)
    assert allowed.all()
    before = set(map(tuple, session._solution.pairs.tolist()))
    after = set(map(tuple, told.solution.pairs.tolist()))
    assert {(int(a[1:]), int(b[1:])) for a, b in told.added} == after - before
    assert {(int(a[1:]), int(b[1:])) for a, b in told.removed} == before - after


def test_a_forbidden_pair_and_then_a_present_one_give_back_what_was_there(session):
    total = int(session._solution.scores.sum())
    session.what_if(change_of(session, "forbid"))
    assert int(session._solution.scores.sum()) == total
    assert session.what_if(Change("places", mentee="e0", value=1)).total == 0


@pytest.mark.parametrize("objective", [["coverage", "floor", "total"], ["coverage", "total", "stability"]])
def test_short_lists_are_made_up_for_by_pricing_whatever_changes(monkeypatch, objective):
    """With four mentors a list nearly everything is dropped, and many changes need a pair that was."""
    monkeypatch.setattr(stages, "MENDED_FROM", 0)
    standing = [(f"e{i}", f"o{i // 2}") for i in range(0, 900, 9)]
    problem = crowd(900, 500, objective=objective)
    pool = replace(problem.pool, standing=np.array([(int(a[1:]), int(b[1:])) for a, b in standing]))
    session, dice = Session(replace(problem, pool=pool), k=4), np.random.default_rng(5)
    for _ in range(4):
        mentee, mentor = chosen(session, int(dice.integers(len(session._solution.pairs))))
        for change in (
            Change("forbid", mentee, mentor),
            Change("places", mentor=mentor, value=0),
            Change("places", mentor=mentor, value=4),
            Change("remove", mentee=mentee),
        ):
            told = session.what_if(change)
            fresh = solve_pairs(told.problem, scoring=session.scoring.with_pairs(told.problem))
            assert told.solution.certificate["holds"]
            assert told.solution.certificate["floor"] == fresh.certificate["floor"]
            assert told.solution.main.value == told.solution.main.bound
            reached = [s.certificate["stages"][-1]["value"] for s in (told.solution, fresh)]
            assert reached[0] == reached[1]
            assert int(told.solution.scores.sum()) == int(fresh.scores.sum())
