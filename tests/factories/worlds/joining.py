"""Approvals, nominations, a code, saved views, bulk steps."""

from datetime import timedelta

from pairwell.core import clock
from pairwell.programs.models import Approval, BulkStep, Nomination, Program, SavedView
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment
from tests.factories.world import World


def add(world: World, size: int) -> None:
    """So many of each; ben's people manager is asked for a word."""
    program, cora, boss = world.program, world.people["cora"], world.people["boss"]
    fields = {"join_code": "WORLD2027", "by_nomination": True, "is_rolling": True}
    Program.objects.filter(pk=program.pk).update(**fields)
    for number in range(size):
        asked = make_enrollment(program, make_person(manager=boss), state="applied", waits_for="boss")
        Approval.objects.create(enrollment=asked, by=boss)
        made_on = {"by": cora, "enrolls_on": clock.today() + timedelta(days=7)}
        Nomination.objects.create(program=program, person=make_person(manager=boss), **made_on)
        world.things["view"] = SavedView.objects.create(
            program=program, person=cora, name=f"View {number}", query=""
        )
        world.things["bulk"] = BulkStep.objects.create(program=program, by=cora, step="approve")
    world.things["approval"] = Approval.objects.create(enrollment=world.enrollment, by=boss)
    world.things["nomination"] = Nomination.objects.create(
        program=program,
        person=world.people["neighbor"],
        by=cora,
        enrolls_on=clock.today() + timedelta(days=7),
    )
