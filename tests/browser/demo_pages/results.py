"""Surveys, and what came of it, for those who ask, answer and pay."""

from collections.abc import Iterator

from django.urls import reverse

from pairwell.programs.models import Program
from pairwell.surveys.models import Request, Survey
from tests.browser.demo_pages.asking import Row, row


def pages() -> Iterator[Row]:
    role = "Program manager"
    closed = Program.objects.filter(state="closed")[0]
    running = Program.objects.filter(state="active", format="traditional")[0]
    yield row(role, "surveys", "manage_surveys", running.pk)
    scheduled = Survey.objects.filter(program=running, state="scheduled")[0]
    yield row(role, "survey-plan", "manage_survey", scheduled.pk)
    yield row(role, "survey-question", "new_survey_question", scheduled.pk)
    done = Survey.objects.filter(program=closed, state="closed").order_by("-pk")[0]
    yield row(role, "survey-results", "manage_survey", done.pk)
    yield row(role, "insights-running", "program_insights", running.pk)
    yield row("Sponsor", "insights", "insights")
    yield row("Sponsor", "insights-closed", "program_insights", closed.pk)
    yield row("People manager", "team", "team")
    for request in Request.objects.filter(survey__state="open", answered_on=None)[:1]:
        yield "", "survey", reverse("answer_survey", args=[request.token])
    for request in Request.objects.exclude(answered_on=None)[:1]:
        yield "", "survey-done", reverse("answer_survey", args=[request.token])
