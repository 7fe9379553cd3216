"""Long work: the record of its progress, and the clean-up of jobs whose worker died."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from procrastinate import JobContext
from procrastinate.contrib.django import app

from pairwell.core.models import LongJob

Progress = Callable[[str, int, int], None]


def begin(*, kind: str, by: Model | None) -> LongJob:
    """A record of queued work, to be shown while the worker does it."""
    return LongJob.objects.create(kind=kind, requester_id=by.pk if by else None)


def reporter(job: LongJob) -> Progress:
    """A function(phase, done, total) that writes the job's progress."""

    def report(phase: str, done: int, total: int) -> None:
        LongJob.objects.filter(pk=job.pk).update(
            state=LongJob.State.RUNNING, phase=phase[:120], done=done, total=total
        )

    return report


def finish(job: LongJob) -> None:
    """Mark the work as done."""
    LongJob.objects.filter(pk=job.pk).update(state=LongJob.State.DONE, phase="")


def fail(job: LongJob, error: str) -> None:
    """Mark the work as failed, with a sentence that says why."""
    LongJob.objects.filter(pk=job.pk).update(state=LongJob.State.FAILED, error=error)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, /, timestamp: int, **_: Any) -> int:
    """Put jobs whose worker died (no heartbeat for a minute) back into the queue."""
    manager = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=60))
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)
