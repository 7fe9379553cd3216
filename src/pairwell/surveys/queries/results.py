"""What came of a survey, as far as it may be shown. Everybody reads results through here: page, file, report."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pairwell.surveys.bank import bank
from pairwell.surveys.models import Request, Response, Survey, SurveyQuestion
from pairwell.surveys.rules.asking import RANGES, Asked
from pairwell.surveys.rules.disclosure import ENOUGH, batches_shown, hidden_groups
from pairwell.surveys.states import Anchor, Kind, SurveyState
from pairwell.surveys.values import asked_of

NO_GROUP = "Not said"
#: (answers by question key, group, batch) of one response.
Row = tuple[dict[str, Any], str, int]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many gave one answer; share: of all answers to the question, 0 to 1."""

    label: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A group's mean, or None where it must stay hidden."""

    label: str
    answers: int | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """Answers to one question. answers: those shown; hidden: those that came but may not be shown (yet)."""

    asked: Asked
    measures: str
    answers: int
    hidden: int
    bars: tuple[Bar, ...] = ()
    mean: float | None = None
    agree: int = 0
    texts: tuple[str, ...] = ()
    groups: tuple[GroupResult, ...] = ()
    values: tuple[int, ...] = ()

    @property
    def top(self) -> int:
        """The best answer of a scale."""
        return RANGES[Kind(self.asked.kind)][-1]

    @property
    def agree_share(self) -> float | None:
        """Share who agree (4 or 5), or recommend (9 or 10), 0 to 1."""
        return self.agree / self.answers if self.answers else None


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a group were asked and have answered; label "" is everybody."""

    label: str
    asked: int
    answered: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.answered / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Results:
    """A survey's results. waits_for: why there is nothing to see yet, as a sentence; "" when there is."""

    survey: Survey
    rate: Rate
    rates: tuple[Rate, ...]
    questions: tuple[QuestionResult, ...]
    waits_for: str


def is_rolling(survey: Survey) -> bool:
    """Whether it follows each mentorship instead of closing on a day."""
    return survey.anchor == Anchor.MENTORSHIP_START


def results_of(survey: Survey) -> Results:
    """Results of a survey, three queries whatever its size."""
    return results_of_many([survey])[survey.pk]


def results_of_many(surveys: Sequence[Survey]) -> dict[int, Results]:
    """Results by id of survey, three queries however many there are."""
    ids = [survey.pk for survey in surveys]
    questions: dict[int, list[Asked]] = {pk: [] for pk in ids}
    for row in SurveyQuestion.objects.filter(survey__in=ids):
        questions[row.survey_id].append(asked_of(row))
    requests: dict[int, list[tuple[str, bool]]] = {pk: [] for pk in ids}
    for pk, group, answered in Request.objects.filter(survey__in=ids).values_list(
        "survey_id", "group", "answered_on"
    ):
        requests[pk].append((group, answered is not None))
    answers: dict[int, list[Row]] = {pk: [] for pk in ids}
    for pk, given, group, batch in Response.objects.filter(survey__in=ids).values_list(
        "survey_id", "answers", "group", "batch"
    ):
        answers[pk].append((given, group, batch))
    return {one.pk: _results(one, questions[one.pk], requests[one.pk], answers[one.pk]) for one in surveys}


def _results(
    survey: Survey, asked: Sequence[Asked], requests: Sequence[tuple[str, bool]], rows: Sequence[Row]
) -> Results:
    rates = _rates(requests)
    every = Rate("", sum(r.asked for r in rates), sum(r.answered for r in rates))
    shown = [] if _is_too_early(survey) else rows
    questions = tuple(_question(survey, one, shown, len(rows)) for one in asked)
    return Results(survey, every, _public(rates), questions, _waits_for(survey, questions, every))


def _is_too_early(survey: Survey) -> bool:
    return survey.is_anonymous and not is_rolling(survey) and survey.state != SurveyState.CLOSED


def _waits_for(survey: Survey, questions: Sequence[QuestionResult], rate: Rate) -> str:
    if survey.state == SurveyState.SCHEDULED:
        return "Nobody has been asked yet."
    if any(q.answers for q in questions):
        return ""
    if _is_too_early(survey):
        return "Results of an anonymous survey are made when it closes, so that nobody can follow one answer."
    if survey.is_anonymous and rate.answered < ENOUGH:
        return f"Results of an anonymous survey are shown from {ENOUGH} answers up."
    return "Nobody has answered yet."


def _question(survey: Survey, asked: Asked, rows: Sequence[Row], came: int) -> QuestionResult:
    """One question's results from rows of (answers, group, batch)."""
    mine = [(answers[asked.key], group, batch) for answers, group, batch in rows if asked.key in answers]
    shown = _allowed(survey, mine, came) if survey.is_anonymous else mine
    values = [value for value, _, _ in shown]
    measures = bank()[asked.key].measures if asked.key in bank() else asked.text
    hidden = len(mine) - len(shown)
    if asked.kind == Kind.TEXT:
        texts = sorted(str(v) for v in values)
        random.Random(survey.pk).shuffle(texts)  # noqa: S311 - an order that tells nothing, the same each time
        return QuestionResult(asked, measures, len(values), hidden, texts=tuple(texts))
    bars = _bars(asked, values)
    if asked.kind == Kind.CHOICE:
        return QuestionResult(asked, measures, len(values), hidden, bars)
    scale = RANGES[Kind(asked.kind)]
    return QuestionResult(
        asked,
        measures,
        len(values),
        hidden,
        bars,
        mean=sum(values) / len(values) if values else None,
        agree=sum(v >= scale[-1] - 1 for v in values),
        groups=_groups(survey, shown),
        values=tuple(sorted(values)),
    )


def _allowed(survey: Survey, mine: list[tuple[Any, str, int]], came: int) -> list[tuple[Any, str, int]]:
    if not is_rolling(survey):
        return mine if len(mine) >= ENOUGH else []
    per_batch = Counter(batch for _, _, batch in mine)
    last = batches_shown([per_batch[n] for n in range(came // ENOUGH)])
    return [row for row in mine if row[2] < last]


def _bars(asked: Asked, values: Sequence[Any]) -> tuple[Bar, ...]:
    counts = Counter(values)
    labels = (
        list(asked.options) if asked.kind == Kind.CHOICE else [(n, str(n)) for n in RANGES[Kind(asked.kind)]]
    )
    total = max(1, len(values))
    return tuple(Bar(label, counts[key], counts[key] / total) for key, label in labels)


def _groups(survey: Survey, shown: Sequence[tuple[int, str, int]]) -> tuple[GroupResult, ...]:
    """Means by group: of named surveys all, of anonymous ones as far as `hidden_groups` lets them be seen."""
    if not survey.group_by or (survey.is_anonymous and is_rolling(survey)):
        return ()
    by_group: dict[str, list[int]] = {}
    for value, group, _ in shown:
        by_group.setdefault(group or NO_GROUP, []).append(value)
    hidden = hidden_groups({g: len(v) for g, v in by_group.items()}) if survey.is_anonymous else frozenset()
    return tuple(
        GroupResult(group, None, None)
        if group in hidden
        else GroupResult(group, len(values), sum(values) / len(values))
        for group, values in sorted(by_group.items())
    )


def _rates(requests: Sequence[tuple[str, bool]]) -> list[Rate]:
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for group, has_answered in requests:
        asked[group or NO_GROUP] += 1
        answered[group or NO_GROUP] += has_answered
    return [Rate(group, asked[group], answered[group]) for group in sorted(asked)]


def _public(rates: Sequence[Rate]) -> tuple[Rate, ...]:
    """Rates by group, small groups together: who has answered is nobody's business but the sum's."""
    if len(rates) < 2:
        return ()
    small = [r for r in rates if r.asked < ENOUGH]
    large = [r for r in rates if r.asked >= ENOUGH]
    if small:
        large.append(
            Rate("Small groups together", sum(r.asked for r in small), sum(r.answered for r in small))
        )
    return tuple(large)
