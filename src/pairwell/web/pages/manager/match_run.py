"""One match run: how it goes, the pairs it found, who is left, the proof, and why not somebody else."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from pairwell.pairing.actions import stop_run
from pairwell.pairing.models import MatchRun
from pairwell.pairing.permissions import run_for_manager
from pairwell.pairing.queries import pairs
from pairwell.pairing.queries.changes import changes_of
from pairwell.pairing.queries.outcome import outcome_of
from pairwell.pairing.states import UNDER_WAY, RunState
from pairwell.pairing.why import why_not
from pairwell.web.requests import SignedInRequest, typed_number

PER_PAGE = 25
VIEWS = {
    "pairs": "Pairs",
    "unmatched": "Without a pair",
    "proof": "Proof and fairness",
    "why": "Why not these two?",
}


@require_GET
def page(request: SignedInRequest, program_id: int, run_id: int) -> HttpResponse:
    """Progress while it runs; then one of its views."""
    run = run_for_manager(request.user, program_id, run_id)
    view = request.GET.get("tab", "")
    view = view if view in VIEWS else "pairs"
    context: dict[str, Any] = {
        "area": "manage", "tab": "match", "program": run.program, "run": run, "view": view, "views": VIEWS,
        "under_way": run.state in UNDER_WAY,
    }  # fmt: skip
    if run.state == RunState.DONE:
        context["outcome"] = outcome_of(run, with_advice=view == "unmatched")
        states = pairs.states_of(pairs.proposals_of_run(run))
        context |= {"states": states, "to_send": states.get("suggested", 0) + states.get("approved", 0)}
        readers = {"pairs": _pairs, "unmatched": _unmatched, "why": _why}
        context |= readers[view](request, run) if view in readers else {}
    return render(request, "manager/match_run.html", context)


def _pairs(request: SignedInRequest, run: MatchRun) -> dict[str, Any]:
    asked = {key: request.GET.get(key, "").strip() for key in ("words", "show", "sort")}
    found = pairs.page_of(pairs.proposals_of_run(run, **asked))
    chosen = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    changes = changes_of(run)
    members, others = pairs.seats_of(run) if run.shape == "group" else ([], [])
    return {
        "members": members,
        "others": others,
        "page": chosen,
        "rows": pairs.pair_rows(chosen.object_list),
        "asked": asked,
        "changes": changes,
        "latest_edit": next((edit.pk for edit in changes if edit.undone_at is None), None),
        "shows": [*pairs.LOOKS.items(), *((key, label) for key, (label, _) in pairs.SHOW.items())],
        "base": urlencode({"tab": "pairs", **{k: v for k, v in asked.items() if v}}) + "&",
    }


def _unmatched(request: SignedInRequest, run: MatchRun) -> dict[str, Any]:
    words = request.GET.get("words", "").strip()
    found = pairs.unmatched_of(run, words=words)
    chosen = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": chosen,
        "asked": {"words": words},
        "base": urlencode({"tab": "unmatched", "words": words}) + "&",
    }


def _why(request: SignedInRequest, run: MatchRun) -> dict[str, Any]:
    mentee, mentor = request.GET.get("mentee", ""), request.GET.get("mentor", "")
    inputs = run.inputs or {}
    ids = [int(one["id"]) for side in ("mentees", "mentors") for one in inputs.get(side, ())]
    names = dict(run.program.enrollments.filter(pk__in=ids).values_list("pk", "person__full_name"))
    choices = {
        side: sorted(
            ((one["id"], names.get(int(one["id"]), "somebody who has left")) for one in inputs.get(side, ())),
            key=lambda pair: pair[1],
        )
        for side in ("mentees", "mentors")
    }
    one, other = typed_number(mentee), typed_number(mentor)
    answer = why_not(run, one, other) if one is not None and other is not None else None
    asked = {"mentee": mentee, "mentor": mentor}
    return {"choices": choices, "asked": asked, "answer": answer}


@require_GET
def progress(request: SignedInRequest, program_id: int, run_id: int) -> HttpResponse:
    """The progress bar; reloads the page when the run is over."""
    run = run_for_manager(request.user, program_id, run_id)
    response = render(request, "manager/match_progress.html", {"run": run, "program": run.program})
    if run.state not in UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def stop(request: SignedInRequest, program_id: int, run_id: int) -> HttpResponse:
    """Stop a run that is under way."""
    run = run_for_manager(request.user, program_id, run_id)
    stop_run(by=request.user, run=run)
    messages.success(request, "The run is stopped. Nothing has changed.")
    return redirect("studio", program_id)
