"""Sessions: plan, move, cancel, hold, miss, or note that members met elsewhere."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import insist
from pairwell.library.models import Activity
from pairwell.mentorships.actions.invitations import tell_session
from pairwell.mentorships.models import AgendaItem, Attendance, Mentorship, Session, SessionSeries
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.rules import meeting
from pairwell.mentorships.states import SessionState
from pairwell.messaging.states import CalendarMethod
from pairwell.people.models import Person


@transaction.atomic
def plan_session(
    *,
    by: Person,
    mentorship: Mentorship,
    starts_at: datetime,
    minutes: int,
    title: str = "",
    place: str = "",
    activity: Activity | None = None,
) -> Session:
    """Put a session into everybody's calendar; its agenda starts as the activity's steps.

    Raises Refused for a time that has passed, a strange length, or a mentorship that rests or is over.
    """
    locked = Mentorship.objects.select_for_update().get(pk=mentorship.pk)
    refusal = meeting.may_plan(state=locked.state, starts_at=starts_at, minutes=minutes, now=clock.now())
    insist(refusal)
    session = Session.objects.create(
        mentorship=mentorship,
        title=(title.strip() or (activity.title if activity else "Our session"))[:140],
        starts_at=starts_at,
        minutes=minutes,
        place=place.strip()[:300],
        activity=activity,
        planned_by=by,
    )
    fill_agenda(session, activity)
    circle = circle_of(mentorship)
    audit.record(by=by, verb="session planned", thing=session, program_id=mentorship.program_id)
    tell_session(session, circle, by=by, subject="Session planned", method=CalendarMethod.REQUEST)
    return session


def fill_agenda(session: Session, activity: Activity | None) -> None:
    """Copy the steps of an activity, with their minutes, below what is on the agenda already."""
    if activity is None:
        return
    start = session.agenda.count()
    AgendaItem.objects.bulk_create(
        AgendaItem(session=session, position=start + n, text=step.title, minutes=step.minutes)
        for n, step in enumerate(activity.steps.all())
    )


def locked_session(session: Session) -> Session:
    """The session as it is now, nobody else changing it."""
    sessions = Session.objects.select_for_update(of=("self",)).select_related("mentorship__program", "series")
    return sessions.get(pk=session.pk)


@transaction.atomic
def move_session(
    *, by: Person, session: Session, starts_at: datetime, minutes: int, place: str | None = None
) -> Session:
    """Another time, length or place: every calendar moves the event."""
    now = locked_session(session)
    insist(meeting.may_change(state=now.state))
    state = now.mentorship.state
    insist(meeting.may_plan(state=state, starts_at=starts_at, minutes=minutes, now=clock.now()))
    new_place = now.place if place is None else place.strip()[:300]
    if (now.starts_at, now.minutes, now.place) == (starts_at, minutes, new_place):
        return now
    now.times_moved += now.starts_at != starts_at
    now.starts_at, now.minutes, now.place = starts_at, minutes, new_place
    now.sequence = _next_version(now)
    now.save(update_fields=["starts_at", "minutes", "place", "sequence", "times_moved"])
    audit.record(by=by, verb="session moved", thing=now, program_id=now.mentorship.program_id)
    circle = circle_of(now.mentorship)
    tell_session(now, circle, by=by, subject="Session moved", method=CalendarMethod.REQUEST)
    return now


def _next_version(session: Session) -> int:
    """The next version that calendars are told; sessions of a series share one count."""
    if session.series_id is None:
        return session.sequence + 1
    series = SessionSeries.objects.select_for_update().get(pk=session.series_id)
    series.sequence += 1
    series.save(update_fields=["sequence"])
    return series.sequence


@transaction.atomic
def cancel_session(*, by: Person, session: Session) -> Session:
    """Call it off: every calendar removes the event."""
    now = locked_session(session)
    insist(meeting.may_change(state=now.state))
    return call_off(now, by=by)


def call_off(session: Session, *, by: Person) -> Session:
    """Cancel a locked, planned session and tell the calendars; also used when a mentorship ends."""
    session.state, session.sequence = SessionState.CANCELED, _next_version(session)
    session.save(update_fields=["state", "sequence"])
    audit.record(by=by, verb="session canceled", thing=session, program_id=session.mentorship.program_id)
    circle = circle_of(session.mentorship)
    tell_session(session, circle, by=by, subject="Session canceled", method=CalendarMethod.CANCEL)
    return session


@transaction.atomic
def hold_session(*, by: Person, session: Session, there: Collection[int]) -> Session:
    """It took place. there: ids of the members who were there."""
    now = locked_session(session)
    circle = circle_of(now.mentorship)
    present = {p.pk for p in circle.people} & set(there)
    insist(
        meeting.may_hold(
            state=now.state, starts_at=now.starts_at, now=clock.now(), anybody_there=bool(present)
        )
    )
    now.state = SessionState.HELD
    now.save(update_fields=["state"])
    now.attendance.all().delete()
    Attendance.objects.bulk_create(
        Attendance(session=now, person=p, was_there=p.pk in present) for p in circle.people
    )
    audit.record(by=by, verb="session held", thing=now, program_id=now.mentorship.program_id)
    return now


@transaction.atomic
def miss_session(*, by: Person, session: Session) -> Session:
    """It did not take place and nobody called it off. No blame: it is only counted."""
    now = locked_session(session)
    insist(meeting.may_miss(state=now.state, starts_at=now.starts_at, now=clock.now()))
    now.state = SessionState.MISSED
    now.save(update_fields=["state"])
    audit.record(by=by, verb="session missed", thing=now, program_id=now.mentorship.program_id)
    return now


@transaction.atomic
def note_meeting(
    *, by: Person, mentorship: Mentorship, met_at: datetime | None = None, minutes: int | None = None
) -> Session:
    """Note a meeting elsewhere: a held session without an invitation, everybody there. Once a day at most.

    met_at: now when not said; minutes: the program's usual length.
    """
    locked = (
        Mentorship.objects.select_for_update(of=("self",)).select_related("program").get(pk=mentorship.pk)
    )
    when = met_at or clock.now()
    insist(meeting.may_have_met(state=locked.state, met_at=when, now=clock.now()))
    same_day = locked.sessions.filter(state=SessionState.HELD, starts_at__date=when.date()).first()
    if same_day is not None:
        return same_day
    session = Session.objects.create(
        mentorship=locked,
        title="We met",
        starts_at=when,
        minutes=minutes or locked.program.session_minutes,
        state=SessionState.HELD,
        planned_by=by,
    )
    people = circle_of(locked).people
    Attendance.objects.bulk_create(Attendance(session=session, person=p, was_there=True) for p in people)
    audit.record(by=by, verb="meeting noted", thing=session, program_id=locked.program_id)
    return session
