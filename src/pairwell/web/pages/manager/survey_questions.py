"""The questions of a survey that was not sent yet: add, change, order, remove."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.programs.rules.questions import options_of
from pairwell.surveys import actions
from pairwell.surveys.bank import bank
from pairwell.surveys.models import Survey, SurveyQuestion
from pairwell.surveys.permissions import question_for_manager, survey_for_manager
from pairwell.surveys.rules.asking import Asked
from pairwell.surveys.states import Kind
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest


class SurveyQuestionForm(StyledForm):
    """One question of one's own."""

    text = forms.CharField(max_length=300, label="Question")
    help = forms.CharField(max_length=300, required=False, label="Hint")
    kind = forms.ChoiceField(choices=Kind.choices, label="Answered by")
    options = forms.CharField(
        required=False,
        max_length=3000,
        label="Options",
        help_text="For “one of several”: one on each line",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    required = forms.BooleanField(required=False, label="Must be answered")

    def asked(self, key: str = "") -> Asked:
        """The question as a value; key: the one it has already."""
        data = self.cleaned_data
        options = options_of(data["options"]) if data["kind"] == Kind.CHOICE else ()
        return Asked(key, data["text"], data["kind"], data["help"], options, data["required"])


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """A question of one's own."""
    survey = survey_for_manager(request.user, survey_id)
    form = SurveyQuestionForm(
        request.POST if request.method == "POST" else None, initial={"kind": Kind.SCALE}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_question(by=request.user, survey=survey, asked=form.asked())
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "The question is added.")
            return redirect("manage_survey", survey.pk)
    return _page(request, survey, form, None)


@require_POST
def from_bank(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """One more question of the bank."""
    survey = survey_for_manager(request.user, survey_id)
    known = bank().get(request.POST.get("key", ""))
    if known is None:
        raise Refused.because("unknown", "That question is not in the bank. Choose one of the list.")
    actions.add_question(by=request.user, survey=survey, asked=known.asked)
    return redirect("manage_survey", survey.pk)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, survey_question_id: int) -> HttpResponse:
    """Other words for a question."""
    question = question_for_manager(request.user, survey_question_id)
    now: dict[str, Any] = {name: getattr(question, name) for name in ("text", "help", "kind", "required")}
    now["options"] = "\n".join(one["label"] for one in question.options)
    form = SurveyQuestionForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_question(by=request.user, question=question, asked=form.asked(question.key))
        except Refused as refused:
            form.show(refused)
        else:
            return redirect("manage_survey", question.survey_id)
    return _page(request, question.survey, form, question)


@require_POST
def move(request: SignedInRequest, survey_question_id: int) -> HttpResponse:
    """One place up or down."""
    question = question_for_manager(request.user, survey_question_id)
    actions.move_question(by=request.user, question=question, up=request.POST.get("where") == "up")
    return redirect("manage_survey", question.survey_id)


@require_POST
def remove(request: SignedInRequest, survey_question_id: int) -> HttpResponse:
    """Ask one thing less."""
    question = question_for_manager(request.user, survey_question_id)
    actions.remove_question(by=request.user, question=question)
    return redirect("manage_survey", question.survey_id)


def _page(
    request: SignedInRequest, survey: Survey, form: SurveyQuestionForm, question: SurveyQuestion | None
) -> HttpResponse:
    context = {"area": "manage", "survey": survey, "form": form, "question": question}
    return render(request, "manager/survey_question.html", context)
