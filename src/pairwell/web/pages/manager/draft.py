"""Trying a draft of the policy: what it would bring, beside the saved one. Nothing is saved here."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.formats import format_of, policy_in
from pairwell.pairing.policy_form import body_from, form_of
from pairwell.pairing.queries.draft import draft_advice, draft_outcome
from pairwell.pairing.queries.studio import present_policy
from pairwell.pairing.warm import Evaluation, Warm, evaluated, warm
from pairwell.programs.models import Program
from pairwell.programs.permissions import program_for_manager
from pairwell.web.pages.manager import studio
from pairwell.web.requests import SignedInRequest


@require_POST
def outcome(request: SignedInRequest, program_id: int) -> HttpResponse:
    """What the form would bring: the right side for htmx, the whole studio without JavaScript."""
    program = program_for_manager(request.user, program_id)
    said = tried(program, request)
    if request.htmx:
        return render(request, "manager/draft_outcome.html", {"program": program, **said})
    said["tried_format"] = request.POST.get("format", "")
    return render(request, "manager/studio.html", studio.studio_context(program, said=said))


@require_POST
def advice(request: SignedInRequest, program_id: int) -> HttpResponse:
    """What would help most under the draft; asked for after the outcome, as it takes longer."""
    program = program_for_manager(request.user, program_id)
    try:
        _, _, draft = _evaluations(program, request)
        lines = draft_advice(program, draft)
    except Refused:
        lines = ()
    return render(request, "manager/draft_advice.html", {"advice": lines})


def tried(program: Program, request: SignedInRequest) -> dict[str, Any]:
    """The outcome of the form as it stands, or what is wrong with it beside the fields."""
    try:
        pool, saved, draft = _evaluations(program, request)
        found = draft_outcome(program, pool, saved, draft)
    except Refused as refused:
        codes = {r.code for r in refused.refusals}
        return {
            "draft_errors": [r.message for r in refused.refusals],
            "draft_waits": "new_texts" in codes,
            "form": _form(program, request),
        }
    return {"draft": found, "form": _form(program, request), "people": pool.people}


def _form(program: Program, request: SignedInRequest) -> Any:
    try:
        return form_of(_body(program, request), _questions(program))
    except Refused:
        return form_of(present_policy(program)[1], _questions(program))


def _evaluations(program: Program, request: SignedInRequest) -> tuple[Warm, Evaluation, Evaluation]:
    format_ = format_of(program, request.POST.get("format", ""))
    pool = warm(program, format_)
    _, saved = present_policy(program)
    bodies = [policy_in(program, body, format_) for body in (saved, _body(program, request))]
    return pool, evaluated(pool, bodies[0]), evaluated(pool, bodies[1])


def _body(program: Program, request: SignedInRequest) -> Mapping[str, Any]:
    """The policy that the form describes; the saved one when nothing was sent."""
    _, body = present_policy(program)
    if "objective" not in request.POST:
        return body
    questions = _questions(program)
    return body_from(request.POST.dict(), request.POST.getlist("fairness"), body, questions)


def _questions(program: Program) -> list[Any]:
    return list(program.questions.filter(used_in_matching=True))
