"""An event with people who come and people who wait, and others."""

from datetime import timedelta
from typing import Any

from pairwell.core import clock
from pairwell.programs.models import EventSeat, ProgramEvent
from tests.factories.people import make_person


def add(world: Any, size: int) -> None:
    """`size` events, the last with `size` people coming and `size` in line."""
    now = clock.now()
    for number in range(size):
        event = ProgramEvent.objects.create(
            program=world.program,
            title=f"Event {number}",
            starts_at=now + timedelta(days=number + 1),
            seats=size,
        )
    for state in ("going", "waiting"):
        for _ in range(size):
            EventSeat.objects.create(event=event, person=make_person(), state=state, since=now)
    world.things["event"] = event
