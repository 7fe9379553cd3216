"""The story of one program on one page, and the same as files."""

from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pairwell.core.errors import Refused
from pairwell.insights.charts import Chart
from pairwell.insights.effect import ASSUMES, WARNING, effect_of
from pairwell.insights.figures import figures_of
from pairwell.insights.permissions import program_for_reader, readable_programs
from pairwell.insights.returns import Assumptions, estimate
from pairwell.insights.runs import earlier_runs
from pairwell.insights.story import charts_of, story_of
from pairwell.people.queries import organization
from pairwell.programs.models import Program
from pairwell.programs.permissions import managed_programs, program_for_manager
from pairwell.reports.actions import file_name, plan_report, send_report, sponsors_of, stop_report
from pairwell.reports.states import Every
from pairwell.web.csv_files import csv_response
from pairwell.web.downloads import pdf_file
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest


class AssumptionsForm(StyledForm):
    """What the estimate of cost and return rests on: the reader's own numbers."""

    hour = forms.FloatField(min_value=0, max_value=10_000, label="Cost of a working hour")
    people = forms.FloatField(min_value=1, max_value=20, label="People per session")
    administration = forms.FloatField(min_value=0, max_value=10_000_000, label="Cost of running the program")
    leaving = forms.FloatField(min_value=0, max_value=10_000_000, label="Cost when somebody leaves")
    stays = forms.FloatField(
        min_value=0, max_value=1, label="Share who stay because of it", help_text="From 0 to 1; 0.02 is 2 %"
    )


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Aggregates only: what came of the program."""
    program = program_for_reader(request.user, program_id)
    earlier = earlier_runs(program, readable_programs(request.user))
    story = story_of(program, earlier)
    form = AssumptionsForm(request.GET if "hour" in request.GET else None, initial=vars_of(Assumptions()))
    assumed = Assumptions(**form.cleaned_data) if form.is_bound and form.is_valid() else Assumptions()
    context = {
        "area": "insights",
        "program": program,
        "tab": "insights",
        **_desk(request, program),
        "story": story,
        "runs": story.runs,
        "assumes": ASSUMES,
        "warning": WARNING,
        "figures": story.figures,
        "form": form,
        "returns": estimate(story.figures, assumed),
    }
    return render(request, "insights/program.html", context)


def _desk(request: SignedInRequest, program: Program) -> dict[str, object]:
    """What only those who run the program see beside its results: the report by mail."""
    managed = managed_programs(request.user).select_related("report_plan").filter(pk=program.pk).first()
    if managed is None:
        return {"manages": False}
    return {
        "manages": True,
        "report_plan": getattr(managed, "report_plan", None),
        "rhythms": Every.choices,
        "sponsors": sponsors_of(program),
    }


def vars_of(assumed: Assumptions) -> dict[str, float]:
    """The assumptions by name, whole numbers without a point."""
    values = {name: getattr(assumed, name) for name in Assumptions.__dataclass_fields__}
    return {name: int(value) if value == int(value) else value for name, value in values.items()}


@require_GET
def report(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The executive report: one self-contained file, to keep, print or send."""
    program = program_for_reader(request.user, program_id)
    response = render(
        request,
        "insights/report.html",
        {"story": story_of(program), "program": program, "assumes": ASSUMES, "warning": WARNING},
    )
    response["Content-Disposition"] = f'attachment; filename="report-{program.pk}.html"'
    return response


@require_GET
def report_file(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The executive report as a PDF."""
    from pairwell.reports.pdf import report_pdf  # noqa: PLC0415 - a second that only a PDF needs

    program = program_for_reader(request.user, program_id)
    content = report_pdf(story_of(program), organization())
    return pdf_file(content, name=f"{file_name(program)}.pdf", plain=f"report-{program.pk}.pdf")


@require_POST
def plan(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Send the report to the sponsors by itself from now on, or no longer."""
    program = program_for_manager(request.user, program_id)
    every = request.POST.get("every", "")
    try:
        if every:
            made = plan_report(by=request.user, program=program, every=every)
            messages.success(request, f"The next report goes out on {made.next_on:%-d %B %Y}.")
        elif stop_report(by=request.user, program=program):
            messages.success(request, "No report goes out by itself any more.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("program_insights", program.pk)


@require_POST
def send(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Send today's report to the sponsors now."""
    program = program_for_manager(request.user, program_id)
    try:
        number = send_report(by=request.user, program=program)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = f"{number} {'report is' if number == 1 else 'reports are'} on the way."
        messages.success(
            request, said if number else "They have had today’s report already, or turned it off."
        )
    return redirect("program_insights", program.pk)


@require_GET
def table(request: SignedInRequest, program_id: int) -> StreamingHttpResponse:
    """Every figure with its definition as a file."""
    program = program_for_reader(request.user, program_id)
    rows = (
        [f.key, f.definition.label, _blank(f.value), _blank(f.low), _blank(f.high), _blank(f.basis),
         f.definition.unit, f.definition.says]
        for f in figures_of(program).values()
    )  # fmt: skip
    head = ["Key", "Figure", "Value", "Low", "High", "Rests on", "Unit", "Definition"]
    return csv_response(f"insights-{program.pk}.csv", head, rows)


@require_GET
def data(request: SignedInRequest, program_id: int) -> JsonResponse:
    """The same figures for programs that read."""
    program = program_for_reader(request.user, program_id)
    figures = {
        f.key: {"value": f.value, "low": f.low, "high": f.high, "basis": f.basis, "unit": f.definition.unit}
        for f in figures_of(program).values()
    }
    effect = asdict(effect_of(program))
    effect |= {"assumes": ASSUMES, "warning": WARNING}
    return JsonResponse({"program": program.pk, "name": program.name, "figures": figures, "staying": effect})


def _blank(value: float | None) -> object:
    return "" if value is None else round(value, 6)


@require_GET
def chart_table(request: SignedInRequest, program_id: int, chart: str) -> StreamingHttpResponse:
    """The table behind a chart."""
    program = program_for_reader(request.user, program_id)
    found = _chart(program, chart)
    return csv_response(f"{found.key}-{program.pk}.csv", found.head, found.rows)


@require_GET
def chart_picture(request: SignedInRequest, program_id: int, chart: str) -> HttpResponse:
    """A chart as a picture for slides."""
    program = program_for_reader(request.user, program_id)
    found = _chart(program, chart)
    if not found.svg:
        raise Http404
    response = HttpResponse(found.svg, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{found.key}-{program.pk}.svg"'
    return response


def _chart(program: Program, key: str) -> Chart:
    found = next((one for one in charts_of(program) if one.key == key), None)
    if found is None:
        raise Http404
    return found
