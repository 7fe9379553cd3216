"""What people say in surveys, as far as it may be shown."""

from collections.abc import Iterator, Mapping, Sequence

from pairwell.insights.figures.figure import Figure
from pairwell.insights.statistics import Interval, difference, net_recommendation, share
from pairwell.surveys.models import Survey
from pairwell.surveys.queries.results import QuestionResult, questions_of_many
from pairwell.surveys.states import Audience, Moment, SurveyState

#: Latest first: the closing survey says more than the one before it.
_LATEST = (Moment.CLOSING, Moment.MIDPOINT)
_SHARES = (
    ("mentees_satisfied", Audience.MENTEES, "satisfied"),
    ("mentors_satisfied", Audience.MENTORS, "satisfied"),
    ("impact", Audience.MENTEES, "impact"),
    ("own_skills", Audience.MENTORS, "own_skills"),
    ("motivated", Audience.MENTEES, "motivated"),
)
_KEYS = frozenset(question for _, _, question in _SHARES) | {"recommend", "skill_confidence"}
#: (moment, audience, key of the question) -> its results.
Answers = Mapping[tuple[str, str, str], QuestionResult]


def figures(ids: Sequence[int]) -> Mapping[int, list[Figure]]:
    """Satisfaction, value, growth; three queries, two more where an anonymous survey rolls."""
    sent = Survey.objects.filter(program__in=ids, moment__in=(Moment.BASELINE, *_LATEST))
    surveys = list(sent.exclude(state=SurveyState.SCHEDULED).order_by("id"))
    results = questions_of_many(surveys, _KEYS)
    by_program: dict[int, dict[tuple[str, str, str], QuestionResult]] = {pk: {} for pk in ids}
    for survey in surveys:
        for question in results[survey.pk]:
            if question.answers:
                key = (survey.moment, survey.audience, question.asked.key)
                by_program[survey.program_id][key] = question
    return {pk: list(_of_one(answers)) for pk, answers in by_program.items()}


def _of_one(answers: Answers) -> Iterator[Figure]:
    for key, audience, question in _SHARES:
        found = _latest(answers, audience, question)
        yield _figure(key, share(found.agree, found.answers) if found else None, found)
    said = [_latest(answers, side, "recommend") for side in (Audience.MENTEES, Audience.MENTORS)]
    values = [value for one in said if one for value in one.values]
    recommend = net_recommendation(values)
    yield _from_interval("recommend", recommend, len(values))
    before = answers.get((Moment.BASELINE, Audience.MENTEES, "skill_confidence"))
    after = _latest(answers, Audience.MENTEES, "skill_confidence")
    grown = difference(before.values, after.values) if before and after else None
    yield _from_interval("skill_growth", grown, after.answers if after else 0)


def _latest(answers: Answers, audience: str, question: str) -> QuestionResult | None:
    found = (answers.get((moment, audience, question)) for moment in _LATEST)
    return next((one for one in found if one), None)


def _figure(key: str, interval: Interval | None, found: QuestionResult | None) -> Figure:
    return _from_interval(key, interval, found.answers if found else 0)


def _from_interval(key: str, interval: Interval | None, basis: int) -> Figure:
    if interval is None:
        return Figure(key, None, basis)
    return Figure(key, interval.value, basis, interval.low, interval.high)
