"""Enrolling many at once: paste lines or upload a file, look at a dry run, then do it."""

import csv
import io

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.core.errors import Refused
from pairwell.programs import actions
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.queries.bulk import plan_bulk
from pairwell.tables.notices import TableRefused
from pairwell.web.forms import StyledForm
from pairwell.web.question_forms import posted
from pairwell.web.requests import SignedInRequest

LARGEST = 1_000_000


class LinesForm(StyledForm):
    """Lines of address, role and places, pasted or in a file."""

    text = forms.CharField(
        required=False,
        max_length=LARGEST,
        label="People, one on each line",
        help_text="Address, role (mentor, mentee or both), places. Commas, semicolons or tabs.",
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "ada@example.org, mentor, 2"}),
    )
    file = forms.FileField(
        required=False,
        label="Or a CSV or XLSX file",
        help_text="With the columns Email, Role and Places, as the export writes them.",
    )
    on_bad_lines = forms.ChoiceField(
        label="When some lines can not be used",
        choices=[("skip", "Enroll the others"), ("refuse", "Enroll nobody until all are right")],
        widget=forms.RadioSelect,
        initial="skip",
    )

    def clean(self) -> dict[str, object]:
        """A file, when there is one, takes the place of the lines."""
        said = super().clean() or {}
        if said.get("file"):
            said["text"] = _text_of(said["file"])
        if not str(said.get("text", "")).strip() and not self.errors:
            self.add_error("text", "Paste some lines, or choose a file.")
        return said


def _text_of(upload: UploadedFile) -> str:
    if (upload.size or 0) > LARGEST:
        raise forms.ValidationError({"file": "This file is larger than a megabyte; split it."})
    content = upload.read()
    if content.startswith(b"PK"):
        return _lines_of_workbook(content)
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", errors="replace")


def _lines_of_workbook(content: bytes) -> str:
    """The first visible sheet as lines; TableRefused becomes words beside the field."""
    from pairwell.tables.workbooks import read_workbook  # noqa: PLC0415 - Polars loads slowly, for this alone

    try:
        rows = read_workbook(content, file="The workbook", sheet=None, notices=[])
    except TableRefused as refused:
        raise forms.ValidationError({"file": str(refused)}) from refused
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([[" ".join(cell.split()) for cell in row] for row in rows])
    return buffer.getvalue()


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The form, its dry run, and the enrolling itself."""
    program = program_for_manager(request.user, program_id)
    form = LinesForm(posted(request), request.FILES or None)
    plan, chosen = None, {}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if request.POST.get("confirmed"):
            strict = form.cleaned_data["on_bad_lines"] == "refuse"
            try:
                done = actions.enroll_many(by=request.user, program=program, text=text, all_or_nothing=strict)
            except Refused as refused:
                form.show(refused)
            else:
                left = f" {len(done.plan.problems)} lines were left out." if done.plan.problems else ""
                messages.success(request, f"{done.enrolled} people enrolled; each gets a letter.{left}")
                return redirect("manage_people", program.pk)
        plan = plan_bulk(program, text)
        chosen = {"text": text, "strict": form.data.get("on_bad_lines") == "refuse"}
    context = {"area": "manage", "tab": "people", "program": program, "form": form, "plan": plan, **chosen}
    return render(request, "manager/enroll.html", context, status=422 if form.errors else 200)
