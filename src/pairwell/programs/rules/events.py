"""What an event must look like, and who gets a seat: no database, no clock."""

from datetime import datetime

from pairwell.core.errors import Refusal
from pairwell.programs.states import ProgramState, SeatState


def check_event(
    *, state: str, title: str, starts_at: datetime, now: datetime, minutes: int, seats: int | None
) -> list[Refusal]:
    """Everything that must be mended before an event can be held; each about its field."""
    found = []
    if state in (ProgramState.DRAFT, ProgramState.ARCHIVED):
        found.append(Refusal("state", "Nobody is in this program now; hold events once enrollment is open."))
    if not title.strip():
        found.append(Refusal("title", "Give it a title.", "title"))
    if starts_at <= now:
        found.append(
            Refusal("past", "This moment has passed. Choose one that is still to come.", "starts_at")
        )
    if not 5 <= minutes <= 1440:
        found.append(Refusal("minutes", "Between five minutes and a day.", "minutes"))
    if seats is not None and not 1 <= seats <= 100_000:
        found.append(Refusal("seats", "At least one seat; leave it empty for as many as come.", "seats"))
    return found


def may_sign_up(*, canceled: bool, starts_at: datetime, now: datetime) -> Refusal | None:
    """Until it begins, unless it was called off."""
    if canceled:
        return Refusal("canceled", "This event was called off.")
    if starts_at <= now:
        return Refusal("begun", "This event has begun already.")
    return None


def seat_for(*, seats: int | None, going: int, waiting: int) -> SeatState:
    """What somebody who signs up gets: a seat, or a place behind those who came before."""
    if seats is None:
        return SeatState.GOING
    return SeatState.GOING if going < seats and not waiting else SeatState.WAITING


def free_seats(*, seats: int | None, going: int, waiting: int) -> int:
    """How many of those who wait move up now."""
    return waiting if seats is None else max(0, min(waiting, seats - going))
