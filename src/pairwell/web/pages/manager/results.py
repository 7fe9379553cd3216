"""What came of programs, in numbers: what a sponsor reads. No names, no content."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.insights import queries
from pairwell.programs.permissions import program_with_results_for, programs_with_results_for
from pairwell.programs.queries.setup import pools_of
from pairwell.programs.states import ProgramState
from pairwell.web.requests import SignedInRequest

PER_PAGE = 25


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """Every program whose results this person reads."""
    page_of = Paginator(programs_with_results_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    pools = pools_of(page_of.object_list)
    rows = [(program, pools[program.pk]) for program in page_of]
    return render(request, "manager/results.html", {"area": "results", "page": page_of, "rows": rows})


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """One program: how far people came, and what came of it."""
    program = program_with_results_for(request.user, program_id)
    context = {
        "area": "results",
        "program": program,
        "funnel": queries.funnel(program),
        "results": queries.results(program),
        "is_closed": program.state in (ProgramState.CLOSED, ProgramState.ARCHIVED),
    }
    return render(request, "manager/program_results.html", context)
