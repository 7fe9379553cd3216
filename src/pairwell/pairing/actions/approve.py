"""Approving suggestions before anybody is told: their places are held, nothing is sent."""

from collections.abc import Iterable

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refusal, insist
from pairwell.pairing.actions.closing import locked_proposals
from pairwell.pairing.actions.send import SendOutcome, avoided_in, may_hold
from pairwell.pairing.models import Proposal
from pairwell.pairing.parties import parties_of
from pairwell.pairing.rules import may_approve, may_match_now
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.actions.places import release_place
from pairwell.programs.models import Program


@transaction.atomic
def approve_proposals(*, by: Person, program: Program, proposals: Iterable[int]) -> SendOutcome:
    """Decide on suggestions without telling anybody yet; each holds its places from now on."""
    insist(may_match_now(state=program.state))
    rows = locked_proposals(program.pk, list(proposals))
    avoided = avoided_in(rows)
    approved: list[Proposal] = []
    left_out: list[tuple[Proposal, Refusal]] = []
    for proposal in rows:
        refusal = may_approve(state=proposal.state) or may_hold(parties_of(proposal), avoided)
        if refusal is not None:
            left_out.append((proposal, refusal))
            continue
        proposal.state = ProposalState.APPROVED
        proposal.save(update_fields=["state"])
        audit.record(by=by, verb="proposal approved", thing=proposal, program_id=program.pk)
        approved.append(proposal)
    return SendOutcome(tuple(approved), tuple(left_out))


@transaction.atomic
def undo_approval(*, by: Person, program: Program, proposals: Iterable[int]) -> SendOutcome:
    """Make approved proposals suggestions again and give their places back. Nobody knows of them."""
    undone: list[Proposal] = []
    left_out: list[tuple[Proposal, Refusal]] = []
    for proposal in locked_proposals(program.pk, list(proposals)):
        if proposal.state != ProposalState.APPROVED:
            left_out.append(
                (proposal, Refusal("not_approved", "Only an approved one can be a suggestion again."))
            )
            continue
        for enrollment_id, side in sorted(parties_of(proposal).places):
            release_place(enrollment_id, side)
        proposal.state = ProposalState.SUGGESTED
        proposal.save(update_fields=["state"])
        audit.record(by=by, verb="approval undone", thing=proposal, program_id=program.pk)
        undone.append(proposal)
    return SendOutcome(tuple(undone), tuple(left_out))
