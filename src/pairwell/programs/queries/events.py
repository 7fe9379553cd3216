"""Reads of events: whom they are for, who comes, what somebody can sign up for."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from pairwell.core import clock
from pairwell.people.models import Person
from pairwell.programs.models import EventSeat, Program, ProgramEvent
from pairwell.programs.permissions import managed_programs
from pairwell.programs.queries.announcements import audience_of
from pairwell.programs.states import SeatState


def guests_of(event: ProgramEvent) -> QuerySet[Person]:
    """Whom an event is for: people with an approved place, on the side it is meant for."""
    return audience_of(event.program, event.audience)


def events_of(program: Program) -> QuerySet[ProgramEvent]:
    """Every event of a program with its numbers, the latest first."""
    counts = {
        "going": Count("taken", filter=Q(taken__state=SeatState.GOING)),
        "waiting": Count("taken", filter=Q(taken__state=SeatState.WAITING)),
        "came": Count("taken", filter=Q(taken__was_there=True)),
    }
    return ProgramEvent.objects.filter(program=program).annotate(**counts).order_by("-starts_at", "-id")


def seats_of(event: ProgramEvent) -> QuerySet[EventSeat]:
    """Who comes and who waits, in the order in which they signed up."""
    return event.taken.exclude(state=SeatState.LEFT).select_related("person").order_by("since", "id")


def event_for_manager(person: Person, event_id: int) -> ProgramEvent:
    """An event of a program this person runs; 404 for everybody else."""
    events = ProgramEvent.objects.select_related("program")
    found = events.filter(pk=event_id, program__in=managed_programs(person).values("pk")).first()
    if found is None:
        raise Http404
    return found


def event_for_guest(person: Person, event_id: int) -> tuple[ProgramEvent, EventSeat | None]:
    """An event that is for this person, or that they have a seat at, and that seat; 404 for everybody else."""
    event = ProgramEvent.objects.select_related("program").filter(pk=event_id).first()
    if event is None:
        raise Http404
    seat = EventSeat.objects.filter(event=event, person=person).first()
    if seat is None and not guests_of(event).filter(pk=person.pk).exists():
        raise Http404
    return event, seat


def place_in_line(seat: EventSeat) -> int:
    """1 is next."""
    earlier = Q(since__lt=seat.since) | Q(since=seat.since, pk__lte=seat.pk)
    return EventSeat.objects.filter(earlier, event=seat.event_id, state=SeatState.WAITING).count()


def coming_events(person: Person, program: Program) -> list[tuple[ProgramEvent, str]]:
    """What is ahead in a program for somebody, and what they have said; two queries."""
    ahead = list(
        program.events.filter(starts_at__gt=clock.now(), canceled_at=None).order_by("starts_at")[:20]
    )
    if not ahead:
        return []
    said = dict(EventSeat.objects.filter(event__in=ahead, person=person).values_list("event_id", "state"))
    sides = {a: audience_of(program, a).filter(pk=person.pk).exists() for a in {e.audience for e in ahead}}
    return [(e, said.get(e.pk, "")) for e in ahead if sides[e.audience] or e.pk in said]
