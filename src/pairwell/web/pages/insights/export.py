"""A program in open formats: asked for, watched, downloaded by those who run it."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pairwell.core.errors import Refused
from pairwell.programs.permissions import program_for_manager
from pairwell.reports.actions import KEPT_DAYS, ask_for_export, file_name, note_download
from pairwell.reports.exports.tables import TABLES
from pairwell.reports.models import ProgramExport
from pairwell.reports.permissions import export_for_manager
from pairwell.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """What is in it, the exports of the last days, and the button."""
    program = program_for_manager(request.user, program_id)
    if request.method == "POST":
        try:
            ask_for_export(by=request.user, program=program)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("program_export", program.pk)
    exports = list(
        ProgramExport.objects.filter(program=program).select_related("job", "asked_by").order_by("-id")[:20]
    )
    context = {
        "area": "insights",
        "tab": "insights",
        "program": program,
        "manages": True,
        "exports": exports,
        "under_way": next((one for one in exports if not one.job.is_over), None),
        "failed": exports[0] if exports and exports[0].job.state == "failed" else None,
        "tables": TABLES,
        "days": KEPT_DAYS,
    }
    return render(request, "insights/export.html", context)


@require_GET
def progress(request: SignedInRequest, export_id: int) -> HttpResponse:
    """The progress bar; sends the reader back to the page when the file is there."""
    export = export_for_manager(request.user, export_id)
    response = render(request, "insights/export_progress.html", {"export": export})
    if export.job.is_over:
        response["HX-Refresh"] = "true"
    return response


@require_GET
def file(request: SignedInRequest, export_id: int) -> FileResponse:
    """The ZIP; who took it is written down."""
    export = export_for_manager(request.user, export_id)
    if not export.file:
        raise Http404
    note_download(by=request.user, export=export)
    return FileResponse(
        export.file.open("rb"), as_attachment=True, filename=f"{file_name(export.program)}.zip"
    )
