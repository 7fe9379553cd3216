"""A new program from a template: the gallery, then a name and a start."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.pairing.words import criterion_label, rule_label
from pairwell.people.permissions import is_administrator
from pairwell.programs import actions
from pairwell.programs.actions.program import template
from pairwell.programs.models import OwnTemplate
from pairwell.programs.permissions import manages_any_program
from pairwell.programs.states import Format
from pairwell.programs.templates_catalog import ProgramTemplate, templates
from pairwell.surveys.actions import prepare_surveys
from pairwell.web.forms import StyledForm
from pairwell.web.question_forms import posted
from pairwell.web.requests import SignedInRequest


class StartForm(StyledForm):
    """What a template still needs to become a program."""

    name = forms.CharField(max_length=140, label="Name", help_text="As participants will read it")
    starts_on = forms.DateField(
        label="First day of the mentorships",
        help_text="Enrollment and matching are planned back from here; you can change every date.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@require_GET
def gallery(request: SignedInRequest) -> HttpResponse:
    """Every ready program."""
    _insist(request)
    labels = dict(Format.choices)
    rows = [(ready, labels[Format(ready.format)]) for ready in templates()]
    runs_all = is_administrator(request.user)
    own = [
        (row, labels[Format(row.body["format"])], runs_all or row.made_by_id == request.user.pk)
        for row in OwnTemplate.objects.select_related("made_by")
    ]
    return render(request, "manager/new_program.html", {"area": "manage", "rows": rows, "own": own})


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, key: str) -> HttpResponse:
    """Look at one template and begin from it."""
    _insist(request)
    try:
        chosen = template(key)
    except Refused as refused:
        raise Http404 from refused
    form = StartForm(posted(request), initial=_initial(chosen))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = actions.create_program_from_template(
                    by=request.user, template_key=chosen.key, **form.cleaned_data
                )
                prepare_surveys(by=request.user, program=made)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(
                request, "Your program is here as a draft. Nobody sees it before you open enrollment."
            )
            return redirect("manage_setup", made.pk)
    label = dict(Format.choices)[Format(chosen.format)]
    counts, never = _matched(chosen)
    context = {
        "area": "manage", "template": chosen, "form": form, "format_label": label, "counts": counts, "never": never
    }  # fmt: skip
    return render(request, "manager/start_program.html", context, status=422 if form.errors else 200)


def _matched(chosen: ProgramTemplate) -> tuple[list[tuple[str, float, str]], list[tuple[str, str]]]:
    """What counts, how much (0 to 1) and why; what is never allowed and why."""
    asked = {spec.key: spec.text for spec in chosen.questions}
    criteria, rules = (chosen.policy.get(part, ()) for part in ("criteria", "rules"))
    whole = sum(float(one["weight"]) for one in criteria) or 1.0
    counts = [
        (
            criterion_label(one["key"], one["kind"], asked, str(one.get("field", ""))),
            float(one["weight"]) / whole,
            chosen.reasons.get(one["key"], ""),
        )
        for one in criteria
    ]
    never = [(rule_label(one["key"], one["kind"]), chosen.reasons.get(one["key"], "")) for one in rules]
    return sorted(counts, key=lambda line: -line[1]), never


def _insist(request: SignedInRequest) -> None:
    if not manages_any_program(request.user):
        raise Http404


def _initial(chosen: ProgramTemplate) -> dict[str, Any]:
    lead = timedelta(days=chosen.enrollment_days + chosen.matching_days + 7)
    first = clock.today() + lead
    monday = first + timedelta(days=-first.weekday() % 7)
    return {"name": f"{chosen.name} {monday.year}", "starts_on": monday}
