"""Two policies or two runs side by side, and what each rule costs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.formats import format_of
from pairwell.pairing.policy_form import body_from
from pairwell.pairing.queries.compare import choices_of, compared, rule_prices
from pairwell.pairing.queries.studio import present_policy
from pairwell.programs.permissions import program_for_manager
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Choose two, and see who changes, who gains, who loses."""
    program = program_for_manager(request.user, program_id)
    choices = choices_of(program)
    asked = {side: request.GET.get(side, "") for side in ("left", "right")}
    context: dict[str, Any] = {
        "area": "manage", "tab": "match", "program": program, "choices": choices, "asked": asked,
    }  # fmt: skip
    labels = {choice.key: choice.label for choice in choices}
    if asked["left"] and asked["right"]:
        try:
            context["draft"] = compared(program, asked["left"], asked["right"])
        except Refused as refused:
            context["draft_errors"] = [r.message for r in refused.refusals]
        context |= {"left_name": labels.get(asked["left"], ""), "right_name": labels.get(asked["right"], "")}
    return render(request, "manager/compare.html", context)


@require_POST
def rules(request: SignedInRequest, program_id: int) -> HttpResponse:
    """What each rule of the form's policy costs: a part of the studio, or a page without JavaScript."""
    program = program_for_manager(request.user, program_id)
    _, body = present_policy(program)
    context: dict[str, Any] = {"area": "manage", "tab": "match", "program": program}
    try:
        if "objective" in request.POST:
            questions = list(program.questions.filter(used_in_matching=True))
            body = body_from(request.POST.dict(), request.POST.getlist("fairness"), body, questions)
        context["prices"] = rule_prices(program, body, format_of(program, request.POST.get("format", "")))
    except Refused as refused:
        context["refusals"] = [r.message for r in refused.refusals]
    return render(request, f"manager/rules_{'part' if request.htmx else 'page'}.html", context)
