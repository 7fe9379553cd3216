"""Who may see and decide what in pairing. 404 for strangers."""

from django.db.models import QuerySet
from django.http import Http404

from pairwell.pairing.models import MatchRun, Proposal, ProposalSide
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.permissions import program_for_manager

SHOWN = (
    ProposalState.SENT, ProposalState.ACCEPTED, ProposalState.DECLINED, ProposalState.EXPIRED,
    ProposalState.WITHDRAWN,
)  # fmt: skip


def run_for_manager(person: Person, program_id: int, run_id: int) -> MatchRun:
    """A run of a program this person manages; its inputs and result, which are large, are read when used."""
    program = program_for_manager(person, program_id)
    found = program.runs.select_related("policy", "job", "requested_by", "program").defer("inputs", "result")
    run = found.filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def suggestion_for_manager(person: Person, program_id: int, proposal_id: int) -> Proposal:
    """A suggestion or proposal of a program this person manages."""
    program = program_for_manager(person, program_id)
    found = Proposal.objects.filter(program=program, pk=proposal_id).select_related("program", "run__program")
    proposal = found.first()
    if proposal is None:
        raise Http404
    return proposal


def own_sides(person: Person) -> QuerySet[ProposalSide]:
    """The person's sides of proposals that were sent to them; suggestions are nobody's business."""
    sides = ProposalSide.objects.filter(enrollment__person=person, proposal__sent_at__isnull=False)
    return sides.filter(proposal__state__in=SHOWN)


def own_proposal(person: Person, proposal_id: int) -> Proposal:
    """A proposal that was sent to this person."""
    side = own_sides(person).filter(proposal=proposal_id).select_related("proposal__program").first()
    if side is None:
        raise Http404
    return side.proposal
