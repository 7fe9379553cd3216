"""Proposals made to me: who, why, and my answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pairwell.core.errors import Refused
from pairwell.pairing.actions import answer_proposal
from pairwell.pairing.models import Proposal
from pairwell.pairing.parties import with_sides
from pairwell.pairing.permissions import own_proposal
from pairwell.pairing.queries.participant import my_proposal, my_proposals
from pairwell.pairing.states import ProposalState
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """Everything that was proposed to me."""
    context = {"area": "mentorships", "proposals": my_proposals(request.user)}
    return render(request, "participant/proposals.html", context)


@require_http_methods(["GET", "POST"])
def one(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    """One proposal; a POST answers it."""
    proposal = own_proposal(request.user, proposal_id)
    if request.method == "POST":
        return _answer(request, proposal)
    whole = with_sides(Proposal.objects.filter(pk=proposal.pk).select_related("program", "mentorship")).get()
    context = {"area": "mentorships", "mine": my_proposal(whole, request.user), "program": proposal.program}
    return render(request, "participant/proposal.html", context)


def _answer(request: SignedInRequest, proposal: Proposal) -> HttpResponse:
    accept = request.POST.get("answer") == "accept"
    try:
        answered = answer_proposal(
            by=request.user, proposal=proposal, accept=accept, private_reason=request.POST.get("reason", "")
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("proposal", proposal.pk)
    if answered.state == ProposalState.ACCEPTED and answered.mentorship_id:
        messages.success(request, "Everybody said yes: your mentorship begins here.")
        return redirect("mentorship", answered.mentorship_id)
    said = (
        "Thank you. As soon as the other side says yes, it begins." if accept else "Thank you for telling us."
    )
    messages.success(request, said)
    return redirect("proposal", proposal.pk)
