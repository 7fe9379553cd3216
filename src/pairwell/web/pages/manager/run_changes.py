"""Changing the pairs of a run by hand: first what it costs, then the button; and undoing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core.errors import Refusal, Refused
from pairwell.pairing.actions import apply_plan, lock_pair, note_pair, undo_back_to
from pairwell.pairing.arrangement import Arrangement, Plan
from pairwell.pairing.edits import plan_forbid, plan_move, plan_pair, plan_swap, plan_unmatch
from pairwell.pairing.models import MatchRun, RunEdit
from pairwell.pairing.permissions import run_for_manager, suggestion_for_manager
from pairwell.pairing.queries.changes import changes_since, planned_changes
from pairwell.pairing.queries.pair_card import pair_card
from pairwell.pairing.queries.pairs import swap_choices
from pairwell.web.requests import SignedInRequest, typed_number, typed_version


@require_GET
def pair(request: SignedInRequest, program_id: int, suggestion_id: int) -> HttpResponse:
    """A suggestion side by side."""
    proposal = suggestion_for_manager(request.user, program_id, suggestion_id)
    context = {
        "area": "manage", "tab": "match", "program": proposal.program, "run": proposal.run,
        "card": pair_card(proposal.program, proposal.pk), "proposal": proposal,
        "others": swap_choices(proposal) if proposal.run else (),
    }  # fmt: skip
    return render(request, "manager/pair.html", context)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, program_id: int, run_id: int) -> HttpResponse:
    """GET: what a change would cost; POST: do it, unless a colleague was quicker."""
    run = run_for_manager(request.user, program_id, run_id)
    asked = request.POST if request.method == "POST" else request.GET
    context: dict[str, Any] = {
        "area": "manage",
        "tab": "match",
        "program": run.program,
        "run": run,
        "asked": asked,
    }
    status = 200
    seen = typed_version(asked)
    version = run.version if seen is None else seen
    try:
        if request.method == "POST":
            plan = _plan(Arrangement(run), asked, best=asked.get("rest") == "best")
            edit = apply_plan(by=request.user, run=run, plan=plan, version=version)
            messages.success(request, f"{edit.words}. You can undo it.")
            return redirect("match_run", program_id, run_id)
        context["options"] = _options(run, asked)
    except Refused as refused:
        context["refusals"], status = [str(r) for r in refused.refusals], 409
        if version != run.version:
            context |= _overtaken(run, asked, version)
    if request.htmx:  # a member of a circle is held over another one
        return render(request, "manager/change_cost.html", context)
    return render(request, "manager/change.html", context, status=status if request.method == "POST" else 200)


def _overtaken(run: MatchRun, asked: Any, version: int) -> dict[str, Any]:
    """What a colleague has done since, and the change that was asked for, where it is still possible."""
    found: dict[str, Any] = {"since": changes_since(run, version)}
    try:
        found["options"] = _options(run, asked)
    except Refused as refused:
        found["refusals"] = [str(r) for r in refused.refusals]
    return found


def _options(run: MatchRun, asked: Any) -> list[dict[str, Any]]:
    """The change as it is asked for, and the same with everybody else matched again, when that differs."""
    now = Arrangement(run)
    just = _plan(now, asked, best=False)
    options = [{"rest": "keep", "plan": just, "changes": planned_changes(just)}]
    if asked.get("kind") in ("pair", "forbid"):
        best = _plan(now, asked, best=True)
        if (best.removed, best.added) != (just.removed, just.added):
            options.append({"rest": "best", "plan": best, "changes": planned_changes(best)})
    return options


def _plan(now: Arrangement, asked: Any, *, best: bool) -> Plan:
    kind = asked.get("kind", "")
    if kind == "move" and ":" in asked.get("member", ""):
        circle, who = asked["member"].split(":", 1)
        return plan_move(now, typed_number(circle) or 0, who, _number(asked, "other"))
    if kind == "pair":
        return plan_pair(now, asked.get("mentee", ""), asked.get("mentor", ""), best=best)
    proposal = _number(asked, "proposal")
    if kind == "forbid":
        return plan_forbid(now, proposal, best=best)
    if kind == "unmatch":
        return plan_unmatch(now, proposal)
    if kind == "swap":
        return plan_swap(now, proposal, _number(asked, "other"))
    if kind == "move":
        return plan_move(now, proposal, asked.get("who", ""), _number(asked, "other"))
    raise Refused(Refusal("no_change", "Choose first what to change, on the page of a pair."))


def _number(asked: Any, name: str) -> int:
    number = typed_number(asked.get(name))
    if number is None:
        raise Refused(Refusal("nothing", "Choose first whom to change.", name))
    return number


@require_POST
def undo(request: SignedInRequest, program_id: int, run_id: int, edit_id: int) -> HttpResponse:
    """Take a change back, and before it every later one."""
    run = run_for_manager(request.user, program_id, run_id)
    edit = get_object_or_404(RunEdit, pk=edit_id, run=run)
    seen = typed_version(request.POST)
    try:
        count = undo_back_to(
            by=request.user, run=run, edit=edit, version=run.version if seen is None else seen
        )
        what = "Undone" if count == 1 else f"{count} changes undone"
        messages.success(request, f"{what}: the pairs are as they were before.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("match_run", program_id, run_id)


@require_POST
def lock(request: SignedInRequest, program_id: int, suggestion_id: int) -> HttpResponse:
    """Lock or unlock a suggestion."""
    proposal = suggestion_for_manager(request.user, program_id, suggestion_id)
    wanted = request.POST.get("locked") != "no"
    if proposal.run is None:
        raise Http404
    lock_pair(by=request.user, run=proposal.run, proposal=proposal, locked=wanted)
    messages.success(
        request, "Locked: no run changes this pair." if wanted else "Unlocked: the next run may change it."
    )
    return redirect("pair", program_id, suggestion_id)


@require_POST
def note(request: SignedInRequest, program_id: int, suggestion_id: int) -> HttpResponse:
    """Write a note for the other managers."""
    proposal = suggestion_for_manager(request.user, program_id, suggestion_id)
    note_pair(by=request.user, proposal=proposal, text=request.POST.get("text", ""))
    return redirect("pair", program_id, suggestion_id)
