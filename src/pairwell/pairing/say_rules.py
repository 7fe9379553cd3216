"""What people may decide about their own match, on plain values: no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pairwell.core.errors import Refusal
from pairwell.pairing.states import MatchingMode, RequestState
from pairwell.programs.states import Format

MOST_REQUESTS = 5
"""Requests somebody may have open at a time: one asked, the others next in line."""
SCHEDULES = {
    0: "Never by itself",
    1: "Every day",
    7: "Every week",
    14: "Every two weeks",
    28: "Every four weeks",
}


@dataclass(frozen=True)
class Choice:
    """What a program lets people decide, as values."""

    mode: str
    is_blind: bool
    format: str

    @property
    def shows_people(self) -> bool:
        """Whether people see each other before they are matched."""
        return self.mode != MatchingMode.MANAGED

    @property
    def takes_requests(self) -> bool:
        """Whether somebody may ask somebody: in the open, and where pairs are made."""
        return self.mode == MatchingMode.SELF and not self.is_blind and self.format != Format.GROUP

    @property
    def asks_privately(self) -> bool:
        """Whether both say yes or no without the other knowing."""
        return self.mode == MatchingMode.SELF and self.is_blind and self.format != Format.GROUP


def may_ask(*, choice: Choice, places_left: int, open_now: int, has_left: bool) -> Refusal | None:
    """Whether somebody may send one more request. places_left: their own; has_left: the other is gone or full."""
    if not choice.takes_requests:
        return Refusal("no_requests", "In this program people do not ask each other directly.")
    if places_left <= 0:
        return Refusal(
            "no_place", "You have a match already. If you would like another one, change your places."
        )
    if open_now >= MOST_REQUESTS:
        return Refusal(
            "too_many",
            f"You have {MOST_REQUESTS} requests open. Take one back, or wait for an answer, and ask again.",
        )
    if has_left:
        return Refusal(
            "no_place_there", "They have no place left at the moment. Somebody else may fit as well."
        )
    return None


def may_answer_request(*, state: str, due_at: datetime | None, now: datetime) -> Refusal | None:
    """A request is answered once, while it waits and its time is not over."""
    if state == RequestState.ASKED and (due_at is None or due_at > now):
        return None
    words = {
        RequestState.WITHDRAWN: "They have taken this request back.",
        RequestState.ACCEPTED: "You have said yes to this already.",
        RequestState.DECLINED: "You have answered this already.",
        RequestState.CLOSED: "This request is no longer possible: a place in it is taken by now.",
        RequestState.LINED_UP: "This request has not been sent yet.",
    }
    over = "The time to answer is over; they have gone on to somebody else."
    return Refusal("not_waiting", words.get(RequestState(state), over))


def may_take_back(*, state: str) -> Refusal | None:
    """Requests that still wait can be taken back."""
    if state in (RequestState.LINED_UP, RequestState.ASKED):
        return None
    return Refusal("over", "This request is over; there is nothing to take back.")


def due(*, asked_at: datetime, days: int) -> datetime:
    """Until when somebody may answer before the next in line is asked."""
    return asked_at + timedelta(days=days)


def moved(ids: Sequence[int], chosen: int, step: str) -> list[int]:
    """The list with one entry one place up or down, or out of it; unchanged at its ends."""
    found = list(ids)
    if chosen not in found:
        return found
    at = found.index(chosen)
    found.remove(chosen)
    if step == "remove":
        return found
    to = at - 1 if step == "up" else at + 1
    found.insert(max(0, min(to, len(found))), chosen)
    return found


def refuse_settings(
    *, mode: str, request_days: int, complete_percent: int, per_person: int, match_every: int
) -> list[Refusal]:
    """Everything that is wrong with a program's choice, each beside its field."""
    found = []
    if mode not in MatchingMode.values:
        found.append(Refusal("mode", "Choose how people are matched.", "mode"))
    if not 1 <= request_days <= 30:
        found.append(Refusal("days", "A request can wait for 1 to 30 days.", "request_days"))
    if not 0 <= complete_percent <= 100:
        found.append(Refusal("percent", "A share goes from 0 to 100 percent.", "complete_percent"))
    if not 1 <= per_person <= 20:
        found.append(Refusal("per_person", "Recommend 1 to 20 people to each.", "per_person"))
    if match_every not in SCHEDULES:
        found.append(Refusal("schedule", "Choose one of the schedules.", "match_every"))
    return found
