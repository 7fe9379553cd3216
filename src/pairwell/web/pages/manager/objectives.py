"""What a program wants to reach: write an objective, change its words, drop it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.programs import actions
from pairwell.programs.models import Objective, Program
from pairwell.programs.permissions import program_for_manager
from pairwell.web.forms import StyledForm
from pairwell.web.question_forms import posted
from pairwell.web.requests import SignedInRequest


class ObjectiveForm(StyledForm):
    """An objective and how one will know."""

    title = forms.CharField(max_length=160, label="What the program wants to reach")
    measure = forms.CharField(
        max_length=300, required=False, label="How you will know", widget=forms.Textarea(attrs={"rows": 2})
    )


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, program_id: int) -> HttpResponse:
    """One more objective."""
    program = program_for_manager(request.user, program_id)
    form = ObjectiveForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_objective(by=request.user, program=program, **form.cleaned_data)
        except Refused as refused:
            form.show(refused)
        else:
            return _back(program)
    return _page(request, program, form, None)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, program_id: int, objective_id: int) -> HttpResponse:
    """Other words for an objective."""
    program, objective = _objective(request, program_id, objective_id)
    form = ObjectiveForm(posted(request), initial={"title": objective.title, "measure": objective.measure})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_objective(by=request.user, objective=objective, **form.cleaned_data)
        except Refused as refused:
            form.show(refused)
        else:
            return _back(program)
    return _page(request, program, form, objective)


@require_POST
def drop(request: SignedInRequest, program_id: int, objective_id: int) -> HttpResponse:
    """No new goals hang on it."""
    program, objective = _objective(request, program_id, objective_id)
    actions.drop_objective(by=request.user, objective=objective)
    messages.success(request, f"Dropped: {objective.title}. Goals that hang on it stay.")
    return _back(program)


def _objective(request: SignedInRequest, program_id: int, objective_id: int) -> tuple[Program, Objective]:
    program = program_for_manager(request.user, program_id)
    objective = program.objectives.filter(pk=objective_id).first()
    if objective is None:
        raise Http404
    return program, objective


def _back(program: Program) -> HttpResponse:
    return redirect(f"{reverse('manage_setup', args=[program.pk])}#objectives")


def _page(
    request: SignedInRequest, program: Program, form: ObjectiveForm, objective: Objective | None
) -> HttpResponse:
    context = {"area": "manage", "tab": "setup", "program": program, "form": form, "objective": objective}
    return render(request, "manager/objective.html", context, status=422 if form.errors else 200)
