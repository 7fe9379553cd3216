"""Programs I take part in, and programs I can join."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.programs.permissions import reports_of
from pairwell.programs.queries.joining import programs_for
from pairwell.programs.queries.programs import shown_state
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """The reader's own programs first, then those that take people on."""
    mine, open_ones = programs_for(request.user)
    context = {
        "area": "programs",
        "mine": [(row, *shown_state(row.enrollment)) for row in mine if row.enrollment],
        "open": open_ones,
        "has_reports": reports_of(request.user).exists(),
    }
    return render(request, "participant/programs.html", context)
