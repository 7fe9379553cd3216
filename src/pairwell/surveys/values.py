"""From rows to values: what the rules of this room look at."""

from pairwell.surveys.models import Survey, SurveyQuestion
from pairwell.surveys.rules.asking import Asked


def asked_of(question: SurveyQuestion) -> Asked:
    """A question as its rule wants it."""
    options = tuple((one["key"], one["label"]) for one in question.options)
    return Asked(question.key, question.text, question.kind, question.help, options, question.required)


def all_asked(survey: Survey) -> list[Asked]:
    """Every question of a survey, in order."""
    return [asked_of(question) for question in survey.questions.all()]
