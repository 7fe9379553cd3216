"""Answers with names, of surveys that said so."""

from dataclasses import dataclass

from pairwell.people.models import Person
from pairwell.surveys.models import Response, Survey
from pairwell.surveys.rules.asking import Asked
from pairwell.surveys.states import Kind
from pairwell.surveys.values import all_asked

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Named:
    """What one person answered: (question, answer in words) pairs."""

    person: Person
    answers: tuple[tuple[str, str], ...]


def named_answers(survey: Survey) -> list[Named]:
    """Everybody's answers with their name; none of an anonymous survey, ever."""
    if survey.is_anonymous:
        return []
    asked = all_asked(survey)
    rows = Response.objects.filter(survey=survey, request__isnull=False).select_related("request__person")
    return [
        Named(
            row.request.person,
            tuple((one.text, in_words(one, row.answers[one.key])) for one in asked if one.key in row.answers),
        )
        for row in rows.order_by("request__person__full_name")[:MOST_SHOWN]
        if row.request is not None
    ]


def in_words(asked: Asked, value: int | str) -> str:
    """An answer as people read it."""
    if asked.kind == Kind.CHOICE:
        return dict(asked.options).get(str(value), str(value))
    if asked.kind == Kind.SCALE:
        return f"{value} of 5"
    return f"{value} of 10" if asked.kind == Kind.RECOMMEND else str(value)
