"""Counts of answers are those of the raw rows, as far as the rules of disclosure let them be seen."""

from collections import Counter
from random import Random
from typing import Any

import pytest

from pairwell.surveys import actions
from pairwell.surveys.models import Response, Survey
from pairwell.surveys.queries.counts import said_of_many
from pairwell.surveys.rules.disclosure import batches_shown
from pairwell.surveys.values import all_asked
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db
WAYS = {
    "closed": {"state": "closed"},
    "open": {"state": "open"},
    "named": {"state": "open", "is_anonymous": False},
    "rolling": {"state": "open", "anchor": "mentorship_start"},
    "split": {"state": "closed", "group_by": "office"},
    "named and split": {"state": "closed", "group_by": "office", "is_anonymous": False},
}


def a_survey(way: dict[str, Any], number: int, dice: Random) -> Survey:
    """With so many answers, of which each question has some, one of them only two, and one none."""
    survey = actions.add_survey(by=None, program=make_program(), moment="closing", audience="mentees")
    Survey.objects.filter(pk=survey.pk).update(**way)
    survey.refresh_from_db()
    for at in range(number):
        answers: dict[str, Any] = {"better": dice.choice(["More time", "Less paper", 'Quote "this"'])}
        if dice.random() < 0.7:
            answers["satisfied"] = dice.randint(1, 5)
        if dice.random() < 0.2:
            answers["recommend"] = dice.randint(0, 10)
        if at in (1, 4):
            answers["impact"] = 3
        Response.objects.create(
            survey=survey, batch=at // 5, group=dice.choice(["", "Oslo"]), answers=answers
        )
    return survey


def by_hand(survey: Survey, key: str) -> tuple[Counter[tuple[Any, str]], int]:
    """What may be shown of one question, and how many are hidden, row by row."""
    rows = [row for row in Response.objects.filter(survey=survey) if key in row.answers]
    if survey.is_anonymous and survey.anchor == "mentorship_start":
        whole = Response.objects.filter(survey=survey).count() // 5
        upto = batches_shown([sum(row.batch == batch for row in rows) for batch in range(whole)])
        shown = [row for row in rows if row.batch < upto]
    else:
        shown = rows if not survey.is_anonymous or len(rows) >= 5 else []
    counts = Counter((row.answers[key], row.group if survey.group_by else "") for row in shown)
    return counts, len(rows) - len(shown)


@pytest.mark.parametrize("number", [0, 4, 23, 60])
def test_every_count_is_that_of_the_rows(number: int) -> None:
    dice = Random(number)
    surveys = {name: a_survey(way, number, dice) for name, way in WAYS.items()}
    asked = {survey.pk: all_asked(survey) for survey in surveys.values()}
    found = said_of_many(list(surveys.values()), asked)
    early = surveys.pop("open")
    assert not any(pk == early.pk for pk, _ in found)  # not even counted before it closes
    for survey in surveys.values():
        for one in asked[survey.pk]:
            said = found[survey.pk, one.key]
            assert (said.shown, said.hidden) == by_hand(survey, one.key)


def test_a_rolling_survey_hides_what_came_since_its_last_whole_step() -> None:
    survey = a_survey(WAYS["rolling"], 23, Random(1))
    said = said_of_many([survey], {survey.pk: all_asked(survey)})[survey.pk, "better"]
    assert (said.shown.total(), said.hidden) == (20, 3)
