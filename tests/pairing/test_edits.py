"""Changing a run's pairs by hand: the cost before is the cost after, undo undoes, nobody overwrites anybody."""

from functools import partial

import pytest

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.pairing.actions import apply_plan, lock_pair, send_proposals, undo_back_to, undo_edit
from pairwell.pairing.arrangement import Arrangement
from pairwell.pairing.edits import plan_forbid, plan_pair, plan_swap, plan_unmatch
from pairwell.pairing.models import MatchRun, Proposal, RunEdit
from pairwell.pairing.queries.changes import changes_of
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.models import Avoidance
from tests.factories.pairing import finished_run, make_pool
from tests.pairing.test_races import at_once

pytestmark = pytest.mark.django_db


def live(run: MatchRun) -> list[Proposal]:
    return list(Proposal.objects.filter(run=run, state=ProposalState.SUGGESTED).order_by("pk"))


def sides(run: MatchRun) -> set[frozenset[int]]:
    return {frozenset(p.sides.values_list("enrollment_id", flat=True)) for p in live(run)}


def total(run: MatchRun) -> float:
    return sum(p.score for p in live(run))


def done(run: MatchRun, by: Person, plan) -> RunEdit:
    run.refresh_from_db()
    return apply_plan(by=by, run=run, plan=plan, version=run.version)


def two_apart(run: MatchRun) -> tuple[str, str]:
    """A mentee and somebody else's mentor."""
    first, second = run.result["pairs"][:2]
    return first["mentee"], second["mentor"]


def test_a_pair_made_by_hand_costs_what_the_page_said(cora: Person) -> None:
    run = finished_run(make_pool(8, 8, by=cora), cora)
    mentee, mentor = two_apart(run)
    for best in (False, True):
        before = total(run)
        plan = plan_pair(Arrangement(run), mentee, mentor, best=best)
        edit = done(run, cora, plan)
        assert total(run) == pytest.approx(before - plan.total_lost, abs=1e-6)
        assert frozenset({int(mentee), int(mentor)}) in sides(run)
        assert len(live(run)) == 8 - plan.fewer
        undo_edit(by=cora, run=run, edit=edit, version=run.version + 1)
        assert total(run) == pytest.approx(before)


def test_matching_the_rest_again_never_costs_more_than_leaving_it(cora: Person) -> None:
    run = finished_run(make_pool(10, 8, by=cora), cora)
    now = Arrangement(run)
    for pair in run.result["pairs"][1:5]:
        just = plan_pair(now, run.result["pairs"][0]["mentee"], pair["mentor"], best=False)
        best = plan_pair(now, run.result["pairs"][0]["mentee"], pair["mentor"], best=True)
        assert best.after.matched >= just.after.matched


def test_two_who_are_kept_apart_are_apart_in_later_runs_too_until_it_is_undone(cora: Person) -> None:
    program = make_pool(5, 5, by=cora)
    run = finished_run(program, cora)
    group = Arrangement(run).groups[0]
    plan = plan_forbid(Arrangement(run), group.id, best=True)
    edit = done(run, cora, plan)
    assert frozenset(int(who) for who, _ in group.members) not in sides(run)
    later = finished_run(program, cora)
    assert group.pairs[0] not in {(p["mentee"], p["mentor"]) for p in later.result["pairs"]}
    Proposal.objects.filter(pk__in=edit.added).update(state=ProposalState.SUGGESTED)
    Proposal.objects.filter(run=later).update(state=ProposalState.REPLACED)
    run.refresh_from_db()
    undo_edit(by=cora, run=run, edit=edit, version=run.version)
    assert not Avoidance.objects.filter(because="manager").exists()


def test_a_swap_changes_the_mentors_of_two_and_nobody_else(cora: Person) -> None:
    run = finished_run(make_pool(6, 6, by=cora), cora)
    before = sides(run)
    now = Arrangement(run)
    plan = plan_swap(now, now.groups[0].id, now.groups[1].id)
    done(run, cora, plan)
    assert len(before & sides(run)) == 4
    assert plan.fewer == 0


def test_who_is_taken_out_is_listed_as_left_open_and_comes_back_by_undo(cora: Person) -> None:
    run = finished_run(make_pool(4, 4, by=cora), cora)
    group = Arrangement(run).groups[0]
    edit = done(run, cora, plan_unmatch(Arrangement(run), group.id))
    assert "Cora" in run.unmatched.get().reason
    assert str(run.unmatched.get().enrollment_id) == group.learners[0]
    run.refresh_from_db()
    undo_edit(by=cora, run=run, edit=edit, version=run.version)
    assert run.unmatched.count() == 0


def test_undo_reaches_every_change_since_the_run_all_or_none(cora: Person) -> None:
    run = finished_run(make_pool(8, 8, by=cora), cora)
    before, edits = sides(run), []
    for _ in range(4):
        now = Arrangement(run)
        edits.append(done(run, cora, plan_swap(now, now.groups[0].id, now.groups[1].id)))
        run.refresh_from_db()
    now = Arrangement(run)
    edits.append(done(run, cora, plan_unmatch(now, now.groups[0].id)))
    run.refresh_from_db()
    with pytest.raises(Refused, match="latest"):
        undo_edit(by=cora, run=run, edit=edits[0], version=run.version)
    assert undo_back_to(by=cora, run=run, edit=edits[3], version=run.version) == 2
    run.refresh_from_db()
    assert sides(run) != before
    with pytest.raises(Refused, match="undone already"):
        undo_back_to(by=cora, run=run, edit=edits[4], version=run.version)
    used = Proposal.objects.get(pk=edits[0].removed[0])
    Proposal.objects.filter(pk=used.pk).update(state=ProposalState.WITHDRAWN)
    standing = sides(run)
    with pytest.raises(Refused):
        undo_back_to(by=cora, run=run, edit=edits[0], version=run.version)
    assert sides(run) == standing
    assert RunEdit.objects.filter(run=run, undone_at=None).count() == 3
    Proposal.objects.filter(pk=used.pk).update(state=used.state)
    assert undo_back_to(by=cora, run=run, edit=edits[0], version=run.version) == 3
    assert sides(run) == before
    assert run.unmatched.count() == 0


def test_a_change_that_stands_is_listed_however_many_were_undone_after_it(cora: Person) -> None:
    run = finished_run(make_pool(3, 3, by=cora), cora)
    RunEdit.objects.bulk_create(
        RunEdit(run=run, number=n, kind="unmatch", words=str(n), undone_at=clock.now() if n > 1 else None)
        for n in range(1, 31)
    )
    listed = changes_of(run)
    assert listed[-1].number == 1
    assert [edit.number for edit in listed[:-1]] == list(range(30, 11, -1))


def test_a_locked_pair_stays_in_every_later_run_and_is_never_moved_for_others(cora: Person) -> None:
    program = make_pool(6, 6, by=cora)
    run = finished_run(program, cora)
    mentee, mentor = two_apart(run)
    edit = done(run, cora, plan_pair(Arrangement(run), mentee, mentor, best=True))
    made = Proposal.objects.get(pk__in=edit.added, is_locked=True)
    later = finished_run(program, cora)
    made.refresh_from_db()
    assert made.state == ProposalState.SUGGESTED
    people = {p["mentee"] for p in later.result["pairs"]}
    assert mentee not in people
    assert len(people) == 5


def test_a_change_on_an_old_page_is_refused_and_says_why(cora: Person) -> None:
    run = finished_run(make_pool(4, 4, by=cora), cora)
    now = Arrangement(run)
    seen = run.version
    done(run, cora, plan_unmatch(now, now.groups[0].id))
    with pytest.raises(Refused, match="colleague has changed"):
        apply_plan(by=cora, run=run, plan=plan_unmatch(now, now.groups[1].id), version=seen)
    assert len(live(run)) == 3


def test_what_was_sent_is_not_changed_by_hand(cora: Person) -> None:
    run = finished_run(make_pool(3, 3, by=cora), cora)
    first = live(run)[0]
    send_proposals(by=cora, program=run.program, proposals=[first.pk])
    with pytest.raises(Refused, match="approved, sent or answered"):
        plan_unmatch(Arrangement(run), first.pk)


def test_what_people_asked_for_is_not_overruled(cora: Person) -> None:
    run = finished_run(make_pool(3, 3, by=cora), cora)
    mentee, mentor = two_apart(run)
    person = run.program.enrollments.get(pk=mentor).person
    Avoidance.objects.create(enrollment_id=int(mentee), person=person)
    with pytest.raises(Refused, match="asked not to meet"):
        plan_pair(Arrangement(run), mentee, mentor, best=False)


def test_only_the_latest_change_is_undone(cora: Person) -> None:
    run = finished_run(make_pool(4, 4, by=cora), cora)
    now = Arrangement(run)
    first = done(run, cora, plan_unmatch(now, now.groups[0].id))
    done(run, cora, plan_unmatch(Arrangement(run), now.groups[1].id))
    run.refresh_from_db()
    with pytest.raises(Refused, match="latest"):
        undo_edit(by=cora, run=run, edit=first, version=run.version)


def test_locking_says_who_and_unlocking_lets_go(cora: Person) -> None:
    run = finished_run(make_pool(2, 2, by=cora), cora)
    pair = lock_pair(by=cora, run=run, proposal=live(run)[0], locked=True)
    assert (pair.is_locked, pair.locked_by) == (True, cora)
    assert lock_pair(by=cora, run=run, proposal=pair, locked=False).locked_by is None


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_change_a_run_at_once_one_is_told_to_look_again(cora: Person) -> None:
    for _ in range(8):
        run = finished_run(make_pool(4, 4, by=cora), cora)
        now = Arrangement(run)
        plans = [plan_unmatch(now, group.id) for group in now.groups[:2]]
        found = at_once(*[partial(apply_plan, by=cora, run=run, plan=p, version=run.version) for p in plans])
        assert sum(isinstance(one, RunEdit) for one in found) == 1
        assert len(live(run)) == 3
