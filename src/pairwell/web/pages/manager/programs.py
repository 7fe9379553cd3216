"""The programs somebody runs, with their funnel and what needs attention."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.core import clock
from pairwell.programs.permissions import manages_any_program
from pairwell.programs.queries.programs import program_cards
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """Cards of the programs I run; those in the archive on demand."""
    if not manages_any_program(request.user):
        raise Http404
    archived = request.GET.get("show") == "archived"
    cards = program_cards(request.user, today=clock.today(), archived=archived)
    return render(request, "manager/programs.html", {"area": "manage", "cards": cards, "archived": archived})
