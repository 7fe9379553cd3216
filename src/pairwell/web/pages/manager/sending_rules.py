"""What follows a no, and when to remind."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.actions.sending_rules import set_sending_rules
from pairwell.programs.permissions import program_for_manager
from pairwell.web.requests import SignedInRequest


@require_POST
def save(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Store the program's rules for sending."""
    program = program_for_manager(request.user, program_id)
    numbers = {name: _number(request, name) for name in ("remind_after_days", "most_tries", "version")}
    try:
        set_sending_rules(
            by=request.user, program=program, after_no=request.POST.get("after_no", ""), **numbers
        )
        messages.success(request, "Saved. It holds for every proposal from now on.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("studio", program_id)


def _number(request: SignedInRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isdigit() and len(said) < 4 else -1
