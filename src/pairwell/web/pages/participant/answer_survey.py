"""Answering a survey, from a letter, without signing in: the secret address says who is asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.surveys import actions
from pairwell.surveys.letters import promise
from pairwell.surveys.models import Request
from pairwell.surveys.permissions import request_behind
from pairwell.surveys.rules.asking import LONGEST_TEXT, RANGES, Asked
from pairwell.surveys.states import Kind, SurveyState
from pairwell.surveys.values import all_asked
from pairwell.web.forms import StyledForm, dress


class AnswerForm(StyledForm):
    """The survey's own questions."""

    use_required_attribute = False

    def __init__(self, asked: Sequence[Asked], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in asked:
            self.fields[one.field] = field_for(one)


def field_for(one: Asked) -> forms.Field:
    """The field of one question: buttons in a row for numbers, a box for words."""
    plain: dict[str, Any] = {"label": one.text, "help_text": one.help, "required": False}
    if one.kind == Kind.TEXT:
        field: forms.Field = forms.CharField(
            max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), **plain
        )
    else:
        choices = one.options or [(str(n), str(n)) for n in RANGES[Kind(one.kind)]]
        field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **plain)
    if one.required:
        field.label_suffix = ""
        field.widget.attrs["aria-required"] = "true"
    dress(field.widget)
    return field


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The questions; afterwards thanks. A number clicked in the letter is chosen already."""
    asked_of = request_behind(token)
    asked = all_asked(asked_of.survey)
    if request.method != "POST":
        form = AnswerForm(asked, initial=_brought_along(request, asked, asked_of))
        return _show(request, asked_of, form, asked)
    form = AnswerForm(asked, request.POST)
    given = {one.key: request.POST.get(one.field, "") for one in asked}
    try:
        actions.answer(by=asked_of.person, request=asked_of, given=given)
    except Refused as refused:
        form.is_valid()
        form.show(refused)
        return _show(request, asked_of, form, asked)
    return redirect("answer_survey", token)


def _brought_along(request: HttpRequest, asked: Sequence[Asked], asked_of: Request) -> dict[str, str]:
    before = asked_of.response.answers if hasattr(asked_of, "response") else {}
    found = {one.field: str(before[one.key]) for one in asked if one.key in before}
    return found | {one.field: request.GET[one.field][:10] for one in asked if one.field in request.GET}


def _show(request: HttpRequest, asked_of: Request, form: AnswerForm, asked: Sequence[Asked]) -> HttpResponse:
    survey = asked_of.survey
    is_closed = survey.state != SurveyState.OPEN or asked_of.answer_by < clock.today()
    context = {
        "survey": survey,
        "asked_of": asked_of,
        "form": form,
        "rows": [(one, form[one.field]) for one in asked],
        "promise": promise(survey),
        "is_closed": is_closed,
        "is_done": asked_of.answered_on is not None and (survey.is_anonymous or "again" not in request.GET),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "participant/answer_survey.html", context, status=status)
