"""Importing people: upload, mapping, dry run, import, undo, each step on one page that can be left."""

import csv
from collections.abc import Iterator

from django import forms
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.core.spreadsheet import defuse
from pairwell.people import actions
from pairwell.people.models import DirectoryImport
from pairwell.people.permissions import administrator_or_404, import_for
from pairwell.people.rules.fields import FIELDS
from pairwell.people.states import BadRows, ImportState
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest

SHOWN_PROBLEMS = 100
_UNDER_WAY = (ImportState.CHECKING, ImportState.IMPORTING, ImportState.UNDOING)


class UploadForm(StyledForm):
    """The file to import."""

    file = forms.FileField(
        label="Your people file",
        help_text="CSV or XLSX, with a row of column names. Nothing changes before you have seen a dry run.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class MappingForm(StyledForm):
    """Which column of the file feeds which field of the directory."""

    bad_rows = forms.ChoiceField(
        choices=BadRows.choices, widget=forms.RadioSelect, label="If some rows are wrong"
    )

    def __init__(self, *args: object, of: DirectoryImport, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", "– not in this file –")]
        columns += [(str(i), header or f"Column {i + 1}") for i, header in enumerate(of.headers)]
        mapped = {key: str(index) for key, index in of.mapping.items()}
        for field in FIELDS:
            name = f"column_{field.key}"
            self.fields[name] = forms.ChoiceField(
                choices=columns,
                required=False,
                label=field.label,
                initial=mapped.get(field.key, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        self.fields["bad_rows"].initial = of.bad_rows

    def mapping(self) -> dict[str, int]:
        """Field key -> column index, of the columns chosen."""
        chosen = {field.key: self.cleaned_data[f"column_{field.key}"] for field in FIELDS}
        return {key: int(index) for key, index in chosen.items() if index != ""}

    def column_fields(self) -> list[forms.BoundField]:
        """The columns' selects, in the directory's order."""
        return [self[f"column_{field.key}"] for field in FIELDS]


@require_http_methods(["GET", "POST"])
def index(request: SignedInRequest) -> HttpResponse:
    """Earlier imports, and the place to upload a file."""
    administrator_or_404(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = actions.upload(by=request.user, file_name=file.name, content=file.read())
        except Refused as refused:
            form.show(refused)
        else:
            return redirect("admin_import", kept.pk)
    earlier = DirectoryImport.objects.defer("content").select_related("uploaded_by")[:30]
    return render(request, "admin/imports.html", {"area": "admin", "form": form, "earlier": earlier})


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, import_id: int) -> HttpResponse:
    """One import at whatever step it is; a POST chooses the mapping."""
    of = import_for(request.user, import_id)
    form = MappingForm(request.POST or None, of=of)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_mapping(
                by=request.user, of=of, mapping=form.mapping(), bad_rows=form.cleaned_data["bad_rows"]
            )
        except Refused as refused:
            form.show(refused)
        else:
            return redirect("admin_import", of.pk)
    sample = [[row[i] if i < len(row) else "" for row in of.sample] for i in range(len(of.headers))]
    context = {
        "area": "admin",
        "of": of,
        "form": form,
        "columns": list(zip(of.headers, sample, strict=True)),
        "problems": of.problems.all()[:SHOWN_PROBLEMS],
        "problem_count": of.problems.count(),
        "under_way": of.state in _UNDER_WAY,
        "shows_mapping": of.state == ImportState.UPLOADED or "map" in request.GET or request.method == "POST",
    }
    return render(request, "admin/import.html", context)


@require_GET
def progress(request: SignedInRequest, import_id: int) -> HttpResponse:
    """The progress bar; sends the reader back to the page when the step is over."""
    of = import_for(request.user, import_id)
    response = render(request, "admin/import_progress.html", {"of": of})
    if of.state not in _UNDER_WAY or (of.job and of.job.is_over):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def start(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Import what the dry run found good."""
    of = import_for(request.user, import_id)
    actions.start_import(by=request.user, of=of)
    return redirect("admin_import", of.pk)


@require_POST
def undo(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Take the import back."""
    of = import_for(request.user, import_id)
    actions.start_undo(by=request.user, of=of)
    messages.success(request, "The import is being taken back.")
    return redirect("admin_import", of.pk)


class _Echo:
    """A file that hands back what is written to it, for streaming."""

    def write(self, line: str) -> str:
        return line


@require_GET
def problems(request: SignedInRequest, import_id: int) -> StreamingHttpResponse:
    """The rows that were not imported as they are, with the reasons, as a CSV to correct and upload again."""
    of = import_for(request.user, import_id)
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(["row", "column", "reason", "imported", *map(defuse, of.headers)])
        for one in of.problems.iterator(chunk_size=2000):
            imported = "without it" if one.is_warning else "no"
            yield writer.writerow([one.row, one.column, one.reason, imported, *map(defuse, one.raw)])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{of.pk}-problems.csv"'
    return response
