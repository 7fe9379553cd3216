"""A program at a glance: how far people came, what needs attention, what came of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.insights import queries
from pairwell.insights.figures import counts_of
from pairwell.insights.story import funnel_of
from pairwell.mentorships.queries.health import health_of
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.states import OVER
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Counts, dates and states; never what members write."""
    program = program_for_manager(request.user, program_id)
    rows = health_of(program)
    summary = queries.health_summary(rows)
    figures = counts_of(program)
    context = {
        "area": "manage",
        "program": program,
        "tab": "overview",
        "funnel": funnel_of(figures),
        "attention": queries.attention(program, rows),
        "summary": summary,
        "running": sum(n for _, n in summary),
        "figures": figures,
        "recent": queries.recent(program),
        "is_closed": program.state in OVER,
    }
    return render(request, "manager/overview.html", context)
