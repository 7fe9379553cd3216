"""The match studio: what a good match is, who is ready, what came of it, and the button that finds the pairs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.actions import start_run
from pairwell.pairing.formats import formats_of
from pairwell.pairing.policy_form import form_of
from pairwell.pairing.queries.studio import open_proposals, present_policy, readiness_of, runs_of
from pairwell.pairing.rules import may_match_now
from pairwell.pairing.sending import rules_of
from pairwell.pairing.states import UNDER_WAY, AfterNo, RunKind, RunState
from pairwell.pairing.words import OBJECTIVES
from pairwell.programs.models import Program
from pairwell.programs.permissions import program_for_manager
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Left what counts, right what comes of it."""
    program = program_for_manager(request.user, program_id)
    return render(request, "manager/studio.html", studio_context(program))


def studio_context(program: Program, *, said: dict[str, Any] | None = None) -> dict[str, Any]:
    """Everything the studio shows; said: the form as it was sent, when it has to be mended."""
    policy, body = present_policy(program)
    questions = list(program.questions.filter(used_in_matching=True))
    runs = runs_of(program)
    done = next((row.run for row in runs if row.run.state == RunState.DONE), None)
    running = next((row.run for row in runs if row.run.state in UNDER_WAY), None)
    return {
        "area": "manage",
        "tab": "match",
        "program": program,
        "policy": policy,
        "form": form_of(body, questions),
        "objectives": OBJECTIVES,
        "ready": readiness_of(program),
        "formats": formats_of(program),
        "runs": runs,
        "running": running,
        "last": done,
        "states": open_proposals(program),
        "refusal": may_match_now(state=program.state),
        "sending": rules_of(program),
        "after_no": AfterNo.choices,
        "errors": {},
        **(said or {}),
    }


@require_POST
def start(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Ask for a run; the page of the run shows how it goes."""
    program = program_for_manager(request.user, program_id)
    asked = request.POST.get("kind", "")
    kind = asked if asked in RunKind.values else RunKind.FULL
    try:
        run = start_run(by=request.user, program=program, kind=kind, format_=request.POST.get("format", ""))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("studio", program_id=program.pk)
    return redirect("match_run", program_id=program.pk, run_id=run.pk)
