"""Using a program again: the next run, and templates of one's own."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.people.permissions import is_administrator
from pairwell.programs import actions
from pairwell.programs.actions.again import shifted
from pairwell.programs.models import OwnTemplate, Program
from pairwell.programs.permissions import manages_any_program, program_for_manager
from pairwell.surveys.actions import prepare_surveys
from pairwell.web.forms import StyledForm
from pairwell.web.pages.manager.new_program import StartForm
from pairwell.web.question_forms import posted
from pairwell.web.requests import SignedInRequest

DATES = (
    ("enrollment_opens_on", "Enrollment opens"),
    ("enrollment_closes_on", "Enrollment closes"),
    ("ends_on", "Mentorships end"),
)


class TemplateForm(StyledForm):
    """What a template is called in the gallery."""

    name = forms.CharField(max_length=140, label="Name")
    summary = forms.CharField(
        max_length=300,
        required=False,
        label="In a sentence: what it is good for",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_http_methods(["GET", "POST"])
def run(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The next run of a program, with its dates shifted."""
    program = program_for_manager(request.user, program_id)
    form = StartForm(posted(request), initial=_next_run(program))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = actions.run_again(by=request.user, program=program, **form.cleaned_data)
                prepare_surveys(by=request.user, program=made)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(
                request, "The next run is here as a draft. Look at its dates before you open it."
            )
            return redirect("manage_setup", made.pk)
    start = (
        form.cleaned_data.get("starts_on") if form.is_bound and form.is_valid() else form.initial["starts_on"]
    )
    dates = [(label, shifted(program, name, start)) for name, label in DATES] if start else []
    context = {"area": "manage", "tab": "setup", "program": program, "form": form, "dates": dates}
    return render(request, "manager/run_again.html", context, status=422 if form.errors else 200)


def _next_run(program: Program) -> dict[str, Any]:
    """The same day of the week, soon after the last run has ended (a year later when that has passed)."""
    start = program.starts_on or clock.today()
    after = max(program.ends_on or start, clock.today() + timedelta(days=28))
    weeks = max(1, -(-(after - start).days // 7))
    first = start + timedelta(weeks=weeks)
    bare = program.name.removesuffix(f" {start.year}")
    return {"name": f"{bare} {first.year}"[:140], "starts_on": first}


@require_http_methods(["GET", "POST"])
def save_template(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Keep a program as a template for the next one who needs such a program."""
    program = program_for_manager(request.user, program_id)
    form = TemplateForm(posted(request), initial={"name": program.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_as_template(by=request.user, program=program, **form.cleaned_data)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Saved. You find it first among the ready programs.")
            return redirect("new_program")
    context = {"area": "manage", "tab": "setup", "program": program, "form": form}
    return render(request, "manager/save_template.html", context, status=422 if form.errors else 200)


@require_POST
def remove_template(request: SignedInRequest, template_id: int) -> HttpResponse:
    """Take a template of one's own out of the gallery."""
    if not manages_any_program(request.user):
        raise Http404
    mine = OwnTemplate.objects.filter(pk=template_id)
    template = (mine if is_administrator(request.user) else mine.filter(made_by=request.user)).first()
    if template is None:
        raise Http404
    actions.remove_template(by=request.user, template=template)
    messages.success(
        request, f"“{template.name}” is not a ready program any more. Programs made from it stay."
    )
    return redirect("new_program")
