"""Results of all programs somebody may read, side by side."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.insights.definitions import DEFINITIONS
from pairwell.insights.figures import figures_of_many
from pairwell.insights.permissions import readable_programs, reads_any_program
from pairwell.web.csv_files import csv_response
from pairwell.web.requests import SignedInRequest

COLUMNS = (
    "matched", "days_to_first_session", "sessions_each", "goals_reached", "mentees_satisfied",
    "mentors_satisfied", "ended_early",
)  # fmt: skip
MOST = 200


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """One row for each program, earlier runs included."""
    if not reads_any_program(request.user):
        raise Http404
    programs = list(readable_programs(request.user)[:MOST])
    figures = figures_of_many(programs)
    rows = [(program, [figures[program.pk][key] for key in COLUMNS]) for program in programs]
    context = {"area": "insights", "rows": rows, "columns": [DEFINITIONS[key] for key in COLUMNS]}
    return render(request, "insights/programs.html", context)


@require_GET
def table(request: SignedInRequest) -> StreamingHttpResponse:
    """Every figure of every program as a file."""
    if not reads_any_program(request.user):
        raise Http404
    programs = list(readable_programs(request.user)[:MOST])
    figures = figures_of_many(programs)
    head = ["Program", "State", "Starts", *[one.label for one in DEFINITIONS.values()]]
    rows = (
        [
            program.name,
            program.get_state_display(),
            program.starts_on or "",
            *[_cell(figures[program.pk][key].value) for key in DEFINITIONS],
        ]
        for program in programs
    )
    return csv_response("programs.csv", head, rows)


def _cell(value: float | None) -> object:
    return "" if value is None else round(value, 4)
