"""Taking proposals back."""

from collections.abc import Iterable

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal
from pairwell.pairing.actions.asking import close_requests_of
from pairwell.pairing.actions.closing import close, locked_proposals
from pairwell.pairing.actions.send import SendOutcome
from pairwell.pairing.models import Proposal
from pairwell.pairing.parties import parties_of
from pairwell.pairing.rules import may_withdraw
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.actions.decide import withdraw
from pairwell.programs.actions.places import release_place
from pairwell.programs.models import Enrollment, Program


@transaction.atomic
def withdraw_proposals(*, by: Person | None, program: Program, proposals: Iterable[int]) -> SendOutcome:
    """Take proposals back: sent ones tell both sides and free their places, suggestions just go.

    `sent` of the outcome are those taken back; one that was accepted meanwhile is left out with the reason.
    """
    taken: list[Proposal] = []
    left_out: list[tuple[Proposal, Refusal]] = []
    told: list[Proposal] = []
    for proposal in locked_proposals(program.pk, list(proposals)):
        refusal = may_withdraw(state=proposal.state)
        if refusal is not None:
            left_out.append((proposal, refusal))
            continue
        taken.append(proposal)
        if proposal.state == ProposalState.SENT:
            told.append(proposal)
            continue
        if proposal.state == ProposalState.APPROVED:
            for enrollment_id, side in sorted(parties_of(proposal).places):
                release_place(enrollment_id, side)
        proposal.state, proposal.decided_at = ProposalState.WITHDRAWN, clock.now()
        proposal.save(update_fields=["state", "decided_at"])
    close(told, state=ProposalState.WITHDRAWN, what="withdrawn")
    for proposal in taken:
        audit.record(by=by, verb="proposal withdrawn", thing=proposal, program_id=program.pk)
    return SendOutcome(tuple(taken), tuple(left_out))


@transaction.atomic
def leave_program(*, by: Person, enrollment: Enrollment) -> Enrollment:
    """Take somebody out of a program: open proposals go back first, both sides are told, then the place.

    A mentorship that is under way goes on until its members end it. Refused when they have left already.
    """
    Program.objects.select_for_update().get(pk=enrollment.program_id)  # in the order that everybody locks
    withdraw_for_enrollment(by=by, enrollment=enrollment)
    return withdraw(by=by, enrollment=enrollment)


@transaction.atomic
def withdraw_for_enrollment(*, by: Person | None, enrollment: Enrollment) -> SendOutcome:
    """Take back every open proposal and request of somebody who leaves a program."""
    open_states = (ProposalState.SUGGESTED, ProposalState.APPROVED, ProposalState.SENT)
    ids = Proposal.objects.filter(sides__enrollment=enrollment, state__in=open_states).values_list(
        "pk", flat=True
    )
    close_requests_of(by=by, enrollment=enrollment)
    return withdraw_proposals(by=by, program=enrollment.program, proposals=list(ids))
