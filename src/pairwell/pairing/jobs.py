"""Work of pairing in the worker."""

import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django import app

from pairwell.core import audit, clock, jobs
from pairwell.core.errors import Refused
from pairwell.matching import MatchingError, Problem, Result
from pairwell.messaging.actions import notify
from pairwell.pairing import engine, kinds
from pairwell.pairing.actions.answer import expire_proposals
from pairwell.pairing.actions.next_best import follow_up
from pairwell.pairing.actions.remind import remind_waiting
from pairwell.pairing.actions.run import freeze_inputs
from pairwell.pairing.formats import made_for
from pairwell.pairing.meanings import Progress, understand_new, unknown
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.needs import solved_for_needs
from pairwell.pairing.outcome import write_outcome
from pairwell.pairing.states import KEEPING, UNDER_WAY, ProposalState, RunState


@app.task(name="pairwell.pairing.perform_run", queue="matching")
def perform_run(run_id: int) -> str:
    """Freeze what the run looks at, and find its best pairs. A killed worker leaves nothing half done: the run
    starts again, with what was frozen.
    """
    run = MatchRun.objects.select_related("program", "policy", "job", "requested_by").get(pk=run_id)
    if not MatchRun.objects.filter(pk=run_id, state__in=UNDER_WAY).update(state=RunState.RUNNING):
        return run.state
    report = jobs.reporter(run.job) if run.job else _silent
    started = time.perf_counter()
    try:
        report("Reading everybody's answers", 0, 100)
        problem, begun = _problem_of(run, report)
        paced = _paced(report, begun)
        inputs, result = solved_for_needs(run.inputs or {}, problem, lambda one: engine.solved(one, paced))
        report("Writing down the pairs", 95, 100)
        _store(run, result, inputs, time.perf_counter() - started)
    except (MatchingError, Refused) as problem_found:
        _fail(run, str(problem_found))
    except Exception as broken:
        _fail(run, f"Something went wrong inside: {broken}")
        raise
    return MatchRun.objects.values_list("state", flat=True).get(pk=run_id)


READING, UNDERSTANDING = 0, 60
"""Percent of the bar at which the engine begins: without and with texts that are new to this installation."""


def _problem_of(run: MatchRun, report: Progress) -> tuple[Problem, int]:
    """What the run has to solve, and how much of the bar that took: texts are understood first that nobody has yet."""
    inputs = freeze_inputs(run=run)
    pool, policy = engine.pool_of(inputs), engine.policy_for_engine(inputs["policy"])
    new = unknown(engine.texts_of(pool, policy))
    if new:
        understand_new(new, progress=_shared(report, UNDERSTANDING))
    problem = engine.problem_of(engine.understood(pool, policy), policy, seed=int(inputs["seed"]))
    return problem, UNDERSTANDING if new else READING


def _shared(report: Progress, most: int) -> Progress:
    """Progress that fills the bar up to `most` percent, with its numbers in words."""
    return lambda phase, done, total: report(f"{phase}: {done:,} of {total:,}", most * done // total, 100)


def _silent(phase: str, done: int, total: int) -> None:
    """Progress of a run without a record."""


PHASES = {
    "scoring": ("Weighing every possible pair", 5, 50),
    "coverage": ("Finding a place for as many as possible", 50, 60),
    "floor": ("Lifting the lowest fit", 60, 70),
    "leximin": ("Lifting the lowest fits, one after the other", 60, 70),
    "total": ("Looking for the best pairs overall", 70, 85),
    "explaining": ("Writing the reasons", 85, 95),
}


def _paced(report: Progress, begun: int) -> Progress:
    """The engine's phases in words, up to 95 percent, written at most four times a second. begun: percent behind."""
    at, of = 0.0, ""

    def progress(phase: str, done: int, total: int) -> None:
        nonlocal at, of
        now = time.perf_counter()
        if phase not in PHASES or (phase == of and now - at < 0.25):
            return
        at, of = now, phase
        words, begin, end = PHASES[phase]
        inside = begin + ((end - begin) * done // total if total else 0)
        report(words, begun + (100 - begun) * inside // 100, 100)

    return progress


@transaction.atomic
def _store(run: MatchRun, result: Result, inputs: Mapping[str, Any], seconds: float) -> None:
    found = MatchRun.objects.select_for_update(of=("self",)).select_related("program", "policy")
    locked = found.defer("inputs", "result").get(pk=run.pk)
    if locked.state not in UNDER_WAY:
        return
    if inputs is not run.inputs:  # pairs were ruled out, so that each need has its own mentor
        MatchRun.objects.filter(pk=run.pk).update(inputs=inputs)
    if locked.kind not in KEEPING:
        older = Proposal.objects.filter(
            program=locked.program, state=ProposalState.SUGGESTED, is_locked=False
        )
        older = older.filter(made_for(locked.format))  # other formats of the program keep their suggestions
        older.update(state=ProposalState.REPLACED, decided_at=clock.now())
    pairs, unmatched = write_outcome(locked, result, inputs)
    locked.result = result.to_dict(times=False)
    locked.digest, locked.seconds = result.digest, round(seconds, 3)
    locked.engine_version = str(result.versions.get("engine", ""))[:40]
    locked.state, locked.finished_at = RunState.DONE, clock.now()
    locked.save(update_fields=["result", "digest", "seconds", "engine_version", "state", "finished_at"])
    details: dict[str, Any] = {"pairs": pairs, "unmatched": unmatched, "digest": result.digest}
    audit.record(by=None, verb="match run done", thing=locked, program_id=locked.program_id, details=details)
    if locked.job_id and run.job:
        jobs.finish(run.job)
    _ring(locked, f"{locked.program.name}: {pairs} pairs are ready to look at")


def _fail(run: MatchRun, error: str) -> None:
    changed = MatchRun.objects.filter(pk=run.pk, state__in=UNDER_WAY).update(
        state=RunState.FAILED, error=error, finished_at=clock.now()
    )
    if changed and run.job:
        jobs.fail(run.job, error)
        _ring(run, f"{run.program.name}: the match run did not work")


def _ring(run: MatchRun, text: str) -> None:
    if run.requested_by is not None:
        url = reverse("match_run", args=[run.program_id, run.pk])
        notify(to=run.requested_by, kind=kinds.RUN, key=f"run:{run.pk}:{run.state}", text=text, url=url)


@app.task(name="pairwell.pairing.send_next_best", queue="matching")
def send_next_best(proposal_id: int) -> int | None:
    """The next best match for somebody whose proposal came to nothing; done again it sends nothing twice."""
    made = follow_up(proposal_id=proposal_id)
    return made.pk if made else None


@app.periodic(cron="15 * * * *")
@app.task(name="pairwell.pairing.remind_waiting_proposals", queueing_lock="remind_waiting_proposals")
def remind_waiting_proposals(timestamp: int) -> int:
    """Every hour: who has not answered is reminded once."""
    return remind_waiting()


@app.periodic(cron="*/10 * * * *")
@app.task(name="pairwell.pairing.expire_due_proposals", queueing_lock="expire_due_proposals")
def expire_due_proposals(timestamp: int) -> int:
    """Every ten minutes: proposals whose time to answer is over give their places back."""
    return expire_proposals()


from pairwell.pairing import say_jobs, understanding  # noqa: E402, F401 - the worker finds jobs by this module's name
