"""Opening, asking, reminding, closing. The worker does it every hour; each step can be done again without harm."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from pairwell.core import audit, clock
from pairwell.core.errors import insist
from pairwell.messaging.actions import notify_many, send_letters
from pairwell.messaging.models import Notice
from pairwell.people.models import Person
from pairwell.programs.states import ProgramState
from pairwell.surveys import letters
from pairwell.surveys.kinds import SURVEY
from pairwell.surveys.models import Request, Survey
from pairwell.surveys.queries.audience import to_ask_now
from pairwell.surveys.rules import asking, timing
from pairwell.surveys.states import Anchor, SurveyState
from pairwell.surveys.values import all_asked

RUNNING = (ProgramState.MATCHING, ProgramState.ACTIVE, ProgramState.CLOSED)


@transaction.atomic
def open_survey(*, by: Person | None, survey: Survey) -> int:
    """Open it now and ask everybody whose turn it is; returns how many were asked."""
    now = Survey.objects.select_for_update(of=("self",)).select_related("program").get(pk=survey.pk)
    insist(asking.may_open(state=now.state, questions=now.questions.count()))
    now.state, now.opened_at = SurveyState.OPEN, clock.now()
    now.save(update_fields=["state", "opened_at"])
    audit.record(by=by, verb="survey opened", thing=now, program_id=now.program_id)
    return _ask(now)


def _ask(survey: Survey) -> int:
    """Ask those whose turn it is; the survey is locked."""
    today = clock.today()
    people = to_ask_now(survey)
    Request.objects.bulk_create(
        [
            Request(
                survey=survey,
                person=one.person,
                mentorship_id=one.mentorship_id,
                group=one.group,
                asked_on=today,
                answer_by=today + timedelta(days=survey.answer_days),
            )
            for one in people
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    new = list(Request.objects.filter(survey=survey, asked_on=today, reminded=0).select_related("person"))
    _write(survey, new, reminder=0)
    return len(people)


def _write(survey: Survey, requests: Iterable[Request], *, reminder: int) -> None:
    first = next(iter(all_asked(survey)), None)
    drafts = []
    for request in requests:
        request.survey = survey
        drafts.append(letters.draft(request, first, reminder=reminder))
    send_letters(drafts)
    notify_many(
        Notice(
            key=d.key, to=d.to, kind=SURVEY, text=f"Two minutes for “{survey.title}”"[:300], url=d.action_url
        )
        for d in drafts
    )


@transaction.atomic
def close_survey(*, by: Person | None, survey: Survey) -> Survey:
    """Take no more answers; results are then made of every answer."""
    now = Survey.objects.select_for_update().get(pk=survey.pk)
    if now.state == SurveyState.OPEN:
        now.state, now.closed_at = SurveyState.CLOSED, clock.now()
        now.save(update_fields=["state", "closed_at"])
        audit.record(by=by, verb="survey closed", thing=now, program_id=now.program_id)
    return now


def ask_everybody_due() -> int:
    """What the worker does every hour for all running programs; returns how many people were asked."""
    running = Survey.objects.filter(program__state__in=RUNNING).exclude(state=SurveyState.CLOSED)
    return sum(_step(survey) for survey in running.select_related("program"))


@transaction.atomic
def _step(survey: Survey) -> int:
    found = Survey.objects.select_for_update(of=("self",), skip_locked=True).select_related("program")
    now = found.filter(pk=survey.pk).exclude(state=SurveyState.CLOSED).first()
    if now is None:
        return 0
    if now.state == SurveyState.SCHEDULED:
        is_due = _is_due(now) and asking.may_open(state=now.state, questions=now.questions.count()) is None
        return open_survey(by=None, survey=now) if is_due else 0
    asked = _ask(now) if now.anchor == Anchor.MENTORSHIP_START else 0
    _remind(now)
    if _is_over(now):
        close_survey(by=None, survey=now)
    return asked


def _is_due(survey: Survey) -> bool:
    if survey.anchor == Anchor.MENTORSHIP_START:
        return survey.program.state == ProgramState.ACTIVE
    program = survey.program
    due = timing.due_on(survey.anchor, survey.days, starts_on=program.starts_on, ends_on=program.ends_on)
    return due is not None and clock.today() >= due


def _remind(survey: Survey) -> None:
    today = clock.today()
    open_now = Request.objects.filter(survey=survey, answered_on__isnull=True, answer_by__gte=today)
    late = [
        request
        for request in open_now.select_related("person").filter(Q(reminded__lt=len(timing.REMIND_AFTER_DAYS)))
        if timing.reminder_due(request.asked_on, request.reminded, request.answer_by, today)
    ]
    by_turn: dict[int, list[Request]] = {}
    for request in late:
        by_turn.setdefault(request.reminded + 1, []).append(request)
    for turn, requests in by_turn.items():
        Request.objects.filter(pk__in=[one.pk for one in requests]).update(reminded=turn)
        _write(survey, requests, reminder=turn)


def _is_over(survey: Survey) -> bool:
    """Nobody can answer any more, and nobody else will be asked."""
    if survey.anchor == Anchor.MENTORSHIP_START and survey.program.state != ProgramState.CLOSED:
        return False
    return not Request.objects.filter(survey=survey, answer_by__gte=clock.today()).exists()
