"""A draft of the policy: tried in memory, beside the saved one, and never saved by trying."""

import pytest

from pairwell.core.errors import Refused
from pairwell.pairing import warm as keeping
from pairwell.pairing.queries.draft import draft_advice, draft_outcome, moved_between
from pairwell.pairing.warm import evaluated, forget_everything, warm
from pairwell.people.models import Person, ProfileSkill
from pairwell.programs.models import Enrollment
from tests.factories.pairing import POLICY, finished_run, make_pool
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    forget_everything()
    yield
    forget_everything()


def heavier(key: str, weight: float) -> dict:
    criteria = [{**c, "weight": weight} if c["key"] == key else c for c in POLICY["criteria"]]
    return {**POLICY, "criteria": criteria}


def test_a_draft_brings_what_a_run_of_it_would_bring(cora: Person) -> None:
    program = make_pool(12, 8, by=cora)
    draft = evaluated(warm(program), POLICY)
    run = finished_run(program, cora)
    assert draft.pairs == {(p["mentee"], p["mentor"]) for p in run.result["pairs"]}
    assert draft.result.summary.total == run.result["summary"]["total"]


def test_the_same_policy_written_differently_is_the_same_draft(cora: Person) -> None:
    pool = warm(make_pool(4, 4, by=cora))
    weights = [{**c, "weight": float(c["weight"])} for c in POLICY["criteria"]]
    assert evaluated(pool, POLICY) is evaluated(pool, {**POLICY, "criteria": weights})


def test_the_pool_is_kept_until_something_matching_looks_at_changes(cora: Person) -> None:
    program = make_pool(4, 4, by=cora)
    first = warm(program)
    Person.objects.filter(enrollments__program=program).update(last_login="2026-01-01T00:00Z", search="else")
    assert warm(program) is first
    changes = [
        lambda: Enrollment.objects.filter(program=program, as_mentor=True).update(mentee_places=2),
        lambda: Person.objects.filter(enrollments__program=program).update(office="Elsewhere"),
        ProfileSkill.objects.filter(profile__person__enrollments__program=program)[0].delete,
    ]
    for change in changes:
        before = warm(program)
        change()
        assert warm(program) is not before


def test_no_more_pools_are_kept_than_the_bound_says(cora: Person) -> None:
    for _ in range(keeping.MOST_PROGRAMS + 2):
        warm(make_pool(1, 1, by=cora))
    assert len(keeping._kept) == keeping.MOST_PROGRAMS


def test_who_changes_is_measured_by_the_draft_and_adds_up(cora: Person) -> None:
    program = make_pool(20, 20, by=cora)
    pool = warm(program)
    saved, draft = evaluated(pool, POLICY), evaluated(pool, heavier("needs_coverage", 1))
    moved = moved_between(pool, saved, draft)
    assert moved.changes
    before = sum(pool.scores(draft.policy, sorted(saved.pairs)))
    after = sum(pool.scores(draft.policy, sorted(draft.pairs)))
    gained = sum(change[4] - change[3] for change in moved.changes)
    assert after - before == pytest.approx(gained, abs=1e-6)


def test_the_outcome_names_the_worst_off_and_the_trade_offs(cora: Person) -> None:
    program = make_pool(10, 6, by=cora)
    pool = warm(program)
    saved, draft = evaluated(pool, POLICY), evaluated(pool, heavier("hours_overlap", 400))
    found = draft_outcome(program, pool, saved, draft)
    assert found.figures[0].value == "6 of 10"
    assert len(found.lowest) == 5
    assert found.lowest[0].fit == pytest.approx(min(p.score for p in draft.result.pairs) / 1e6)
    assert {row.label for row in found.tradeoffs} >= {"What they want to learn", "Working hours in common"}
    assert sum(bar.count for bar in found.bars.bars) == 6
    assert sum(bar.before or 0 for bar in found.bars.bars) == 6
    assert any("more" in line for line in draft_advice(program, draft))


def test_a_draft_nobody_is_free_for_says_so(cora: Person) -> None:
    program = make_pool(2, 0, by=cora)
    with pytest.raises(Refused, match="Nobody is free"):
        evaluated(warm(program), POLICY)


def test_a_program_of_somebody_else_keeps_its_own_pool(cora: Person) -> None:
    other = make_pool(1, 2, by=make_person("Rival"))
    assert warm(make_pool(2, 1, by=cora)).people == 3
    assert warm(other).people == 3
