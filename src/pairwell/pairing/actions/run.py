"""Asking for a match run."""

from typing import Any

from django.db import IntegrityError, transaction

from pairwell.core import audit, clock, jobs
from pairwell.core.errors import Refusal, Refused, insist
from pairwell.pairing.engine import checked
from pairwell.pairing.formats import format_of, policy_in
from pairwell.pairing.models import MatchRun
from pairwell.pairing.pool import PoolRecords, build_pool
from pairwell.pairing.rematch import waiting_first
from pairwell.pairing.rules import may_start_run
from pairwell.pairing.states import RunKind, RunState
from pairwell.people.models import Person
from pairwell.programs.models import Policy, Program

UNDER_WAY = "A match run of this program is under way. Wait for it, or stop it."


@transaction.atomic
def start_run(
    *, by: Person, program: Program, kind: str = RunKind.FULL, seed: int = 0, format_: str = ""
) -> MatchRun:
    """Freeze the pool and the present policy, and let the worker find the best pairs.

    FULL matches everybody who has a place left and replaces suggestions that were not sent; REMATCH
    matches only those who are free, and leaves every standing pair and every suggestion as it is.
    format_: which of a program's formats ("": the first); others keep their suggestions.
    Raises Refused when nobody is free, the policy is not one, or another run is under way.
    """
    policy = Policy.objects.filter(program=program).first()
    if policy is None:
        raise Refused.because("no_policy", "Say first what a good match is, and save it.")
    checked(policy.body)
    format_ = format_of(program, format_)
    body = policy_in(program, policy.body, format_)
    pool = build_pool(program, keep_suggestions=kind == RunKind.REMATCH, format_=format_)
    insist(_refusal(program, pool, format_))
    run = _queued(program, policy, kind, seed, by, format_)
    if kind == RunKind.REMATCH:
        pool, body = waiting_first(program, pool, body)
    run.inputs = {**pool.to_dict(), "policy": body, "seed": seed}
    run.job = jobs.begin(kind="match run", by=by)
    run.save(update_fields=["inputs", "job"])
    details: dict[str, Any] = {"kind": kind, "policy": policy.version, "seed": seed}
    audit.record(by=by, verb="match run asked for", thing=run, program_id=program.pk, details=details)
    _defer(run)
    return run


def _refusal(program: Program, pool: PoolRecords, format_: str) -> Refusal | None:
    return may_start_run(
        state=program.state,
        format=format_ or program.format,
        mentees=len(pool.mentees),
        mentors=len(pool.mentors),
    )


def _queued(  # noqa: PLR0917 - what a run is asked with
    program: Program, policy: Policy, kind: str, seed: int, by: Person, format_: str
) -> MatchRun:
    try:
        with transaction.atomic():
            return MatchRun.objects.create(
                program=program,
                policy=policy,
                kind=kind,
                seed=seed,
                requested_by=by,
                state=RunState.QUEUED,
                format=format_,
            )
    except IntegrityError as problem:
        raise Refused.because("run_under_way", UNDER_WAY) from problem


def _defer(run: MatchRun) -> None:
    from pairwell.pairing.jobs import perform_run  # noqa: PLC0415 - jobs import the verbs of this room

    perform_run.defer(run_id=run.pk)


@transaction.atomic
def stop_run(*, by: Person, run: MatchRun) -> MatchRun:
    """Give up a run that is not over; what it still computes is thrown away."""
    locked = MatchRun.objects.select_for_update(of=("self",)).select_related("job").get(pk=run.pk)
    if locked.state not in (RunState.QUEUED, RunState.RUNNING):
        raise Refused.because("run_over", "This run is over already.")
    locked.state, locked.error, locked.finished_at = (
        RunState.FAILED,
        f"Stopped by {by.full_name}.",
        clock.now(),
    )
    locked.save(update_fields=["state", "error", "finished_at"])
    if locked.job is not None:
        jobs.fail(locked.job, locked.error)
    audit.record(by=by, verb="match run stopped", thing=locked, program_id=locked.program_id)
    return locked
