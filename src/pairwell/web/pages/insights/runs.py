"""A program beside its earlier runs, as a file."""

from django.http import Http404, StreamingHttpResponse
from django.views.decorators.http import require_GET

from pairwell.insights.figures import figures_of_many
from pairwell.insights.permissions import program_for_reader, readable_programs
from pairwell.insights.runs import earlier_runs, runs_of
from pairwell.web.csv_files import csv_response
from pairwell.web.requests import SignedInRequest


@require_GET
def table(request: SignedInRequest, program_id: int) -> StreamingHttpResponse:
    """The figures of every run with their ranges, and the change since the latest earlier one."""
    program = program_for_reader(request.user, program_id)
    earlier = earlier_runs(program, readable_programs(request.user))
    runs = runs_of(program, earlier, figures_of_many([program, *earlier])) if earlier else None
    if runs is None:
        raise Http404
    head = ["Key", "Figure", "Unit"]
    for one in runs.programs:
        head += [f"{one.name}", f"{one.name}: low", f"{one.name}: high", f"{one.name}: rests on"]
    head += ["Change", "Change: low", "Change: high"]
    rows = []
    for line in runs.lines:
        row: list[object] = [line.definition.key, line.definition.label, line.definition.unit]
        for figure in line.figures:
            row += [_blank(value) for value in (figure.value, figure.low, figure.high, figure.basis)]
        found = line.interval
        row += [_blank(value) for value in (found.value, found.low, found.high)] if found else ["", "", ""]
        rows.append(row)
    return csv_response(f"runs-{program.pk}.csv", head, rows)


def _blank(value: float | None) -> object:
    return "" if value is None else round(value, 6)
