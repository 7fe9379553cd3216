"""What came of a survey, as far as it may be shown. Everybody reads results through here: page, file, report."""

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from pairwell.surveys.bank import bank
from pairwell.surveys.models import Request, Survey, SurveyQuestion
from pairwell.surveys.queries.counts import Said, is_rolling, is_too_early, said_of_many
from pairwell.surveys.rules.asking import RANGES, Asked
from pairwell.surveys.rules.disclosure import ENOUGH, hidden_groups
from pairwell.surveys.states import Kind, SurveyState
from pairwell.surveys.values import asked_of

NO_GROUP = "Not said"


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


def results_of(survey: Survey) -> Results:
    """Results of a survey: who has answered, and what; three queries, two more where an anonymous one rolls."""
    rates = _rates(survey)
    every = Rate("", sum(r.asked for r in rates), sum(r.answered for r in rates))
    questions = tuple(questions_of_many([survey])[survey.pk])
    return Results(survey, every, _public(rates), questions, _waits_for(survey, questions, every))


def questions_of_many(
    surveys: Sequence[Survey], keys: Collection[str] | None = None
) -> dict[int, list[QuestionResult]]:
    """What came of each survey's questions, in order, or of those with these keys; two queries however many."""
    asked: dict[int, list[Asked]] = {survey.pk: [] for survey in surveys}
    rows = SurveyQuestion.objects.filter(survey__in=list(asked))
    for row in rows if keys is None else rows.filter(key__in=keys):
        asked[row.survey_id].append(asked_of(row))
    said = said_of_many(surveys, asked)
    return {
        one.pk: [_question(one, each, said.get((one.pk, each.key), Said())) for each in asked[one.pk]]
        for one in surveys
    }


def _waits_for(survey: Survey, questions: Sequence[QuestionResult], rate: Rate) -> str:
    if survey.state == SurveyState.SCHEDULED:
        return "Nobody has been asked yet."
    if any(q.answers for q in questions):
        return ""
    if is_too_early(survey):
        return "Results of an anonymous survey are made when it closes, so that nobody can follow one answer."
    if survey.is_anonymous and rate.answered < ENOUGH:
        return f"Results of an anonymous survey are shown from {ENOUGH} answers up."
    return "Nobody has answered yet."


def _question(survey: Survey, asked: Asked, said: Said) -> QuestionResult:
    """One question's results from how often each answer was given."""
    measures = bank()[asked.key].measures if asked.key in bank() else asked.text
    counts: Counter[Any] = Counter()
    for (value, _), number in said.shown.items():
        counts[value] += number
    answers, bars = counts.total(), _bars(asked, counts)
    if asked.kind == Kind.TEXT:
        texts = sorted(counts.elements())
        random.Random(survey.pk).shuffle(texts)  # noqa: S311 - an order that tells nothing, the same each time
        return QuestionResult(asked, measures, answers, said.hidden, texts=tuple(texts))
    if asked.kind == Kind.CHOICE:
        return QuestionResult(asked, measures, answers, said.hidden, bars)
    scale = RANGES[Kind(asked.kind)]
    return QuestionResult(
        asked,
        measures,
        answers,
        said.hidden,
        bars,
        mean=_sum(counts) / answers if answers else None,
        agree=sum(number for value, number in counts.items() if value >= scale[-1] - 1),
        groups=_groups(survey, said.shown),
        values=tuple(sorted(counts.elements())),
    )


def _sum(counts: Mapping[int, int]) -> int:
    return sum(value * number for value, number in counts.items())


def _bars(asked: Asked, counts: Counter[Any]) -> tuple[Bar, ...]:
    if asked.kind == Kind.TEXT:
        return ()
    labels = (
        list(asked.options) if asked.kind == Kind.CHOICE else [(n, str(n)) for n in RANGES[Kind(asked.kind)]]
    )
    total = max(1, counts.total())
    return tuple(Bar(label, counts[key], counts[key] / total) for key, label in labels)


def _groups(survey: Survey, shown: Mapping[tuple[int, str], int]) -> tuple[GroupResult, ...]:
    """Means by group: of named surveys all, of anonymous ones as far as `hidden_groups` lets them be seen."""
    if not survey.group_by or (survey.is_anonymous and is_rolling(survey)):
        return ()
    by_group: dict[str, Counter[int]] = {}
    for (value, group), number in shown.items():
        by_group.setdefault(group or NO_GROUP, Counter())[value] += number
    sizes = {group: counts.total() for group, counts in by_group.items()}
    hidden = hidden_groups(sizes) if survey.is_anonymous else frozenset()
    return tuple(
        GroupResult(group, None, None)
        if group in hidden
        else GroupResult(group, sizes[group], _sum(by_group[group]) / sizes[group])
        for group in sorted(sizes)
    )


def _rates(survey: Survey) -> list[Rate]:
    """Who was asked and has answered, by group; one query."""
    rows = Request.objects.filter(survey=survey).order_by().values("group")
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for row in rows.annotate(asked=Count("id"), answered=Count("answered_on")):
        asked[row["group"] or NO_GROUP] += row["asked"]
        answered[row["group"] or NO_GROUP] += row["answered"]
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
