"""Sending proposals: what will happen, then the button; and taking them back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.actions import approve_proposals, send_proposals, undo_approval, withdraw_proposals
from pairwell.pairing.actions.send import SendOutcome
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.parties import parties_of, with_sides
from pairwell.pairing.permissions import run_for_manager
from pairwell.pairing.queries.changes import changes_since
from pairwell.pairing.queries.pairs import proposals_of_run
from pairwell.pairing.queries.preview import letters_to_be_sent
from pairwell.pairing.sending import rules_of
from pairwell.pairing.states import ProposalState
from pairwell.web.requests import SignedInRequest, typed_number, typed_version


def _chosen(request: SignedInRequest, run: MatchRun, *states: str) -> list[int]:
    """The ids that were ticked, or all of the run; only those of this run and in these states."""
    found = proposals_of_run(run).filter(state__in=states)
    if not request.POST.get("all"):
        ticked = map(typed_number, request.POST.getlist("proposal"))
        found = found.filter(pk__in=[one for one in ticked if one is not None])
    return list(found.values_list("pk", flat=True))


@require_POST
def send(request: SignedInRequest, program_id: int, run_id: int) -> HttpResponse:
    """First what will happen, with the letters as both sides get them; then, confirmed, the sending."""
    run = run_for_manager(request.user, program_id, run_id)
    ids = _chosen(request, run, ProposalState.SUGGESTED, ProposalState.APPROVED)
    named = len(set(request.POST.getlist("proposal"))) if request.POST.get("confirmed") else 0
    gone = max(0, named - len(ids))
    if not ids:
        messages.info(request, GONE if gone else "Choose at least one suggestion that has not been sent yet.")
        return redirect("match_run", program_id, run_id)
    if request.POST.get("confirmed") and not gone:
        outcome = send_proposals(
            by=request.user, program=run.program, proposals=ids, note=request.POST.get("note", "")[:500]
        )
        _say(request, outcome, "sent")
        return redirect("match_run", program_id, run_id)
    shown = typed_number(request.POST.get("preview"))
    of = shown if shown in ids else ids[0]
    first = with_sides(Proposal.objects.filter(pk=of)).get()
    others = with_sides(Proposal.objects.filter(pk__in=ids[:200]).order_by("pk"))
    seen = typed_version(request.POST)
    context = {
        "area": "manage", "tab": "match", "program": run.program, "run": run, "ids": ids,
        "letters": letters_to_be_sent(run.program, first), "rules": rules_of(run.program), "previewed": of,
        "others": [(one.pk, one.title or parties_of(one).names()) for one in others],
        "note": request.POST.get("note", ""), "gone": gone,
        "since": changes_since(run, run.version if seen is None else seen) if gone else (),
    }  # fmt: skip
    return render(request, "manager/send.html", context, status=409 if gone else 200)


GONE = "A colleague has sent, changed or taken back every one of these meanwhile. Nothing more was sent."


@require_POST
def approve(request: SignedInRequest, program_id: int, run_id: int) -> HttpResponse:
    """Hold the places of suggestions without telling anybody; or let them go again."""
    run = run_for_manager(request.user, program_id, run_id)
    if request.POST.get("undo"):
        ids = _chosen(request, run, ProposalState.APPROVED)
        _say(
            request, undo_approval(by=request.user, program=run.program, proposals=ids), "a suggestion again"
        )
    else:
        ids = _chosen(request, run, ProposalState.SUGGESTED)
        if not ids:
            messages.info(request, "Choose at least one suggestion.")
            return redirect("match_run", program_id, run_id)
        outcome = approve_proposals(by=request.user, program=run.program, proposals=ids)
        _say(request, outcome, "approved: the places are held, nobody is told yet")
    return redirect("match_run", program_id, run_id)


@require_POST
def withdraw(request: SignedInRequest, program_id: int, run_id: int) -> HttpResponse:
    """Take suggestions and sent proposals back; those who were told are told again."""
    run = run_for_manager(request.user, program_id, run_id)
    ids = _chosen(request, run, ProposalState.SUGGESTED, ProposalState.APPROVED, ProposalState.SENT)
    _say(request, withdraw_proposals(by=request.user, program=run.program, proposals=ids), "taken back")
    return redirect("match_run", program_id, run_id)


def _say(request: SignedInRequest, outcome: SendOutcome, what: str) -> None:
    count = len(outcome.sent)
    if count:
        messages.success(request, f"{count} proposal{'' if count == 1 else 's'} {what}.")
    if outcome.left_out:
        reasons = dict.fromkeys(str(refusal) for _, refusal in outcome.left_out)
        messages.warning(request, f"{len(outcome.left_out)} left out. {' '.join(reasons)}")
    if not count and not outcome.left_out:
        raise Refused.because("nothing", "Nothing was chosen.")
