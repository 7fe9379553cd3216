"""Work of having a say in the worker: requests that move on, recommendations, fit checks, scheduled matches."""

from datetime import timedelta

from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from pairwell.core import clock
from pairwell.pairing.actions.asking import pass_on_requests, remind_of_requests
from pairwell.pairing.actions.fit_check import ask_for_fit
from pairwell.pairing.actions.private_answers import settle_private_answers
from pairwell.pairing.actions.schedule import match_on_schedule
from pairwell.pairing.actions.shortlist import make_shortlist
from pairwell.pairing.directory.rows import stamp_of
from pairwell.pairing.queries.say import say_of
from pairwell.pairing.rules import MATCHED_IN
from pairwell.pairing.states import MatchingMode
from pairwell.programs.models import Program

OLD = timedelta(hours=20)


@app.periodic(cron="*/10 * * * *")
@app.task(name="pairwell.pairing.move_requests_on", queueing_lock="move_requests_on")
def move_requests_on(timestamp: int) -> int:
    """Every ten minutes: requests nobody answered go to the next choice; a reminder on the last day."""
    remind_of_requests()
    return pass_on_requests()


@app.periodic(cron="17 * * * *")
@app.task(name="pairwell.pairing.settle_private", queueing_lock="settle_private")
def settle_private(timestamp: int) -> int:
    """Every hour: two yeses that found no place before."""
    return settle_private_answers()


@app.periodic(cron="27 * * * *")
@app.task(name="pairwell.pairing.ask_for_fit_checks", queueing_lock="ask_for_fit_checks")
def ask_for_fit_checks(timestamp: int) -> int:
    """Every hour: both members of a mentorship that has just met are asked whether it is a good match."""
    return ask_for_fit()


@app.periodic(cron="37 * * * *")
@app.task(name="pairwell.pairing.scheduled_matches", queueing_lock="scheduled_matches")
def scheduled_matches(timestamp: int) -> int:
    """Every hour: programs that match those who are free by themselves, on their day."""
    return match_on_schedule()


@app.periodic(cron="*/30 * * * *")
@app.task(name="pairwell.pairing.renew_shortlists", queueing_lock="renew_shortlists")
def renew_shortlists(timestamp: int) -> int:
    """Programs without recommendations get some; old ones are made anew once something has changed."""
    open_now = Program.objects.filter(state__in=MATCHED_IN)
    old = Q(shortlist__isnull=True) | Q(shortlist__made_at__lt=clock.now() - OLD)
    due = [p for p in open_now.filter(old).select_related("shortlist") if _is_due(p)]
    for program in due:
        ask_for_shortlist(program.pk)
    return len(due)


def _is_due(program: Program) -> bool:
    if say_of(program).mode == MatchingMode.MANAGED:
        return False
    made = getattr(program, "shortlist", None)
    return made is None or made.stamp != stamp_of(program)[:64]


@app.task(name="pairwell.pairing.work_out_shortlist", queue="matching")
def work_out_shortlist(program_id: int) -> int:
    """Whom to recommend to whom in one program; done again it only replaces what it did."""
    program = Program.objects.filter(pk=program_id).first()
    made = make_shortlist(program=program) if program is not None else None
    return made.people if made is not None else 0


def ask_for_shortlist(program_id: int) -> None:
    """Queue it, unless it is queued already."""
    try:
        work_out_shortlist.configure(queueing_lock=f"shortlist-{program_id}").defer(program_id=program_id)
    except AlreadyEnqueued:
        return
