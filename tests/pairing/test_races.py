"""Several people at the same moment, each on a connection of their own: exactly one wins."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from pairwell.core.errors import Refused
from pairwell.mentorships.models import Mentorship
from pairwell.pairing.actions import answer_proposal, send_proposals, start_run, withdraw_proposals
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import ProgramState
from tests.factories.pairing import make_pair, make_pool, make_proposal
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 8


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Every call in a thread of its own, started together; results and refusals in their order."""
    start = threading.Barrier(len(calls))
    found: list[object] = [None] * len(calls)

    def run(place: int) -> None:
        start.wait()
        try:
            found[place] = calls[place]()
        except Refused as refused:
            found[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert None not in found
    return found


def pairs_for_one_place(cora: Person, count: int) -> tuple[Program, list[Proposal]]:
    program = make_program(managed_by=cora, state=ProgramState.MATCHING)
    mentor = make_enrollment(program, role="mentor")
    return program, [
        make_proposal(program, make_enrollment(program, role="mentee"), mentor) for _ in range(count)
    ]


def test_of_many_who_send_the_last_place_at_once_one_gets_it() -> None:
    cora = make_person("Cora")
    for _ in range(TRIALS):
        program, proposals = pairs_for_one_place(cora, 4)
        sends = [partial(send_proposals, by=cora, program=program, proposals=[p.pk]) for p in proposals]
        outcomes = at_once(*sends)
        assert sum(len(outcome.sent) for outcome in outcomes) == 1
        assert Enrollment.objects.get(program=program, as_mentor=True).mentees_held == 1


def test_the_same_suggestions_sent_twice_at_once_are_sent_once() -> None:
    cora = make_person("Cora")
    for _ in range(TRIALS):
        proposal = make_pair(cora, make_person(), make_person())
        program = proposal.program
        double = [partial(send_proposals, by=cora, program=program, proposals=[proposal.pk])] * 2
        assert sum(len(outcome.sent) for outcome in at_once(*double)) == 1


def test_both_sides_accept_at_once_and_one_mentorship_begins() -> None:
    cora = make_person("Cora")
    for _ in range(TRIALS):
        ada, ben = make_person(), make_person()
        proposal = make_pair(cora, ada, ben)
        send_proposals(by=cora, program=proposal.program, proposals=[proposal.pk])
        answers = [partial(answer_proposal, by=who, proposal=proposal, accept=True) for who in (ada, ben)]
        assert not [found for found in at_once(*answers) if isinstance(found, Refused)]
        assert Mentorship.objects.filter(program=proposal.program).count() == 1


def test_accepting_while_it_is_withdrawn_ends_one_way_for_everybody() -> None:
    cora = make_person("Cora")
    for _ in range(TRIALS):
        ada, ben = make_person(), make_person()
        proposal = make_pair(cora, ada, ben)
        program = proposal.program
        send_proposals(by=cora, program=program, proposals=[proposal.pk])
        answer_proposal(by=ada, proposal=proposal, accept=True)
        at_once(
            partial(answer_proposal, by=ben, proposal=proposal, accept=True),
            partial(withdraw_proposals, by=cora, program=program, proposals=[proposal.pk]),
        )
        proposal.refresh_from_db()
        begun = Mentorship.objects.filter(program=program).count()
        taken = set(Enrollment.objects.filter(program=program).values_list("mentees_held", "mentors_held"))
        if proposal.state == ProposalState.ACCEPTED:
            assert (begun, taken) == (1, {(1, 0), (0, 1)})
        else:
            assert (proposal.state, begun, taken) == (ProposalState.WITHDRAWN, 0, {(0, 0)})


def test_two_managers_start_a_run_at_once_and_one_is_started() -> None:
    cora = make_person("Cora")
    program = make_pool(3, 3, by=cora)
    found = at_once(*[partial(start_run, by=cora, program=program)] * 3)
    assert sum(isinstance(one, MatchRun) for one in found) == 1
    assert MatchRun.objects.filter(program=program).count() == 1
