"""Sessions that repeat: planned at once, moved or called off one by one or from one on."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.library.models import Activity
from pairwell.mentorships.actions.invitations import tell_series
from pairwell.mentorships.actions.sessions import fill_agenda
from pairwell.mentorships.models import Mentorship, Session, SessionSeries
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.rules import meeting
from pairwell.mentorships.rules import series as rules
from pairwell.mentorships.states import SessionState
from pairwell.messaging.states import CalendarMethod
from pairwell.people.models import Person


@transaction.atomic
def plan_series(
    *,
    by: Person,
    mentorship: Mentorship,
    starts_at: datetime,
    minutes: int,
    every: str,
    count: int,
    title: str = "",
    place: str = "",
    activities: Sequence[Activity] = (),
) -> SessionSeries:
    """Put `count` sessions into everybody's calendar, at the planner's wall-clock time, as one invitation.

    activities: one for each session from the first on; sessions beyond have an empty agenda.
    Raises Refused as plan_session does, for each of the times.
    """
    locked = Mentorship.objects.select_for_update().get(pk=mentorship.pk)
    insist(rules.may_repeat(every=every, count=count))
    slots = rules.starts(starts_at, by.time_zone, every, count)
    for slot in slots:
        insist(meeting.may_plan(state=locked.state, starts_at=slot, minutes=minutes, now=clock.now()))
    series = SessionSeries.objects.create(
        mentorship=mentorship, every=every, time_zone=by.time_zone, starts_at=slots[0], until=slots[-1],
        minutes=minutes, place=place.strip()[:300], planned_by=by,
    )  # fmt: skip
    for number, slot in enumerate(slots):
        activity = activities[number] if number < len(activities) else None
        words = title.strip() or (activity.title if activity else "Our session")
        session = Session.objects.create(
            mentorship=mentorship, title=words[:140], starts_at=slot, slot_at=slot, minutes=minutes,
            place=series.place, activity=activity, planned_by=by, series=series,
        )  # fmt: skip
        fill_agenda(session, activity)
    audit.record(
        by=by, verb="series planned", thing=series, program_id=mentorship.program_id,
        details={"sessions": count, "every": every},
    )  # fmt: skip
    tell_series(series, circle_of(mentorship), by=by, what="planned")
    return series


def _locked(session: Session) -> tuple[SessionSeries, list[Session]]:
    """The series, and its planned sessions from this one on, nobody else changing them."""
    if session.series_id is None or session.slot_at is None:
        raise Refused.because("single", "This session is not part of a series.")
    rows = SessionSeries.objects.select_for_update(of=("self",)).select_related("mentorship__program")
    series = rows.get(pk=session.series_id)
    ahead = series.sessions.select_for_update().filter(
        state=SessionState.PLANNED, slot_at__gte=session.slot_at
    )
    return series, list(ahead.order_by("slot_at"))


@transaction.atomic
def move_following(
    *, by: Person, session: Session, starts_at: datetime, minutes: int, place: str | None = None
) -> SessionSeries:
    """This session and all that follow: another day or hour from here on, every calendar moves them.

    Calendars cannot change the rest of a series reliably, so the old one ends and a new one begins, as
    RFC 5546 has it; when nothing lies before, the same event moves.
    """
    series, ahead = _locked(session)
    if not ahead or ahead[0].pk != session.pk:
        raise Refused.because("not_planned", "This session is no longer planned. Plan a new one.")
    slots = rules.starts(starts_at, by.time_zone, series.every, len(ahead))
    for slot in slots:
        insist(
            meeting.may_plan(state=series.mentorship.state, starts_at=slot, minutes=minutes, now=clock.now())
        )
    circle = circle_of(series.mentorship)
    fresh = _continued(series, ahead[0], by)
    fresh.starts_at, fresh.until, fresh.minutes = slots[0], slots[-1], minutes
    fresh.time_zone = by.time_zone
    fresh.place = fresh.place if place is None else place.strip()[:300]
    fresh.save()
    lost = series.sessions.filter(state=SessionState.CANCELED, slot_at__gte=session.slot_at)
    lost.update(series=None, slot_at=None)  # their slots are no part of the new rule
    for one, slot in zip(ahead, slots, strict=True):
        one.times_moved += one.starts_at != slot
        one.series, one.slot_at, one.starts_at = fresh, slot, slot
        one.minutes, one.place, one.sequence = minutes, fresh.place, fresh.sequence
    fields = ["series", "slot_at", "starts_at", "minutes", "place", "times_moved", "sequence"]
    Session.objects.bulk_update(ahead, fields)
    audit.record(by=by, verb="series moved", thing=fresh, program_id=series.mentorship.program_id)
    if fresh.pk != series.pk:
        tell_series(series, circle, by=by, what="shortened")
    tell_series(fresh, circle, by=by, what="moved")
    return fresh


def _continued(series: SessionSeries, first: Session, by: Person) -> SessionSeries:
    """The series itself when nothing lies before `first`, else a new one; the old one ends before it."""
    before = series.sessions.filter(slot_at__lt=first.slot_at).order_by("slot_at").last()
    series.sequence += 1
    if before is None or before.slot_at is None:
        series.save(update_fields=["sequence"])
        return series
    series.until = before.slot_at
    series.save(update_fields=["sequence", "until"])
    return SessionSeries(
        mentorship=series.mentorship, every=series.every, place=series.place, planned_by=by, uid=uuid.uuid4()
    )


@transaction.atomic
def cancel_following(*, by: Person, session: Session) -> int:
    """This session and all that follow are called off; how many."""
    series, ahead = _locked(session)
    return call_off_following(series, ahead, by=by)


def call_off_following(series: SessionSeries, ahead: Sequence[Session], *, by: Person) -> int:
    """End a locked series before the first of `ahead`; also used when a mentorship rests or ends."""
    if not ahead:
        return 0
    for one in ahead:
        one.state, one.sequence = SessionState.CANCELED, series.sequence + 1
    Session.objects.bulk_update(ahead, ["state", "sequence"])
    before = series.sessions.filter(slot_at__lt=ahead[0].slot_at).order_by("slot_at").last()
    series.sequence += 1
    method = CalendarMethod.CANCEL
    if before is not None and before.slot_at is not None:
        series.until, method = before.slot_at, CalendarMethod.REQUEST
    series.save(update_fields=["sequence", "until"])
    audit.record(by=by, verb="series canceled", thing=series, program_id=series.mentorship.program_id)
    tell_series(series, circle_of(series.mentorship), by=by, what="canceled", method=method, count=len(ahead))
    return len(ahead)
