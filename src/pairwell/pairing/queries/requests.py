"""Requests as those see them who ask and are asked."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from pairwell.core import clock
from pairwell.pairing.models import Request
from pairwell.pairing.parties import told_about
from pairwell.pairing.sharing import STRANGERS, strongest
from pairwell.pairing.states import OPEN_REQUESTS, RequestState
from pairwell.people.models import Person


@dataclass(frozen=True)
class MyRequest:
    """A request from one side's point of view."""

    request: Request
    other: Person
    is_mine: bool
    place: int = 0

    @property
    def is_waiting_for_me(self) -> bool:
        """Whether this reader can answer it now."""
        due = self.request.due_at
        in_time = due is None or due > clock.now()
        return not self.is_mine and self.request.state == RequestState.ASKED and in_time

    @property
    def can_take_back(self) -> bool:
        return self.is_mine and self.request.state in OPEN_REQUESTS

    @property
    def due_at(self) -> datetime | None:
        return self.request.due_at

    @property
    def reasons(self) -> list[str]:
        both = (self.request.asker.person, self.request.asked.person)
        return strongest(told_about(both, self.request.contributions, STRANGERS))

    @property
    def state_words(self) -> str:
        """What became of it, for this reader; why somebody declined is nobody's here."""
        state = RequestState(self.request.state)
        if self.is_waiting_for_me:
            return "Waiting for your answer"
        if self.is_mine and state == RequestState.LINED_UP:
            return f"Next in line: number {self.place}" if self.place else state.label
        if self.is_mine and state in (RequestState.DECLINED, RequestState.PASSED, RequestState.CLOSED):
            return "Did not work out this time"
        if not self.is_mine and state == RequestState.DECLINED:
            return "You declined"
        return state.label


def _with_people() -> QuerySet[Request]:
    return Request.objects.select_related(
        "program", "asker__person__profile", "asked__person__profile", "proposal__mentorship"
    )


def my_request(request: Request, person: Person) -> MyRequest:
    """One request as this person sees it."""
    is_mine = request.asker.person_id == person.pk
    return MyRequest(request, request.asked.person if is_mine else request.asker.person, is_mine)


def requests_by(person: Person) -> list[MyRequest]:
    """Those I made: open ones first in their line, then what became of the others."""
    found = list(_with_people().filter(asker__person=person).order_by("-pk")[:60])
    order = {RequestState.ASKED: 0, RequestState.LINED_UP: 1}
    rows = sorted(
        found, key=lambda r: (order.get(RequestState(r.state), 2), r.rank if r.state in order else 0)
    )
    lined_up = [row.pk for row in rows if row.state == RequestState.LINED_UP]
    places = {pk: number for number, pk in enumerate(lined_up, 1)}
    return [replace(my_request(row, person), place=places.get(row.pk, 0)) for row in rows]


def requests_to(person: Person) -> list[MyRequest]:
    """Those I was asked; one that still stands in somebody's line is not for my eyes yet."""
    found = _with_people().filter(asked__person=person, asked_at__isnull=False)
    rows = sorted(found.order_by("-pk")[:60], key=lambda r: r.state != RequestState.ASKED)
    return [my_request(row, person) for row in rows]


def requests_waiting_for(person: Person) -> QuerySet[Request]:
    """What this person can answer now."""
    found = _with_people().filter(asked__person=person, state=RequestState.ASKED, due_at__gt=clock.now())
    return found.order_by("due_at", "pk")


def request_of(person: Person, request_id: int) -> Request | None:
    """A request this person made, or was asked."""
    found = _with_people().filter(pk=request_id).first()
    if found is None:
        return None
    if found.asker.person_id == person.pk or (found.asked.person_id == person.pk and found.asked_at):
        return found
    return None
