"""Taking an answer. Of an anonymous survey nothing joins the answers to the person who gave them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.surveys.models import Request, Response, Survey
from pairwell.surveys.rules.asking import check_answers
from pairwell.surveys.rules.disclosure import batch_of
from pairwell.surveys.states import SurveyState
from pairwell.surveys.values import all_asked


@transaction.atomic
def answer(*, by: Person, request: Request, given: Mapping[str, Any]) -> Response:
    """Keep somebody's answers. given: raw values by question key.

    Named answers can be given again until the survey closes; anonymous ones once, since nobody can find
    them again. The survey is locked, so that batches are whole. Raises Refused with a reason per question.
    """
    survey = Survey.objects.select_for_update().get(pk=request.survey_id)
    now = Request.objects.select_for_update().get(pk=request.pk)
    if survey.state != SurveyState.OPEN or now.answer_by < clock.today():
        raise Refused.because("closed", "This survey is closed. Thank you all the same.")
    if survey.is_anonymous and now.answered_on is not None:
        raise Refused.because("answered", "You have answered this survey already. Thank you.")
    answers, wrong = check_answers(all_asked(survey), given)
    if wrong:
        raise Refused(*wrong)
    if not answers:
        raise Refused.because("empty", "Please answer at least one question.")
    Request.objects.filter(pk=now.pk).update(answered_on=clock.today())
    if survey.is_anonymous:
        before = Response.objects.filter(survey=survey).count()
        return Response.objects.create(
            survey=survey, group=now.group, batch=batch_of(before), answers=answers
        )
    kept, _ = Response.objects.update_or_create(
        request=now, defaults={"survey": survey, "group": now.group, "answers": answers}
    )
    return kept
