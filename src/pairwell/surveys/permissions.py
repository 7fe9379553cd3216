"""Who may open which survey. Getters fetch and authorize in one move: 404 for strangers."""

from django.http import Http404

from pairwell.people.models import Person
from pairwell.programs.permissions import managed_programs
from pairwell.surveys.models import Request, Survey, SurveyQuestion


def survey_for_manager(person: Person, survey_id: int) -> Survey:
    """A survey of a program this person runs."""
    found = Survey.objects.filter(pk=survey_id, program__in=managed_programs(person).values("pk"))
    survey = found.select_related("program").first()
    if survey is None:
        raise Http404
    return survey


def question_for_manager(person: Person, question_id: int) -> SurveyQuestion:
    """A question of a survey of a program this person runs."""
    found = SurveyQuestion.objects.filter(
        pk=question_id, survey__program__in=managed_programs(person).values("pk")
    )
    question = found.select_related("survey__program").first()
    if question is None:
        raise Http404
    return question


def request_behind(token: str) -> Request:
    """The request that a secret from a letter opens; nobody needs to sign in to answer."""
    found = Request.objects.filter(token=token, person__is_active=True)
    request = found.select_related("survey__program", "person").first()
    if request is None:
        raise Http404
    return request
