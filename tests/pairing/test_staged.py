"""Staged sending: approve, tell, accept; what follows a no; one reminder; nothing twice."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.messaging.models import Letter
from pairwell.pairing.actions import (
    answer_proposal,
    approve_proposals,
    expire_proposals,
    send_proposals,
    undo_approval,
    withdraw_proposals,
)
from pairwell.pairing.actions.next_best import follow_up
from pairwell.pairing.actions.remind import remind_waiting
from pairwell.pairing.actions.sending_rules import set_sending_rules
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from tests.factories.pairing import expired, finished_run, make_pair, make_pool
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def held(program: Program) -> int:
    return sum(Enrollment.objects.filter(program=program).values_list("mentees_held", flat=True))


def next_best(program: Program, by: Person, **changes: int) -> None:
    values = {"remind_after_days": 3, "most_tries": 3, "version": 0, **changes}
    set_sending_rules(by=by, program=program, after_no="next_best", **values)


def declined(run: MatchRun) -> Proposal:
    """One pair of the run, sent and declined by its mentor."""
    proposal = Proposal.objects.filter(run=run, state=ProposalState.SUGGESTED).first()
    assert proposal
    send_proposals(by=run.requested_by, program=run.program, proposals=[proposal.pk])
    mentor = proposal.sides.get(role="mentor").enrollment.person
    return answer_proposal(by=mentor, proposal=proposal, accept=False)


def test_what_is_approved_holds_places_and_tells_nobody(cora: Person) -> None:
    run = finished_run(make_pool(3, 3, by=cora), cora)
    ids = list(run.proposals.values_list("pk", flat=True))
    approved = approve_proposals(by=cora, program=run.program, proposals=ids)
    assert len(approved.sent) == 3
    assert held(run.program) == 3
    assert not Letter.objects.exists()
    send_proposals(by=cora, program=run.program, proposals=ids)
    assert held(run.program) == 3
    assert Letter.objects.count() == 6


def test_approval_taken_back_gives_the_places_back(cora: Person) -> None:
    run = finished_run(make_pool(2, 2, by=cora), cora)
    ids = list(run.proposals.values_list("pk", flat=True))
    approve_proposals(by=cora, program=run.program, proposals=ids)
    undo_approval(by=cora, program=run.program, proposals=ids[:1])
    withdraw_proposals(by=cora, program=run.program, proposals=ids[1:])
    assert held(run.program) == 0
    assert set(run.proposals.values_list("state", flat=True)) == {"suggested", "withdrawn"}
    assert not Letter.objects.exists()


def test_an_approved_pair_survives_a_new_run(cora: Person) -> None:
    program = make_pool(3, 3, by=cora)
    run = finished_run(program, cora)
    first = run.proposals.first()
    assert first
    approve_proposals(by=cora, program=program, proposals=[first.pk])
    later = finished_run(program, cora)
    first.refresh_from_db()
    assert first.state == ProposalState.APPROVED
    assert later.proposals.count() == 2


def test_after_a_no_the_next_best_goes_out_by_itself_and_only_once(cora: Person) -> None:
    program = make_pool(2, 4, by=cora)
    next_best(program, cora)
    ended = declined(finished_run(program, cora))
    made = follow_up(proposal_id=ended.pk)
    assert made is not None
    made.refresh_from_db()
    assert (made.state, made.follows_id) == (ProposalState.SENT, ended.pk)
    mentee = ended.sides.get(role="mentee").enrollment_id
    assert made.sides.get(role="mentee").enrollment_id == mentee
    assert made.sides.get(role="mentor").enrollment_id != ended.sides.get(role="mentor").enrollment_id
    assert sum(row["points"] for row in made.contributions) == pytest.approx(made.score, abs=1e-6)
    assert follow_up(proposal_id=ended.pk) is None
    assert Proposal.objects.filter(follows=ended).count() == 1


def test_the_place_of_a_suggestion_is_not_taken_by_the_next_best(cora: Person) -> None:
    program = make_pool(2, 2, by=cora)
    next_best(program, cora)
    ended = declined(finished_run(program, cora))
    assert follow_up(proposal_id=ended.pk) is None
    assert Letter.objects.filter(to=cora, subject__contains="declined").count() == 1


def test_after_so_many_tries_the_manager_is_asked(cora: Person) -> None:
    program = make_pool(1, 4, by=cora)
    next_best(program, cora, most_tries=2)
    first = declined(finished_run(program, cora))
    second = follow_up(proposal_id=first.pk)
    assert second is not None
    mentor = second.sides.get(role="mentor").enrollment.person
    answer_proposal(by=mentor, proposal=second, accept=False)
    assert follow_up(proposal_id=second.pk) is None
    assert Letter.objects.filter(to=cora, subject__contains="declined").count() == 1


def test_without_that_setting_the_manager_is_told_at_once(cora: Person) -> None:
    declined(finished_run(make_pool(1, 3, by=cora), cora))
    assert Letter.objects.filter(to=cora, subject__contains="declined").count() == 1


def test_an_answer_that_never_comes_is_followed_up_too(cora: Person) -> None:
    program = make_pool(1, 3, by=cora)
    next_best(program, cora)
    run = finished_run(program, cora)
    proposal = run.proposals.first()
    assert proposal
    send_proposals(by=cora, program=program, proposals=[proposal.pk])
    proposal.refresh_from_db()
    expired(proposal)
    assert expire_proposals() == 1
    assert follow_up(proposal_id=proposal.pk) is not None


def test_who_has_not_answered_is_reminded_once(cora: Person, ada: Person, ben: Person) -> None:
    proposal = make_pair(cora, ada, ben)
    send_proposals(by=cora, program=proposal.program, proposals=[proposal.pk])
    answer_proposal(by=ada, proposal=proposal, accept=True)
    assert remind_waiting() == 0
    with time_machine.travel(clock.now() + timedelta(days=4)):
        assert remind_waiting() == 1
        assert remind_waiting() == 0
    assert Letter.objects.get(subject__startswith="Still open").to == ben


def test_rules_for_sending_are_not_overwritten_silently(cora: Person) -> None:
    program = make_pool(1, 1, by=cora)
    next_best(program, cora)
    with pytest.raises(Refused, match="colleague"):
        next_best(program, make_person("Cleo"))


def test_a_confirmation_that_is_sent_twice_sends_every_letter_once(client: Client, cora: Person) -> None:
    run = finished_run(make_pool(3, 3, by=cora), cora)
    client.force_login(cora)
    ids = list(run.proposals.values_list("pk", flat=True))
    for _ in range(2):
        form = {"proposal": ids, "confirmed": "1"}
        client.post(reverse("send_proposals", args=[run.program_id, run.pk]), form)
    assert Letter.objects.count() == 6
    assert held(run.program) == 3
