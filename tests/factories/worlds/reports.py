"""Exports that were made, and a report that goes out by itself."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from pairwell.core import clock
from pairwell.core.models import LongJob
from pairwell.reports.models import ProgramExport, ReportPlan
from tests.factories.world import World

KEPT = "exports/of-the-world.zip"


def add(world: World, size: int) -> None:
    """So many exports, one plan."""
    if not default_storage.exists(KEPT):
        default_storage.save(KEPT, ContentFile(b"PK"))
    for _ in range(size):
        job = LongJob.objects.create(kind="program export", state=LongJob.State.DONE)
        world.things["export"] = ProgramExport.objects.create(
            program=world.program, job=job, asked_by=world.people["cora"], file=KEPT, size=2, rows=1
        )
    ReportPlan.objects.create(program=world.program, every="end", next_on=clock.today() + timedelta(days=9))
