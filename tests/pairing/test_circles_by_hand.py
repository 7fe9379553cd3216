"""Circles in the studio: sizes by the policy, the gap to the bound in words, moving with its cost."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core.errors import Refused
from pairwell.pairing.actions import apply_plan, save_policy, undo_edit
from pairwell.pairing.arrangement import Arrangement
from pairwell.pairing.edits import plan_move
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.models import Program
from tests.factories.pairing import POLICY, finished_run, make_pool
from tests.web.test_match_pages import studio_form

pytestmark = pytest.mark.django_db
CIRCLES = {"smallest": 3, "largest": 5, "leaders": 1}


@pytest.fixture
def run(cora: Person) -> MatchRun:
    program = make_pool(12, 3, by=cora, places=5, format="group")
    save_policy(by=cora, program=program, body={**POLICY, "format": "group", "circles": CIRCLES})
    return finished_run(program, cora)


def circles(run: MatchRun) -> list[Proposal]:
    return list(Proposal.objects.filter(run=run, state=ProposalState.SUGGESTED).order_by("pk"))


def members(circle: Proposal) -> set[int]:
    return set(circle.sides.filter(role="mentee").values_list("enrollment_id", flat=True))


def test_everybody_is_seated_within_the_sizes_of_the_policy(run: MatchRun) -> None:
    assert run.error == ""
    assert sum(len(members(circle)) for circle in circles(run)) == 12
    assert all(3 <= len(members(circle)) <= 5 for circle in circles(run))


def test_moving_somebody_costs_what_was_said_and_is_undone(run: MatchRun, cora: Person) -> None:
    now = Arrangement(run)
    small = min(now.groups, key=lambda g: len(g.learners))
    other = max((g for g in now.groups if g is not small), key=lambda g: len(g.learners))
    who = other.learners[0]
    plan = plan_move(now, other.id, who, small.id)
    edit = apply_plan(by=cora, run=run, plan=plan, version=run.version)
    after = Arrangement(run)
    assert after.standing(after.groups).total == pytest.approx(plan.after.total)
    assert next(g for g in after.groups if who in g.learners).title == small.title
    run.refresh_from_db()
    undo_edit(by=cora, run=run, edit=edit, version=run.version)
    assert who in next(g for g in Arrangement(run).groups if g.id == other.id).learners


def test_a_full_circle_takes_nobody_and_a_leader_stays(run: MatchRun, cora: Person) -> None:
    now = Arrangement(run)
    first, second = now.groups[:2]
    with pytest.raises(Refused, match="leader stays"):
        plan_move(now, first.id, first.leaders[0], second.id)
    body = {**run.inputs["policy"], "circles": {**CIRCLES, "largest": len(second.learners)}}
    run.inputs = {**run.inputs, "policy": body}
    with pytest.raises(Refused, match="is full"):
        plan_move(Arrangement(run), first.id, first.learners[0], second.id)


def test_the_pages_say_how_mixed_and_how_far_from_the_best(
    run: MatchRun, cora: Person, client: Client
) -> None:
    client.force_login(cora)
    address = reverse("match_run", args=[run.program_id, run.pk])
    text = client.get(address).content.decode()
    assert "Move somebody to another circle" in text
    assert "departments" in text
    proof = client.get(address, {"tab": "proof"}).content.decode()
    assert "no way seats more than 12" in proof
    change = reverse("change_pairs", args=[run.program_id, run.pk])
    one, other = Arrangement(run).groups[:2]
    asked = {"kind": "move", "member": f"{one.id}:{one.learners[0]}", "other": str(other.id)}
    shown = client.get(change, asked).content.decode()
    assert "what it costs" in shown
    client.post(change, {**asked, "version": "1", "rest": "keep"})
    assert run.edits.count() == 1


def test_the_studio_sets_the_sizes_of_circles(run: MatchRun, cora: Person, client: Client) -> None:
    client.force_login(cora)
    policy = run.program.policies.first()
    form = studio_form(policy, circle_smallest="4", circle_largest="7", circle_leaders="2")
    client.post(reverse("save_policy", args=[run.program_id]), form)
    saved = run.program.policies.first().body["circles"]
    assert saved == {"smallest": 4, "largest": 7, "leaders": 2}
    program = Program.objects.get(pk=run.program_id)
    assert (program.circle_size, program.circle_leaders) == (7, 2)
