"""A program's surveys: what was asked, what will be, who answered; and a new one from the bank."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.programs.permissions import program_for_manager
from pairwell.surveys import actions
from pairwell.surveys.queries.overview import surveys_of
from pairwell.surveys.states import Audience, Moment
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest


class NewSurveyForm(StyledForm):
    """Which moment, and which sides: one survey for each side."""

    moment = forms.ChoiceField(choices=Moment.choices, label="When in the program?")
    audience = forms.MultipleChoiceField(
        choices=Audience.choices,
        label="Whom do you ask?",
        widget=forms.CheckboxSelectMultiple,
        initial=[Audience.MENTEES, Audience.MENTORS],
        help_text="Each side gets a survey of its own.",
    )


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The list, and the way to add."""
    program = program_for_manager(request.user, program_id)
    form = NewSurveyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = [
            actions.add_survey(
                by=request.user, program=program, moment=form.cleaned_data["moment"], audience=audience
            )
            for audience in form.cleaned_data["audience"]
        ]
        messages.success(request, "Made from the question bank. Look it over before it is sent.")
        return (
            redirect("manage_survey", made[0].pk)
            if len(made) == 1
            else redirect("manage_surveys", program.pk)
        )
    context = {
        "area": "manage",
        "program": program,
        "tab": "surveys",
        "lines": surveys_of(program),
        "form": form,
    }
    return render(request, "manager/surveys.html", context)
