"""One survey: its settings and questions before it is sent, its results afterwards."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.surveys import actions
from pairwell.surveys.bank import bank
from pairwell.surveys.letters import promise
from pairwell.surveys.models import Survey
from pairwell.surveys.permissions import survey_for_manager
from pairwell.surveys.queries.audience import how_many
from pairwell.surveys.queries.named import named_answers
from pairwell.surveys.queries.results import Results, results_of
from pairwell.surveys.rules.timing import due_on
from pairwell.surveys.states import Anchor, GroupBy, SurveyState
from pairwell.web.csv_files import csv_response
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest


class SettingsForm(StyledForm):
    """How a survey is asked; fixed once it is sent."""

    title = forms.CharField(max_length=140, label="Title", help_text="The subject of the letter.")
    is_anonymous = forms.BooleanField(
        required=False,
        label="Anonymous",
        help_text="Results from five answers up, made once when the survey closes. Said to everybody asked.",
    )
    group_by = forms.ChoiceField(choices=GroupBy.choices, required=False, label="Split the results")
    days = forms.IntegerField(
        min_value=-365,
        max_value=1000,
        label="Days",
        help_text="When it goes out; below zero: before that day.",
    )
    anchor = forms.ChoiceField(choices=Anchor.choices, label="Counted from")
    answer_days = forms.IntegerField(min_value=1, max_value=90, label="Days to answer")


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Settings and questions of a survey to come; results of one that was sent."""
    survey = survey_for_manager(request.user, survey_id)
    now = {name: getattr(survey, name) for name in SettingsForm.base_fields}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_survey(by=request.user, survey=survey, **form.cleaned_data)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Saved.")
            return redirect("manage_survey", survey.pk)
    return render(request, "manager/survey.html", _context(survey, form))


def _context(survey: Survey, form: SettingsForm) -> dict[str, Any]:
    program = survey.program
    context: dict[str, Any] = {
        "area": "manage",
        "program": program,
        "tab": "surveys",
        "survey": survey,
        "promise": promise(survey),
        "is_rolling": survey.anchor == Anchor.MENTORSHIP_START,
        "opens_on": due_on(survey.anchor, survey.days, starts_on=program.starts_on, ends_on=program.ends_on),
    }
    if survey.state == SurveyState.SCHEDULED:
        questions = list(survey.questions.all())
        used = {question.key for question in questions}
        more = [q for q in bank().values() if q.asked.key not in used and survey.audience in q.audiences]
        return {**context, "form": form, "questions": questions, "more": more, "people": how_many(survey)}
    results = results_of(survey)
    named = [] if survey.is_anonymous else named_answers(survey)
    return {**context, "results": results, "named": named}


@require_POST
def open_now(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Send it today."""
    survey = survey_for_manager(request.user, survey_id)
    asked = actions.open_survey(by=request.user, survey=survey)
    if asked:
        messages.success(request, f"Sent to {asked} {'person' if asked == 1 else 'people'}.")
    else:
        messages.success(request, "Open. Nobody's turn is today; people are asked as their day comes.")
    return redirect("manage_survey", survey.pk)


@require_POST
def close(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Take no more answers."""
    survey = survey_for_manager(request.user, survey_id)
    actions.close_survey(by=request.user, survey=survey)
    messages.success(request, "Closed. These are the results.")
    return redirect("manage_survey", survey.pk)


@require_POST
def remove(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Take a survey away that was not sent."""
    survey = survey_for_manager(request.user, survey_id)
    program_id = survey.program_id
    actions.remove_survey(by=request.user, survey=survey)
    messages.success(request, "The survey is gone. Nobody had been asked.")
    return redirect("manage_surveys", program_id)


@require_GET
def results_file(request: SignedInRequest, survey_id: int) -> StreamingHttpResponse:
    """The results as a table: exactly what the page shows."""
    survey = survey_for_manager(request.user, survey_id)
    head = ["Question", "Measures", "Group", "Answer", "Count", "Mean"]
    return csv_response(f"survey-{survey.pk}.csv", head, _rows(results_of(survey)))


def _rows(results: Results) -> Iterator[list[object]]:
    for one in results.questions:
        about = [one.asked.text, one.measures]
        if one.mean is not None:
            yield [*about, "", "", one.answers, round(one.mean, 2)]
        for bar in one.bars:
            if one.answers:
                yield [*about, "", bar.label, bar.count, ""]
        for group in one.groups:
            shown = group.mean is not None
            yield [
                *about,
                group.label,
                "",
                group.answers if shown else "hidden",
                f"{group.mean:.2f}" if shown else "",
            ]
        for text in one.texts:
            yield [*about, "", text, "", ""]
