"""A run that is done, its suggestions, a change by hand and a note for managers."""

from typing import Any

from pairwell.pairing.actions import start_run
from pairwell.pairing.jobs import perform_run
from pairwell.pairing.models import PairNote, RunEdit
from pairwell.pairing.states import EditKind


def add(world: Any, size: int) -> None:
    """`run` (done), `suggestion`, `edit`."""
    cora = world.people["cora"]
    run = start_run(by=cora, program=world.program)
    perform_run(run_id=run.pk)
    run.refresh_from_db()
    world.things["run"] = run
    world.things["suggestion"] = run.proposals.first()
    for number in range(size):
        world.things["edit"] = RunEdit.objects.create(
            run=run, number=number + 1, kind=EditKind.UNMATCH, words="Took a suggestion back", by=cora
        )
        PairNote.objects.create(proposal=world.things["suggestion"], author=cora, text="canary-of-a-reason")
