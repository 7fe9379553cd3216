"""What follows a no, and when to remind."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.actions.sending_rules import set_sending_rules
from pairwell.pairing.sending import changed_by, rules_of
from pairwell.programs.models import Program
from pairwell.programs.permissions import program_for_manager
from pairwell.web.pages.manager.studio import studio_context
from pairwell.web.requests import SignedInRequest, typed_number

NUMBERS = ("remind_after_days", "most_tries")


@require_POST
def save(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Store the program's rules for sending; what is refused stands in the form again, as it was typed."""
    program = program_for_manager(request.user, program_id)
    numbers = {name: _number(request, name) for name in (*NUMBERS, "version")}
    try:
        set_sending_rules(
            by=request.user, program=program, after_no=request.POST.get("after_no", ""), **numbers
        )
    except Refused as refused:
        return _again(request, program, refused)
    messages.success(request, "Saved. It holds for every proposal from now on.")
    return redirect("studio", program_id)


def _again(request: SignedInRequest, program: Program, refused: Refused) -> HttpResponse:
    """The studio with the form as it was typed; when a colleague was first, with theirs beside it."""
    present = rules_of(program)
    overtaken = any(refusal.code == "changed" for refusal in refused.refusals)
    said: dict[str, Any] = {
        "sending": {
            "version": present.version if overtaken else _number(request, "version"),
            "after_no": request.POST.get("after_no", ""),
            **{name: request.POST.get(name, "")[:5] for name in NUMBERS},
        },
        "sending_problems": [] if overtaken else [refusal.message for refusal in refused.refusals],
        "sending_now": present if overtaken else None,
        "sending_by": changed_by(present) if overtaken else "",
    }
    page = studio_context(program, said=said)
    return render(request, "manager/studio.html", page, status=409 if overtaken else 422)


def _number(request: SignedInRequest, name: str) -> int:
    said = typed_number(request.POST.get(name))
    return -1 if said is None else said
