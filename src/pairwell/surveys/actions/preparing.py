"""Making a survey: from the bank, then as its manager wants it. All of it before anybody is asked."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from pairwell.core import audit
from pairwell.core.errors import Refused, insist
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.rules.questions import slug
from pairwell.surveys.bank import bank, proposed
from pairwell.surveys.models import Survey, SurveyQuestion
from pairwell.surveys.rules import asking
from pairwell.surveys.rules.asking import Asked
from pairwell.surveys.states import Anchor, Audience, Moment

#: When a survey of each moment is sent unless its manager says otherwise.
USUAL = {
    Moment.BASELINE: (Anchor.PROGRAM_START, 0),
    Moment.PULSE: (Anchor.MENTORSHIP_START, 30),
    Moment.MIDPOINT: (Anchor.PROGRAM_START, 90),
    Moment.CLOSING: (Anchor.PROGRAM_END, -7),
}
_SETTINGS = ("title", "is_anonymous", "group_by", "anchor", "days", "answer_days")


@transaction.atomic
def add_survey(
    *,
    by: Person | None,
    program: Program,
    moment: str,
    audience: str,
    title: str = "",
    anchor: str = "",
    days: int | None = None,
    is_anonymous: bool = True,
) -> Survey:
    """A scheduled survey with the bank's questions for its moment and side."""
    usual_anchor, usual_days = USUAL[Moment(moment)]
    sides = Audience(audience).label.lower()
    survey = Survey.objects.create(
        program=program,
        moment=moment,
        audience=audience,
        title=(title or f"{Moment(moment).label} survey of {sides}")[:140],
        anchor=anchor or usual_anchor,
        days=usual_days if days is None else days,
        is_anonymous=is_anonymous,
        created_by=by,
    )
    SurveyQuestion.objects.bulk_create(
        _row(survey, question.asked, position) for position, question in enumerate(proposed(moment, audience))
    )
    audit.record(by=by, verb="survey added", thing=survey, program_id=program.pk)
    return survey


@transaction.atomic
def prepare_surveys(*, by: Person | None, program: Program) -> list[Survey]:
    """The surveys that the program's template declares (`program.surveys`), unless it has any already.

    Each is {"moment", "audience", and if wanted "questions": keys of the bank}.
    """
    if Survey.objects.filter(program=program).exists():
        return []
    made = []
    for one in program.surveys:
        survey = add_survey(by=by, program=program, moment=one["moment"], audience=one["audience"])
        if keys := one.get("questions"):
            survey.questions.exclude(key__in=keys).delete()
        made.append(survey)
    return made


def _row(survey: Survey, asked: Asked, position: int) -> SurveyQuestion:
    return SurveyQuestion(
        survey=survey,
        key=asked.key,
        position=position,
        text=asked.text,
        help=asked.help,
        kind=asked.kind,
        options=[{"key": key, "label": label} for key, label in asked.options],
        required=asked.required,
    )


def _locked(survey: Survey, *, adding: bool = False) -> Survey:
    now = Survey.objects.select_for_update().get(pk=survey.pk)
    count = now.questions.count() if adding else 0
    insist(asking.may_change_questions(state=now.state, questions=count))
    return now


@transaction.atomic
def change_survey(*, by: Person, survey: Survey, **settings: Any) -> Survey:
    """New settings (title, is_anonymous, group_by, anchor, days, answer_days) before anybody is asked."""
    now = _locked(survey)
    for name, value in settings.items():
        if name not in _SETTINGS:
            raise TypeError(f"a survey has no setting {name}")
        setattr(now, name, value)
    now.save(update_fields=list(settings))
    audit.record(by=by, verb="survey changed", thing=now, program_id=now.program_id)
    return now


@transaction.atomic
def remove_survey(*, by: Person, survey: Survey) -> None:
    """Take a survey away that has not been sent."""
    now = _locked(survey)
    audit.record(by=by, verb="survey removed", thing=now, program_id=now.program_id)
    now.delete()


@transaction.atomic
def add_question(*, by: Person, survey: Survey, asked: Asked) -> SurveyQuestion:
    """One more question, last; its key is its own unless it comes from the bank."""
    now = _locked(survey, adding=True)
    _insist_right(asked)
    taken = set(now.questions.values_list("key", flat=True))
    if asked.key in taken:
        raise Refused.because("twice", "This survey asks that already.")
    key = asked.key or slug(asked.text, {*taken, *bank()})
    last = now.questions.aggregate(last=Max("position"))["last"]
    row = _row(now, asked, 0 if last is None else last + 1)
    row.key = key
    row.save()
    audit.record(by=by, verb="survey question added", thing=row, program_id=now.program_id)
    return row


def _insist_right(asked: Asked) -> None:
    if wrong := asking.check_question(asked):
        raise Refused(*wrong)


@transaction.atomic
def change_question(*, by: Person, question: SurveyQuestion, asked: Asked) -> SurveyQuestion:
    """New words for a question nobody has been asked yet."""
    now = _locked(question.survey)
    _insist_right(asked)
    row = _row(now, asked, question.position)
    row.pk, row.key = question.pk, question.key
    row.save(force_update=True)
    audit.record(by=by, verb="survey question changed", thing=row, program_id=now.program_id)
    return row


@transaction.atomic
def remove_question(*, by: Person, question: SurveyQuestion) -> None:
    """Ask one thing less."""
    now = _locked(question.survey)
    audit.record(by=by, verb="survey question removed", thing=question, program_id=now.program_id)
    question.delete()


@transaction.atomic
def move_question(*, by: Person, question: SurveyQuestion, up: bool) -> None:
    """One place up or down; the first question is the one the letter asks."""
    now = _locked(question.survey)
    rows = list(now.questions.all())
    at = next(n for n, row in enumerate(rows) if row.pk == question.pk)
    other = at - 1 if up else at + 1
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    for position, row in enumerate(rows):
        row.position = position
    SurveyQuestion.objects.bulk_update(rows, ["position"])
    audit.record(by=by, verb="survey questions ordered", thing=now, program_id=now.program_id)
