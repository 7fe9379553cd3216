"""What people are told of a program's events. Each invitation names its reader alone: nobody learns who else comes."""

from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from pairwell.messaging.actions import Draft
from pairwell.messaging.calendar import invitation
from pairwell.messaging.kinds import Kind, register
from pairwell.messaging.states import CalendarMethod
from pairwell.messaging.zones import zone_of
from pairwell.people.models import Organization, Person
from pairwell.programs.models import EventSeat, ProgramEvent
from pairwell.programs.rules.wording import plain

EVENT = "program_event"

register(Kind(EVENT, "Events", "A program holds something; what you have a seat for always reaches you."))


def path_of(event: ProgramEvent) -> str:
    """Where people sign up."""
    return reverse("event", args=[event.pk])


def _when(event: ProgramEvent, person: Person) -> str:
    zone: ZoneInfo = zone_of(person.time_zone)
    there: datetime = event.starts_at.astimezone(zone)
    place = event.place if "://" in event.place else plain(event.place)
    where = f"  \nWhere: {place}" if event.place else ""
    return (
        f"**{there:%A} {there.day} {there:%B %Y}, {there:%H:%M}** ({person.time_zone})  \n"
        f"{event.minutes} minutes{where}"
    )


def invited(event: ProgramEvent, person: Person) -> Draft:
    """There is something; who would like to come signs up."""
    text = (
        f"**{plain(event.program.name)}** invites you to **{plain(event.title)}**.\n\n{_when(event, person)}"
    )
    text += f"\n\n{event.text}" if event.text else ""
    if event.seats is not None:
        text += f"\n\nThere are {event.seats} seats: who signs up first has one, and the others wait in line."
    return _draft(event, person, f"event-invitation:{event.pk}:{person.pk}", f"Join us: {event.title}", text)


def seated(seat: EventSeat, ours: Organization, *, why: str) -> Draft:
    """A seat, with the invitation for the calendar. why: signed_up, moved_up or changed."""
    event = seat.event
    first = {
        "signed_up": "You have a seat. It is in your calendar when you open this letter.",
        "moved_up": "A seat has become free, and it is yours. If it does not suit you any more, give it back with "
        "one click, and the next in line gets it.",
        "changed": "Something about it has changed; your calendar moves it when you open this letter.",
    }[why]
    subject = {"signed_up": "Your seat", "moved_up": "A seat for you", "changed": "Changed"}[why]
    return _calendared(seat, ours, CalendarMethod.REQUEST, f"{subject}: {event.title}", first)


def waiting(seat: EventSeat, place: int) -> Draft:
    """Every seat is taken; their place in the line."""
    event = seat.event
    text = (
        f"Every seat for **{plain(event.title)}** is taken. Your place in the line is **{place}**. The line moves by "
        "itself, and you get a letter when a seat is yours."
    )
    return _draft(event, seat.person, _key(seat), f"In line: {event.title}", text)


def unseated(seat: EventSeat, ours: Organization, *, held: bool, why: str) -> Draft:
    """It leaves their calendar.

    held: they had a seat, not only a place in the line; why: called_off, given_back or left (the program).
    """
    event = seat.event
    subject, first = {
        "called_off": (f"Called off: {event.title}", "It was called off."),
        "given_back": (
            f"Given back: {event.title}",
            "You have given your seat back. Thank you for telling us.",
        ),
        "left": (f"No longer yours: {event.title}", "You have left the program, and with it this event."),
    }[why]
    if not held:
        return _draft(event, seat.person, _key(seat), subject, f"{first}\n\n{_when(event, seat.person)}")
    return _calendared(seat, ours, CalendarMethod.CANCEL, subject, first)


def _calendared(
    seat: EventSeat, ours: Organization, method: CalendarMethod, subject: str, first: str
) -> Draft:
    event, person = seat.event, seat.person
    calendar = invitation(
        uid=f"{event.uid}@pairwell",
        sequence=event.sequence + seat.version,
        starts_at=event.starts_at,
        minutes=event.minutes,
        summary=event.title,
        description=f"{event.program.name}: {settings.SITE_URL}{path_of(event)}",
        location=event.place,
        organizer=(ours.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        attendees=[(person.full_name, person.email)],
        method=method,
    )
    text = f"**{plain(event.title)}**\n\n{first}\n\n{_when(event, person)}"
    return replace(
        _draft(event, person, _key(seat), subject, text), calendar=calendar, calendar_method=method.value
    )


def _key(seat: EventSeat) -> str:
    return f"event:{seat.event_id}:{seat.person_id}:{seat.event.sequence + seat.version}:{seat.state}"


def _draft(event: ProgramEvent, person: Person, key: str, subject: str, text: str) -> Draft:
    return Draft(
        to=person,
        kind=EVENT,
        key=key,
        subject=subject,
        text=text,
        program_id=event.program_id,
        action_url=path_of(event),
        action_label="Open it",
    )
