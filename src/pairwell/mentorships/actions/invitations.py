"""The calendar side of sessions: what every calendar is told, and the letter around it."""

from dataclasses import replace
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

from pairwell.mentorships import kinds
from pairwell.mentorships.actions.letters import address_of, local, ring_session
from pairwell.mentorships.models import Session, SessionSeries
from pairwell.mentorships.people_in import Circle, joined
from pairwell.mentorships.rules.series import recurrence
from pairwell.mentorships.states import Every, SessionState
from pairwell.messaging.actions import Draft, send_letters
from pairwell.messaging.calendar import invitation
from pairwell.messaging.recurring import Occurrence, Repeating, occurrence_invitation, series_invitation
from pairwell.messaging.states import CalendarMethod
from pairwell.people.models import Person
from pairwell.people.queries import organization

SUBJECTS = {
    "planned": "Sessions planned",
    "moved": "Sessions moved",
    "shortened": "Sessions moved: until then",
    "canceled": "Sessions canceled",
}


def tell_session(session: Session, circle: Circle, *, by: Person, subject: str, method: str) -> None:
    """The invitation to a session, its new version, or its cancellation, to every present member."""
    calendar = calendar_of(session, circle, method)
    drafts = [_session_draft(session, circle, person, by=by, subject=subject) for person in circle.people]
    send_letters([replace(d, calendar=calendar, calendar_method=method) for d in drafts])
    ring_session(
        [p for p in circle.people if p.pk != by.pk],
        key=_key(session),
        text=f"{by.full_name}: {subject[0].lower()}{subject[1:]}",
        url=address_of(session),
    )


def _key(session: Session) -> str:
    """What a letter about this version of a session is known by; versions count anew in another series."""
    series = f"s{session.series_id}:" if session.series_id else ""
    return f"session:{session.pk}:{series}{session.sequence}"


def _session_draft(session: Session, circle: Circle, to: Person, *, by: Person, subject: str) -> Draft:
    who = "You" if to.pk == by.pk else by.full_name
    verb = {"Session planned": "planned", "Session moved": "moved"}.get(subject, "canceled")
    lines = [f"{who} {verb} the session with {circle.names(to)}.", "", f"**{local(session.starts_at, to)}**"]
    lines += [f"{session.minutes} minutes"] + ([f"Where: {session.place}"] if session.place else [])
    if session.state == SessionState.CANCELED:
        lines += [
            "",
            "Your calendar removes it when you open this letter. Plan another time whenever it suits.",
        ]
    return Draft(
        to=to,
        kind=kinds.SESSION,
        key=f"{_key(session)}:{to.pk}",
        subject=f"{subject}: {circle.names(to)}",
        text="  \n".join(lines),
        program_id=session.mentorship.program_id,
        action_url=address_of(session),
        action_label="Open the session",
    )


def calendar_of(session: Session, circle: Circle, method: str) -> str:
    """The iCalendar object about one session, on its own or as one of a series.

    Calendars are often shared with colleagues: they show who meets, not what about.
    """
    if session.series is not None and session.slot_at is not None:
        series = replace(repeating(session.series, circle), sequence=session.sequence)
        one = Occurrence(
            slot_at=session.slot_at, starts_at=session.starts_at, minutes=session.minutes,
            location=session.place,
        )  # fmt: skip
        return occurrence_invitation(series, one, method=method)
    return invitation(
        uid=f"{session.uid}@pairwell",
        sequence=session.sequence,
        starts_at=session.starts_at,
        minutes=session.minutes,
        summary=_summary(circle),
        description=f"Agenda and notes: {settings.SITE_URL}{address_of(session)}",
        location=session.place,
        organizer=_organizer(),
        attendees=_attendees(circle),
        method=method,
    )


def repeating(series: SessionSeries, circle: Circle) -> Repeating:
    """A series as calendars see it now: its rule, what was canceled one by one, what was moved."""
    rows = list(series.sessions.filter(slot_at__lte=series.until).order_by("slot_at"))
    changed = [
        Occurrence(slot_at=s.slot_at, starts_at=s.starts_at, minutes=s.minutes, location=s.place)
        for s in rows
        if s.slot_at
        and s.state != SessionState.CANCELED
        and (s.starts_at, s.minutes, s.place) != (s.slot_at, series.minutes, series.place)
    ]
    link = f"{settings.SITE_URL}{reverse('mentorship', args=[series.mentorship_id])}"
    return Repeating(
        uid=f"{series.uid}@pairwell",
        sequence=series.sequence,
        starts_at=series.starts_at,
        minutes=series.minutes,
        time_zone=series.time_zone,
        rule=recurrence(series.starts_at, series.time_zone, series.every),
        until=series.until,
        summary=_summary(circle),
        description=f"Agenda and notes: {link}",
        location=series.place,
        organizer=_organizer(),
        attendees=_attendees(circle),
        dropped=[s.slot_at for s in rows if s.state == SessionState.CANCELED and s.slot_at],
        changed=changed,
    )


def tell_series(
    series: SessionSeries, circle: Circle, *, by: Person, what: str,
    method: str = CalendarMethod.REQUEST, count: int = 0,
) -> None:  # fmt: skip
    """A whole series, its new version or its end, to every present member: one letter each."""
    calendar = series_invitation(repeating(series, circle), method=method)
    drafts = [_draft(series, circle, person, by=by, what=what, count=count) for person in circle.people]
    send_letters([replace(d, calendar=calendar, calendar_method=method) for d in drafts])
    if what != "shortened":
        words = "canceled the sessions ahead" if what == "canceled" else f"{what} a series of sessions"
        others = [p for p in circle.people if p.pk != by.pk]
        key = f"series:{series.pk}:{series.sequence}"
        url = reverse("mentorship", args=[series.mentorship_id])
        ring_session(others, key=key, text=f"{by.full_name} {words}", url=url)


def _draft(series: SessionSeries, circle: Circle, to: Person, *, by: Person, what: str, count: int) -> Draft:
    who = "You" if to.pk == by.pk else by.full_name
    rhythm = Every(series.every).label.lower()
    if what == "canceled":
        lines = [f"{who} canceled {count} session{'s' if count != 1 else ''} with {circle.names(to)}.", ""]
        lines += ["Your calendar removes them when you open this letter."]
    elif what == "shortened":
        lines = ["The earlier series ends here; the sessions after it come in a letter of their own."]
    else:
        verb = "planned" if what == "planned" else "moved"
        number = series.sessions.filter(state=SessionState.PLANNED).count()
        lines = [f"{who} {verb} {number} sessions with {circle.names(to)}, {rhythm}.", ""]
        lines += [f"**First: {local(series.starts_at, to)}**", f"Last: {local(series.until, to)}"]
        lines += [f"{series.minutes} minutes each"] + ([f"Where: {series.place}"] if series.place else [])
    return Draft(
        to=to,
        kind=kinds.SESSION,
        key=f"series:{series.pk}:{series.sequence}:{to.pk}",
        subject=f"{SUBJECTS[what]}: {circle.names(to)}",
        text="  \n".join(lines),
        program_id=series.mentorship.program_id,
        action_url=reverse("mentorship", args=[series.mentorship_id]),
        action_label="Open your mentorship",
    )


def _summary(circle: Circle) -> str:
    return f"Mentoring: {joined([p.full_name for p in circle.people])}"


def _organizer() -> tuple[str, str]:
    return organization().name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _attendees(circle: Circle) -> list[tuple[str, str]]:
    return [(p.full_name, p.email) for p in circle.people]
