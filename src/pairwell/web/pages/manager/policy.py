"""Saving what a good match is, and matching by it at once if asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.actions import save_policy
from pairwell.pairing.policy_changes import policy_changes
from pairwell.pairing.policy_form import body_from, form_of
from pairwell.pairing.queries.studio import policy_body, present_policy
from pairwell.programs.models import Program
from pairwell.programs.permissions import program_for_manager
from pairwell.web.pages.manager import studio
from pairwell.web.requests import SignedInRequest, typed_version


@require_POST
def save(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Store the form as the next version; what is wrong with it stands beside it."""
    program = program_for_manager(request.user, program_id)
    _, body = present_policy(program)
    questions = list(program.questions.filter(used_in_matching=True))
    changed = body
    try:
        changed = body_from(request.POST.dict(), request.POST.getlist("fairness"), body, questions)
        saved = save_policy(
            by=request.user, program=program, body=changed, note=request.POST.get("note", ""),
            version=typed_version(request.POST),
        )  # fmt: skip
    except Refused as refused:
        if any(r.code == "changed" for r in refused.refusals):
            return _overtaken(request, program, changed)
        said = {"errors": {r.field: r.message for r in refused.refusals}, "form": form_of(changed, questions)}
        return render(request, "manager/studio.html", studio.studio_context(program, said=said), status=422)
    if "match" in request.POST:
        return studio.start(request, program_id)
    messages.success(request, f"Saved as version {saved.version}. The next run uses it.")
    return redirect("studio", program_id=program.pk)


def _overtaken(request: SignedInRequest, program: Program, typed: dict[str, Any]) -> HttpResponse:
    """The studio with everything as it was typed, and what a colleague has saved since; saving again keeps this one."""
    policy, body = present_policy(program)
    questions = list(program.questions.filter(used_in_matching=True))
    start = policy_body(program, typed_version(request.POST) or 0)
    said = {
        "overtaken": policy, "overtaken_lines": policy_changes(start, body, questions),
        "form": form_of(typed, questions), "note": request.POST.get("note", ""),
        "tried_format": request.POST.get("format", ""),
    }  # fmt: skip
    return render(request, "manager/studio.html", studio.studio_context(program, said=said), status=409)
