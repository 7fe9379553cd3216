"""The demo's surveys: what was asked, and what a made-up company answers."""

from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

from pairwell.cli.company.directory import moment
from pairwell.cli.company.made import Said
from pairwell.mentorships.models import Membership
from pairwell.mentorships.states import MemberRole, MentorshipState
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramState
from pairwell.surveys.actions import add_survey
from pairwell.surveys.models import Request, Response, Survey
from pairwell.surveys.rules.disclosure import batch_of
from pairwell.surveys.states import Audience, Kind, Moment, SurveyState

_SIDES = {Audience.MENTEES: (MemberRole.MENTEE, MemberRole.PEER), Audience.MENTORS: (MemberRole.MENTOR,)}
_WORDS = {
    "hopes": (
        "Somebody who has been where I want to go.",
        "Honest feedback, and the time to try things out.",
        "To get to know another part of the company.",
        "A plan that survives the first busy month.",
    ),
    "better": (
        "More time: an hour is over so quickly.",
        "An evening where all pairs meet.",
        "Tell people managers what mentoring is for, mine keeps booking over it.",
        "Nothing. Please keep it as it is.",
        "Let us see the activities earlier, we found them late.",
        "A short guide on how to end well.",
    ),
}
#: Weights of the answers 1 to 5, before and after.
_BEFORE, _AFTER = (8, 30, 38, 20, 4), (1, 4, 15, 45, 35)
_SCORES = (1, 0, 1, 1, 1, 3, 4, 9, 20, 30, 30)


class Plan(NamedTuple):
    """One survey of a program: when it went out, in days from the start, and how many answered, 0 to 1."""

    moment: Moment
    side: Audience
    days: int
    rate: float


PLANS = (
    Plan(Moment.BASELINE, Audience.MENTEES, 0, 0.86),
    Plan(Moment.MIDPOINT, Audience.MENTEES, 80, 0.72),
    Plan(Moment.MIDPOINT, Audience.MENTORS, 80, 0.68),
    Plan(Moment.CLOSING, Audience.MENTEES, 170, 0.77),
    Plan(Moment.CLOSING, Audience.MENTORS, 170, 0.71),
)


def ask(program: Program, *, chance: Random, now: datetime) -> list[Said]:
    """Every survey of a program that runs or is over; those whose day has not come are scheduled.

    Returns what was answered.
    """
    told = []
    members = list(
        Membership.objects.filter(mentorship__program=program)
        .exclude(mentorship__state=MentorshipState.ENDED_EARLY)
        .select_related("person")
        .order_by("id")
    )
    starts = program.starts_on or now.date()
    for plan in PLANS:
        survey = add_survey(by=None, program=program, moment=plan.moment, audience=plan.side)
        out = starts + timedelta(days=plan.days)
        if plan.moment == Moment.CLOSING and program.state == ProgramState.ACTIVE:
            continue
        if out > now.date():
            continue
        people = list({m.person_id: m.person for m in members if m.role in _SIDES[plan.side]}.values())
        _send(survey, out, now)
        answers = _answer(survey, [person.pk for person in people], out, plan.rate, chance)
        told.append(Said(plan.moment, plan.side, survey.state == SurveyState.CLOSED, answers))
    return told


def _send(survey: Survey, out: date, now: datetime) -> None:
    ago = (now.date() - out).days
    survey.state, survey.opened_at = SurveyState.OPEN, moment(now, ago, 9)
    if ago > survey.answer_days:
        survey.state, survey.closed_at = SurveyState.CLOSED, moment(now, ago - survey.answer_days - 1, 9)
    survey.days = (out - (survey.program.starts_on or out)).days
    survey.anchor = "program_start"
    survey.save()


def _answer(
    survey: Survey, people: list[int], out: date, rate: float, chance: Random
) -> list[dict[str, int | str]]:
    until = out + timedelta(days=survey.answer_days)
    answered = [pk for pk in people if chance.random() < rate]
    Request.objects.bulk_create(
        Request(
            survey=survey,
            person_id=pk,
            asked_on=out,
            answer_by=until,
            token=f"demo-{survey.pk}-{pk}-{chance.getrandbits(96):x}",
            reminded=0 if pk in answered else 2,
            answered_on=out + timedelta(days=chance.choice((0, 0, 1, 4, 5))) if pk in answered else None,
        )
        for pk in people
    )
    questions = list(survey.questions.all())
    rows = [
        Response(
            id=UUID(int=chance.getrandbits(128), version=4),
            survey=survey,
            batch=batch_of(number),
            answers={
                q.key: _said(q.key, q.kind, survey, chance) for q in questions if _speaks(q.kind, chance)
            },
        )
        for number, _ in enumerate(answered)
    ]
    Response.objects.bulk_create(rows)
    return [row.answers for row in rows]


def _speaks(kind: str, chance: Random) -> bool:
    return kind != Kind.TEXT or chance.random() < 0.3


def _said(key: str, kind: str, survey: Survey, chance: Random) -> int | str:
    if kind == Kind.TEXT:
        return chance.choice(_WORDS.get(key, _WORDS["better"]))
    if kind == Kind.RECOMMEND:
        return chance.choices(range(11), _SCORES)[0]
    if kind == Kind.CHOICE:
        return chance.choices(("1", "2", "3", "4"), (40, 42, 15, 3))[0]
    weights = _BEFORE if survey.moment == Moment.BASELINE and key == "skill_confidence" else _AFTER
    return chance.choices(range(1, 6), weights)[0]
