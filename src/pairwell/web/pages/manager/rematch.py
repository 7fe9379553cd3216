"""Match again: who is free, what would come of it, who is touched; then the button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pairwell.pairing.formats import formats_of
from pairwell.pairing.queries.say import say_of
from pairwell.pairing.rematch import preview_of
from pairwell.pairing.say_jobs import ask_for_shortlist
from pairwell.pairing.states import MatchingMode
from pairwell.programs.permissions import program_for_manager
from pairwell.web.requests import SignedInRequest

SHOWN = 50


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The preview; nothing is written down."""
    program = program_for_manager(request.user, program_id)
    anew = request.GET.get("unsent") == "anew"
    formats = formats_of(program)
    asked = request.GET.get("format", "")
    format_ = asked if asked in program.also_formats else ""
    preview = preview_of(program, keep_suggestions=not anew, format_=format_)
    context = {
        "area": "manage",
        "tab": "match",
        "program": program,
        "preview": preview,
        "formats": formats,
        "chosen": format_ or program.format,
        "format": format_,
        "anew": anew,
        "say": say_of(program),
        "pairs": (preview.pairs or ())[:SHOWN],
        "more_pairs": max(0, len(preview.pairs or ()) - SHOWN),
        "mentees": preview.mentees[:SHOWN],
        "mentors": preview.mentors[:SHOWN],
        "more_mentees": max(0, len(preview.mentees) - SHOWN),
        "more_mentors": max(0, len(preview.mentors) - SHOWN),
    }
    return render(request, "manager/rematch.html", context)


@require_POST
def shortlist(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Ask for recommendations now."""
    program = program_for_manager(request.user, program_id)
    if say_of(program).mode != MatchingMode.MANAGED:
        ask_for_shortlist(program.pk)
        messages.success(request, "Recommendations are being worked out; they appear within a minute.")
    return redirect("manage_say", program_id)
