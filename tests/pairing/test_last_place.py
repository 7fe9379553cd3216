"""The last place of a mentor, 200 times: two managers propose it and two mentees accept it at the same moment."""

from collections.abc import Callable

import pytest

from pairwell.core.errors import Refused
from pairwell.mentorships.models import Mentorship
from pairwell.messaging.models import Letter
from pairwell.pairing.actions import answer_proposal, send_proposals
from pairwell.pairing.models import Proposal
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment
from pairwell.programs.states import ProgramState
from tests.factories.pairing import make_proposal
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program
from tests.pairing.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 200


def sent_and_accepted(by: Person, proposal: Proposal, mentor: Person, mentee: Person) -> Callable[[], object]:
    """One manager sends, and both sides say yes at once."""

    def all_of_it() -> object:
        send_proposals(by=by, program=proposal.program, proposals=[proposal.pk])
        proposal.refresh_from_db()
        for person in (mentor, mentee):
            try:
                answer_proposal(by=person, proposal=proposal, accept=True)
            except Refused as refused:
                return refused
        return proposal

    return all_of_it


def test_two_who_accept_the_last_place_at_the_same_moment_200_times_never_one_too_many() -> None:
    cora, cleo, ada = make_person("Cora"), make_person("Cleo"), make_person("Ada")
    ben, bea = make_person("Ben"), make_person("Bea")
    for number in range(TIMES):
        program = make_program(f"Round {number}", managed_by=cora, state=ProgramState.MATCHING)
        mentor = make_enrollment(program, ada, role="mentor")
        proposals = [
            make_proposal(program, make_enrollment(program, one, role="mentee"), mentor) for one in (ben, bea)
        ]
        outcomes = at_once(
            sent_and_accepted(cora, proposals[0], ada, ben), sent_and_accepted(cleo, proposals[1], ada, bea)
        )
        assert sum(not isinstance(one, Refused) for one in outcomes) == 1
        assert Mentorship.objects.filter(program=program).count() == 1
        assert Enrollment.objects.get(pk=mentor.pk).mentees_held == 1
    assert Letter.objects.filter(subject__startswith="It is a match").count() == 2 * TIMES
