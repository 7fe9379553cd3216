"""Exports that were made, a report that goes out by itself, and an earlier run of the program."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from pairwell.core import clock
from pairwell.core.models import LongJob
from pairwell.mentorships.states import MentorshipState
from pairwell.programs.states import ProgramRole, ProgramState
from pairwell.reports.models import ProgramExport, ReportPlan
from tests.factories.programs import grant, make_enrollment, make_program
from tests.factories.world import World, pair

KEPT = "exports/of-the-world.zip"


def add(world: World, size: int) -> None:
    """So many exports, one plan, one earlier run."""
    _run_before(world)
    if not default_storage.exists(KEPT):
        default_storage.save(KEPT, ContentFile(b"PK"))
    for _ in range(size):
        job = LongJob.objects.create(kind="program export", state=LongJob.State.DONE)
        world.things["export"] = ProgramExport.objects.create(
            program=world.program, job=job, asked_by=world.people["cora"], file=KEPT, size=2, rows=1
        )
    ReportPlan.objects.create(program=world.program, every="end", next_on=clock.today() + timedelta(days=9))


def _run_before(world: World) -> None:
    """Who reads results of the program reads those of the run before it as well."""
    start = clock.today() - timedelta(days=400)
    before = make_program(
        "Mentoring before", managed_by=world.people["cora"], state=ProgramState.CLOSED, starts_on=start,
        ends_on=start + timedelta(days=180), enrollment_opens_on=None, enrollment_closes_on=None,
    )  # fmt: skip
    grant(before, world.people["patron"], ProgramRole.SPONSOR)
    mentor, mentee = (make_enrollment(before, role=role) for role in ("mentor", "mentee"))
    pair(before, mentor, mentee, state=MentorshipState.COMPLETED, starts_on=start)
    world.program.earlier_run = before
    world.program.save(update_fields=["earlier_run"])
