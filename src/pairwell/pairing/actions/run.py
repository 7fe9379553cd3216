"""Asking for a match run, and freezing what it looks at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction

from pairwell.core import audit, clock, jobs
from pairwell.core.errors import Refusal, Refused, insist
from pairwell.pairing.engine import checked
from pairwell.pairing.formats import format_of, policy_in
from pairwell.pairing.models import MatchRun
from pairwell.pairing.pool import build_pool, free_sides
from pairwell.pairing.rematch import waiting_first
from pairwell.pairing.rules import may_start_run
from pairwell.pairing.states import KEEPING, UNDER_WAY, WAITING_FIRST, RunKind, RunState
from pairwell.people.models import Person
from pairwell.programs.models import Policy, Program

RUNNING_ALREADY = "A match run of this program is under way. Wait for it, or stop it."
STOPPED = "This run was stopped before it began."


@transaction.atomic
def start_run(
    *, by: Person, program: Program, kind: str = RunKind.FULL, seed: int = 0, format_: str = ""
) -> MatchRun:
    """Write down that the present policy is to find the best pairs, and leave the rest to the worker.

    What the run looks at is frozen by the worker when it begins (see freeze_inputs): this takes a moment, however
    large the program. format_: which of a program's formats ("": the first); others keep their suggestions.
    Raises Refused when nobody is free, the policy is not one, or another run is under way.
    """
    policy = Policy.objects.filter(program=program).first()
    if policy is None:
        raise Refused.because("no_policy", "Say first what a good match is, and save it.")
    checked(policy.body)
    format_ = format_of(program, format_)
    mentees, mentors = free_sides(program, keep_suggestions=kind in KEEPING, format_=format_)
    insist(_refusal(program, format_, mentees, mentors))
    run = _queued(program, policy, kind, seed, by, format_)
    run.job = jobs.begin(kind="match run", by=by)
    run.save(update_fields=["job"])
    details: dict[str, Any] = {"kind": kind, "policy": policy.version, "seed": seed}
    audit.record(by=by, verb="match run asked for", thing=run, program_id=program.pk, details=details)
    _defer(run)
    return run


def _refusal(program: Program, format_: str, mentees: int, mentors: int) -> Refusal | None:
    return may_start_run(
        state=program.state, format=format_ or program.format, mentees=mentees, mentors=mentors
    )


def freeze_inputs(*, run: MatchRun) -> dict[str, Any]:
    """What the run looks at: as it is now, written down once. Whoever begins it again gets the same.

    Raises Refused when nobody is free any more, or the run was stopped meanwhile.
    """
    if run.inputs is None:
        with _one_moment():
            inputs = _inputs_of(run)
        waiting = MatchRun.objects.filter(pk=run.pk, state__in=UNDER_WAY, inputs__isnull=True)
        if waiting.update(inputs=inputs, frozen_at=clock.now()):
            run.inputs = inputs
        else:
            run.refresh_from_db(fields=["inputs", "state"])
    if run.inputs is None:
        raise Refused.because("stopped", STOPPED)
    return run.inputs


def _inputs_of(run: MatchRun) -> dict[str, Any]:
    program, body = run.program, policy_in(run.program, run.policy.body, run.format)
    pool = build_pool(program, keep_suggestions=run.kind in KEEPING, format_=run.format)
    insist(_refusal(program, run.format, len(pool.mentees), len(pool.mentors)))
    if run.kind in WAITING_FIRST:
        pool, body = waiting_first(program, pool, body)
    return {**pool.to_dict(), "policy": body, "seed": run.seed}


@contextmanager
def _one_moment() -> Iterator[None]:
    """Reads see the database as it was at one moment, although they are many."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


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
        raise Refused.because("run_under_way", RUNNING_ALREADY) from problem


def _defer(run: MatchRun) -> None:
    from pairwell.pairing.jobs import perform_run  # noqa: PLC0415 - jobs import the verbs of this room

    perform_run.defer(run_id=run.pk)


@transaction.atomic
def stop_run(*, by: Person, run: MatchRun) -> MatchRun:
    """Give up a run that is not over; what it still computes is thrown away."""
    found = MatchRun.objects.select_for_update(of=("self",)).select_related("job").defer("inputs", "result")
    locked = found.get(pk=run.pk)
    if locked.state not in UNDER_WAY:
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
