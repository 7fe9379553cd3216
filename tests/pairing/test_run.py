"""Match runs: asked for, done by the worker, stored whole or not at all."""

import json
import time

import pytest

from pairwell.core.errors import Refused
from pairwell.pairing.actions import save_policy, start_run, stop_run
from pairwell.pairing.actions.run import freeze_inputs
from pairwell.pairing.jobs import perform_run
from pairwell.pairing.models import MatchRun, Proposal, Unmatched
from pairwell.pairing.pool import build_pool, free_sides
from pairwell.pairing.states import ProposalState, RunKind, RunState
from pairwell.people.models import Person
from pairwell.programs.models import Avoidance, Enrollment
from pairwell.programs.states import ProgramState
from tests.factories.pairing import POLICY, finished_run, make_pool
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db


def test_a_run_finds_a_pair_for_everybody_with_reasons_that_add_up(cora: Person) -> None:
    program = make_pool(6, 6, by=cora)
    run = finished_run(program, cora)
    assert (run.state, run.error) == (RunState.DONE, "")
    proposals = list(Proposal.objects.filter(run=run))
    assert len(proposals) == 6
    for proposal in proposals:
        assert proposal.state == ProposalState.SUGGESTED
        assert sum(row["points"] for row in proposal.contributions) == pytest.approx(proposal.score, abs=1e-6)
        assert {side.role for side in proposal.sides.all()} == {"mentee", "mentor"}
    assert run.result["certificate"]
    assert len(run.digest) == 64
    assert run.job is not None
    run.job.refresh_from_db()
    assert run.job.percent == 100


def test_a_run_holds_no_places_before_anything_is_sent(cora: Person) -> None:
    program = make_pool(3, 3, by=cora)
    finished_run(program, cora)
    assert not Enrollment.objects.filter(mentees_held__gt=0).exists()


def test_everybody_without_a_mentor_is_told_why(cora: Person) -> None:
    run = finished_run(make_pool(5, 2, by=cora), cora)
    unmatched = Unmatched.objects.filter(run=run)
    assert unmatched.count() == 3
    assert all(u.reason and u.code for u in unmatched)


def test_the_same_pool_policy_and_seed_give_the_same_bytes(cora: Person) -> None:
    program = make_pool(8, 5, by=cora, places=2)
    first, second = (finished_run(program, cora, seed=7) for _ in range(2))
    second_inputs = {**second.inputs, "standing": []}
    assert {**first.inputs, "standing": []} == second_inputs
    a, b = ({k: v for k, v in run.result.items() if k in ("pairs", "unmatched")} for run in (first, second))
    strip = [[{k: v for k, v in p.items() if k != "standing"} for p in r["pairs"]] for r in (a, b)]
    assert json.dumps(strip[0], sort_keys=True) == json.dumps(strip[1], sort_keys=True)


def test_two_runs_of_one_program_never_overlap(cora: Person) -> None:
    program = make_pool(2, 2, by=cora)
    start_run(by=cora, program=program)
    with pytest.raises(Refused, match="under way"):
        start_run(by=cora, program=program)


def test_a_run_that_was_killed_is_done_again_without_doubling_anything(cora: Person) -> None:
    program = make_pool(4, 4, by=cora)
    run = start_run(by=cora, program=program)
    MatchRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    perform_run(run_id=run.pk)
    perform_run(run_id=run.pk)
    assert Proposal.objects.filter(run=run).count() == 4


def test_the_request_freezes_nothing_and_the_worker_freezes_once(cora: Person) -> None:
    run = start_run(by=cora, program=make_pool(4, 3, by=cora))
    run.refresh_from_db()
    assert run.inputs is None
    first = freeze_inputs(run=MatchRun.objects.get(pk=run.pk))
    Enrollment.objects.filter(program=run.program, as_mentor=True).update(mentee_places=2)
    again = freeze_inputs(run=MatchRun.objects.get(pk=run.pk))
    assert again == first
    run.refresh_from_db()
    assert run.frozen_at is not None


def test_a_run_killed_after_freezing_gives_the_same_although_people_changed(cora: Person) -> None:
    program = make_pool(6, 4, by=cora)
    undisturbed = finished_run(program, cora)
    Proposal.objects.all().delete()
    run = start_run(by=cora, program=program)
    freeze_inputs(run=MatchRun.objects.get(pk=run.pk))
    MatchRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)  # killed here
    Enrollment.objects.filter(program=program, as_mentor=True).update(mentee_places=3)
    perform_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.digest == undisturbed.digest
    assert run.result == undisturbed.result


def test_a_run_that_finds_nobody_when_it_begins_says_so(cora: Person) -> None:
    program = make_pool(2, 2, by=cora)
    run = start_run(by=cora, program=program)
    Enrollment.objects.filter(program=program, as_mentor=True).update(mentee_places=0)
    assert perform_run(run_id=run.pk) == RunState.FAILED
    run.refresh_from_db()
    assert "Invite more mentors" in run.error


def test_a_run_that_was_stopped_freezes_nothing(cora: Person) -> None:
    run = start_run(by=cora, program=make_pool(2, 2, by=cora))
    stop_run(by=cora, run=run)
    with pytest.raises(Refused, match="stopped"):
        freeze_inputs(run=MatchRun.objects.get(pk=run.pk))


def test_those_who_are_counted_before_a_run_are_those_in_its_pool(cora: Person) -> None:
    program = make_pool(5, 4, by=cora)
    finished_run(program, cora)
    Proposal.objects.filter(pk=Proposal.objects.earliest("pk").pk).update(is_locked=True)
    for keep in (True, False):
        pool = build_pool(program, keep_suggestions=keep)
        assert free_sides(program, keep_suggestions=keep) == (len(pool.mentees), len(pool.mentors))


def test_matching_again_can_arrange_anew_what_was_not_sent_and_locked_ones_stay(cora: Person) -> None:
    program = make_pool(4, 2, by=cora)
    first = finished_run(program, cora)
    kept, other = first.proposals.order_by("pk")
    Proposal.objects.filter(pk=kept.pk).update(is_locked=True)
    Enrollment.objects.filter(program=program, as_mentor=True).update(mentee_places=2)
    again = finished_run(program, cora, kind=RunKind.ANEW)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.state, other.state) == (ProposalState.SUGGESTED, ProposalState.REPLACED)
    assert again.proposals.count() == 3
    waited = set(first.unmatched.values_list("enrollment_id", flat=True))
    assert waited <= set(again.proposals.values_list("sides__enrollment_id", flat=True))


def test_a_full_run_replaces_suggestions_that_were_not_sent(cora: Person) -> None:
    program = make_pool(3, 3, by=cora)
    first = finished_run(program, cora)
    second = finished_run(program, cora)
    assert set(first.proposals.values_list("state", flat=True)) == {ProposalState.REPLACED}
    assert set(second.proposals.values_list("state", flat=True)) == {ProposalState.SUGGESTED}


def test_a_rematch_leaves_every_suggestion_as_it_is(cora: Person) -> None:
    program = make_pool(3, 2, by=cora)
    first = finished_run(program, cora)
    Enrollment.objects.filter(program=program, as_mentor=True).update(mentee_places=2)
    again = finished_run(program, cora, kind=RunKind.REMATCH)
    assert set(first.proposals.values_list("state", flat=True)) == {ProposalState.SUGGESTED}
    assert again.proposals.count() == 1
    met = first.unmatched.get().enrollment_id
    assert again.proposals.get().sides.filter(enrollment=met).exists()


def test_people_who_were_paired_before_are_never_matched_again(cora: Person) -> None:
    program = make_pool(1, 1, by=cora)
    mentee, mentor = program.enrollments.get(as_mentee=True), program.enrollments.get(as_mentor=True)
    Avoidance.objects.create(enrollment=mentor, person=mentee.person, because="ended")
    save_policy(by=cora, program=program, body={**POLICY, "rules": []})
    run = finished_run(program, cora)
    assert run.proposals.count() == 0
    assert run.unmatched.count() == 1


def test_nobody_is_matched_with_somebody_above_them(cora: Person) -> None:
    program = make_pool(1, 1, by=cora)
    mentee, mentor = program.enrollments.get(as_mentee=True), program.enrollments.get(as_mentor=True)
    between = cora
    Person.objects.filter(pk=between.pk).update(manager=mentor.person)
    Person.objects.filter(pk=mentee.person_id).update(manager=between)
    run = finished_run(program, cora)
    assert run.proposals.count() == 0


def test_a_run_is_refused_when_nobody_is_free_and_says_what_to_do(cora: Person) -> None:
    program = make_pool(2, 0, by=cora)
    with pytest.raises(Refused, match="Invite more mentors"):
        start_run(by=cora, program=program)
    with pytest.raises(Refused, match="No mentee"):
        start_run(by=cora, program=make_pool(0, 2, by=cora))


def test_a_run_needs_a_policy_and_an_open_program(cora: Person) -> None:
    with pytest.raises(Refused, match="good match"):
        start_run(by=cora, program=make_program(managed_by=cora))
    program = make_pool(2, 2, by=cora)
    program.state = ProgramState.CLOSED
    with pytest.raises(Refused, match="over"):
        start_run(by=cora, program=program)


def test_a_stopped_run_throws_away_what_it_still_computes(cora: Person) -> None:
    program = make_pool(2, 2, by=cora)
    run = start_run(by=cora, program=program)
    stop_run(by=cora, run=run)
    assert perform_run(run_id=run.pk) == RunState.FAILED
    assert not Proposal.objects.exists()
    finished_run(program, cora)


def test_a_policy_the_engine_does_not_take_is_refused_by_the_name_of_its_setting(cora: Person) -> None:
    program = make_pool(1, 1, by=cora)
    with pytest.raises(Refused) as refused:
        save_policy(
            by=cora, program=program, body={"criteria": [{"key": "x", "kind": "nonsense", "weight": 1}]}
        )
    assert refused.value.refusals[0].field == "criteria[0].kind"


def test_saving_the_same_policy_again_makes_no_new_version(cora: Person) -> None:
    program = make_pool(1, 1, by=cora)
    assert save_policy(by=cora, program=program, body=POLICY).version == 1
    assert save_policy(by=cora, program=program, body={**POLICY, "mentor_minimum": 1}).version == 2


def test_the_pool_is_read_with_a_constant_number_of_queries(
    cora: Person, django_assert_max_num_queries
) -> None:
    program = make_pool(30, 20, by=cora)
    with django_assert_max_num_queries(14):
        pool = build_pool(program, keep_suggestions=False)
    assert (len(pool.mentees), len(pool.mentors)) == (30, 20)


def test_a_typical_program_is_matched_within_seconds(cora: Person) -> None:
    program = make_pool(240, 150, by=cora, places=2)
    started = time.perf_counter()
    run = finished_run(program, cora)
    assert run.state == RunState.DONE
    assert run.proposals.count() == 240
    assert time.perf_counter() - started < 15
