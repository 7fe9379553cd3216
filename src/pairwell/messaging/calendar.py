"""Invitations that every calendar understands: iCalendar (RFC 5545) sent by mail after iTIP (RFC 5546)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from pairwell.core import clock
from pairwell.messaging.states import CalendarMethod

PRODUCT = "-//Pairwell//Mentoring//EN"
Contact = tuple[str, str]
"""A name and a mail address."""


def invitation(
    *,
    uid: str,
    sequence: int,
    starts_at: datetime,
    minutes: int,
    summary: str,
    description: str = "",
    location: str = "",
    organizer: Contact,
    attendees: Sequence[Contact],
    method: str = CalendarMethod.REQUEST,
) -> str:
    """The iCalendar object that invites to a meeting, moves it or calls it off.

    uid: the same for the whole life of the meeting; sequence: 0 first, one more with every change;
    starts_at: aware, written in UTC; method: REQUEST (invite or move) or CANCEL.
    Raises ValueError for a naive time or another method.
    """
    if starts_at.tzinfo is None:
        raise ValueError("starts_at must know its time zone")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", CalendarMethod(method).value)
    event = _event(uid=uid, sequence=sequence, starts_at=starts_at, minutes=minutes)
    event.add("summary", summary)
    for name, value in (("description", description), ("location", location)):
        if value:
            event.add(name, value)
    invite(event, organizer, attendees, method)
    calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


def invite(event: Event, organizer: Contact, attendees: Sequence[Contact], method: str) -> None:
    """Say in an event who invites, who is invited, and whether it takes place."""
    event.add("status", "CANCELLED" if method == CalendarMethod.CANCEL else "CONFIRMED")
    event.add("organizer", _address(organizer, {"ROLE": "CHAIR"}), encode=False)
    for attendee in attendees:
        event.add("attendee", _address(attendee, _invited(method)), encode=False)


def _event(*, uid: str, sequence: int, starts_at: datetime, minutes: int) -> Event:
    event = Event()
    start = starts_at.astimezone(UTC)
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", clock.now().astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=minutes))
    event.add("transp", "OPAQUE")
    return event


def _invited(method: str) -> dict[str, str]:
    role = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"}
    if method == CalendarMethod.CANCEL:
        return role
    return {**role, "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}


def _address(contact: Contact, params: dict[str, str]) -> vCalAddress:
    name, email = contact
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name.replace('"', "'"))
    for key, value in params.items():
        address.params[key] = vText(value)
    return address
