"""How often each answer was given, counted by the database as far as it may be shown: no row for each of them.

All results are made of these counts, so this is the one place that keeps the rules of disclosure.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count

from pairwell.surveys.models import Response, Survey
from pairwell.surveys.rules.asking import RANGES, Asked
from pairwell.surveys.rules.disclosure import ENOUGH, batches_shown
from pairwell.surveys.states import Anchor, Kind, SurveyState

#: (id of the survey, key of the question)
Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Said:
    """Answers to one question. shown: (answer, group) -> how many; hidden: how many came that may not be shown."""

    shown: Counter[tuple[Any, str]] = field(default_factory=Counter)
    hidden: int = 0


def is_rolling(survey: Survey) -> bool:
    """Whether it follows each mentorship instead of closing on a day."""
    return survey.anchor == Anchor.MENTORSHIP_START


def is_too_early(survey: Survey) -> bool:
    """Whether its answers are not looked at yet: anonymous ones are when it closes, or batch by batch if it rolls."""
    return survey.is_anonymous and not is_rolling(survey) and survey.state != SurveyState.CLOSED


def said_of_many(surveys: Sequence[Survey], asked: Mapping[int, Sequence[Asked]]) -> dict[Place, Said]:
    """What was said to each question. asked: by id of survey; one query, two more where anonymous surveys roll."""
    by_id = {survey.pk: survey for survey in surveys if not is_too_early(survey)}
    kinds = {(pk, one.key): one.kind for pk in by_id for one in asked[pk]}
    found: dict[Place, Said] = {place: Said() for place in kinds}
    below = _batches_shown([place for place in kinds if _comes_in_batches(by_id[place[0]])])
    for pk, key, text, group, is_shown, number in _counted(by_id, list(kinds), below):
        said = found[pk, key]
        if is_shown:
            said.shown[_value(kinds[pk, key], text), group] += number
        else:
            found[pk, key] = Said(said.shown, said.hidden + number)
    return {place: _enough(by_id[place[0]], said) for place, said in found.items()}


def _comes_in_batches(survey: Survey) -> bool:
    return survey.is_anonymous and is_rolling(survey)


def _enough(survey: Survey, said: Said) -> Said:
    """An anonymous survey shows nothing below five answers."""
    if not survey.is_anonymous or is_rolling(survey) or said.shown.total() >= ENOUGH:
        return said
    return Said(hidden=said.shown.total())


def _value(kind: str, text: str) -> int | str:
    return int(text) if Kind(kind) in RANGES else text


_ASKED = "unnest(%(surveys)s::bigint[], %(keys)s::text[], %(below)s::int[]) AS q (survey_id, key, below)"
#: ->> gives nothing for a question that was left out. Only surveys that are split tell groups apart.
_COUNT = """
SELECT q.survey_id, q.key, given.answers ->> q.key,
    CASE WHEN q.survey_id = ANY(%(split)s) THEN given."group" ELSE '' END,
    q.below IS NULL OR given.batch < q.below, count(*)
FROM {asked} JOIN {responses} given ON given.survey_id = q.survey_id
GROUP BY 1, 2, 3, 4, 5
"""
_COUNT_BATCHES = """
SELECT q.survey_id, q.key, given.batch, count(given.answers ->> q.key)
FROM {asked} JOIN {responses} given ON given.survey_id = q.survey_id
GROUP BY 1, 2, 3
"""


def _counted(
    surveys: Mapping[int, Survey], places: Sequence[Place], below: Mapping[Place, int]
) -> list[tuple[int, str, str, str, bool, int]]:
    split = [pk for pk, survey in surveys.items() if survey.group_by]
    return [row for row in _read(_COUNT, places, below, split=split) if row[2] is not None]


def _batches_shown(places: Sequence[Place]) -> dict[Place, int]:
    """How many leading batches of each question of rolling surveys may be shown."""
    if not places:
        return {}
    came = Response.objects.filter(survey__in={pk for pk, _ in places}).order_by().values("survey_id")
    whole = {row["survey_id"]: row["n"] // ENOUGH for row in came.annotate(n=Count("pk"))}
    answers = {place: [0] * whole.get(place[0], 0) for place in places}
    for pk, key, batch, number in _read(_COUNT_BATCHES, places, {}):
        if batch < len(answers[pk, key]):
            answers[pk, key][batch] = number
    return {place: batches_shown(counts) for place, counts in answers.items()}


def _read(query: str, places: Sequence[Place], below: Mapping[Place, int], **more: Any) -> list[Any]:
    if not places:
        return []
    values: dict[str, Any] = {
        "surveys": [pk for pk, _ in places],
        "keys": [key for _, key in places],
        "below": [below.get(place) for place in places],
    }
    with connection.cursor() as cursor:
        cursor.execute(query.format(asked=_ASKED, responses=Response._meta.db_table), values | more)
        return cursor.fetchall()
