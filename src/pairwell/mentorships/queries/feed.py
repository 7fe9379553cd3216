"""A person's own feed: their sessions as calendars subscribe to them. Who meets and when, never what about."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from pairwell.core import clock
from pairwell.mentorships.models import Membership, PersonCalendar, Session
from pairwell.mentorships.people_in import circle_from
from pairwell.mentorships.permissions import mentorships_of
from pairwell.mentorships.states import SessionState
from pairwell.messaging.calendar import PRODUCT
from pairwell.people.models import Person

BACK = timedelta(days=120)
MOST = 1000


def owner_of(feed_key: str) -> Person | None:
    """Whose feed this secret opens; nobody who was switched off."""
    found = PersonCalendar.objects.filter(feed_key=feed_key, person__is_active=True)
    row = found.select_related("person").first()
    return row.person if row else None


def feed_of(person: Person) -> str:
    """The iCalendar object of everything planned, and of what was held lately. Three queries."""
    since = clock.now() - BACK
    wanted = Session.objects.filter(
        mentorship__in=mentorships_of(person).values("pk"),
        state__in=(SessionState.PLANNED, SessionState.HELD),
        starts_at__gte=since,
    )
    sessions = list(wanted.order_by("starts_at")[:MOST])
    rows = Membership.objects.filter(
        mentorship__in={s.mentorship_id for s in sessions}, left_at__isnull=True
    ).select_related("person")
    members: dict[int, list[Membership]] = {}
    for row in rows:
        members.setdefault(row.mentorship_id, []).append(row)
    names = {key: circle_from(found).names(person) for key, found in members.items()}
    calendar = _calendar()
    for session in sessions:
        calendar.add_component(_event(session, names.get(session.mentorship_id, "")))
    return str(calendar.to_ical().decode("utf-8"))


def _calendar() -> Calendar:
    calendar = Calendar()
    for name, value in (
        ("prodid", PRODUCT),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
    ):
        calendar.add(name, value)
    calendar.add("x-wr-calname", "Mentoring")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    return calendar


def _event(session: Session, names: str) -> Event:
    event = Event()
    event.add("uid", f"{session.uid}@pairwell")
    event.add("sequence", session.sequence)
    event.add("dtstamp", session.created_at)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.starts_at + timedelta(minutes=session.minutes))
    event.add("summary", f"Mentoring: {names}")
    event.add("status", "CONFIRMED")
    event.add("description", f"{settings.SITE_URL}{reverse('session', args=[session.pk])}")
    if session.place:
        event.add("location", session.place)
    return event
