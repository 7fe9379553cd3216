"""What members see of their mentorship."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from pairwell.core import clock
from pairwell.mentorships.models import (
    Agreement,
    BusyTime,
    Goal,
    Membership,
    Mentorship,
    Message,
    Note,
    ReadMark,
    Reflection,
    Session,
    Signature,
)
from pairwell.mentorships.people_in import Circle, circle_from
from pairwell.mentorships.permissions import mentorships_of
from pairwell.mentorships.rules.meeting import sees_others
from pairwell.mentorships.rules.times import Span, suggest_times
from pairwell.mentorships.states import GoalState, MentorshipState, SessionState
from pairwell.people.models import Person

RUNNING = (MentorshipState.UPCOMING, MentorshipState.ACTIVE, MentorshipState.PAUSED)


@dataclass(frozen=True)
class Card:
    """One of my mentorships, as a list shows it."""

    mentorship: Mentorship
    circle: Circle
    title: str
    next_session: Session | None
    held: int
    unread: int


def cards_of(person: Person) -> list[Card]:
    """All mentorships of a person, running ones first; five queries, however many there are."""
    rows = list(
        mentorships_of(person)
        .prefetch_related(
            Prefetch(
                "memberships",
                Membership.objects.filter(left_at__isnull=True).select_related("person"),
                to_attr="present",
            )
        )
        .annotate(held=Count("sessions", filter=Q(sessions__state=SessionState.HELD)))
    )
    ahead: dict[int, Session] = {}
    for session in upcoming_sessions(person):
        ahead.setdefault(session.mentorship_id, session)
    unread = unread_counts(person)
    cards = []
    for row in rows:
        circle = circle_from(row.present)
        title = row.title or circle.names(person)
        cards.append(Card(row, circle, title, ahead.get(row.pk), row.held, unread.get(row.pk, 0)))
    return sorted(cards, key=lambda c: (c.mentorship.state not in RUNNING, -c.mentorship.pk))


def upcoming_sessions(person: Person) -> QuerySet[Session]:
    """Planned sessions of a person that have not ended, the next first."""
    since = clock.now() - timedelta(hours=1)
    mine = Session.objects.filter(mentorship__in=mentorships_of(person).values("pk"))
    return mine.filter(state=SessionState.PLANNED, starts_at__gte=since).select_related("mentorship__program")


def unread_counts(person: Person) -> dict[int, int]:
    """Unread messages by mentorship; one query."""
    mark = ReadMark.objects.filter(mentorship=OuterRef("mentorship"), person=person)
    unread = (
        Message.objects.filter(mentorship__in=mentorships_of(person).values("pk"))
        .exclude(author=person)
        .annotate(read_to=Coalesce(Subquery(mark.values("last_message_id")[:1]), 0))
        .filter(pk__gt=F("read_to"))
        .order_by()
        .values("mentorship_id")
        .annotate(n=Count("id"))
    )
    return {row["mentorship_id"]: row["n"] for row in unread}


def reflections_to_give(person: Person, mentorship: Mentorship | None = None) -> QuerySet[Session]:
    """Held sessions of the last six weeks that this person attended and has not said a word about."""
    since = clock.now() - timedelta(weeks=6)
    held = Session.objects.filter(
        attendance__person=person, attendance__was_there=True, state=SessionState.HELD, starts_at__gte=since
    )
    held = held.filter(mentorship__in=mentorships_of(person).values("pk")).exclude(reflections__author=person)
    if mentorship is not None:
        held = held.filter(mentorship=mentorship)
    return held.select_related("mentorship__program").order_by("-starts_at")


def sessions_to_settle(person: Person) -> QuerySet[Session]:
    """Sessions that are over and that nobody has marked as held or missed."""
    planned = Session.objects.filter(
        state=SessionState.PLANNED, starts_at__lt=clock.now() - timedelta(hours=1)
    )
    running = mentorships_of(person).filter(state__in=RUNNING).values("pk")
    return planned.filter(mentorship__in=running).select_related("mentorship__program")


def open_goals(person: Person) -> QuerySet[Goal]:
    """What this person is working on, in mentorships that run."""
    running = mentorships_of(person).filter(state__in=RUNNING).values("pk")
    return Goal.objects.filter(owner=person, state=GoalState.OPEN, mentorship__in=running)


def agreements_waiting(person: Person) -> QuerySet[Agreement]:
    """Agreements of running mentorships that wait for this person's yes."""
    running = mentorships_of(person).filter(state__in=RUNNING).values("pk")
    signed = Signature.objects.filter(agreement=OuterRef("pk"), person=person, version=OuterRef("version"))
    return Agreement.objects.filter(~Exists(signed), mentorship__in=running)


def goals_to_review(person: Person) -> QuerySet[Goal]:
    """Open goals that it is time to look at together, in mentorships that run."""
    running = mentorships_of(person).filter(state__in=RUNNING).values("pk")
    due = Goal.objects.filter(mentorship__in=running, state=GoalState.OPEN, review_on__lte=clock.today())
    return due.order_by("review_on")


def goals_in(mentorship: Mentorship) -> list[Goal]:
    """The goals of a mentorship with their steps: open ones first."""
    order = {GoalState.OPEN: 0, GoalState.REACHED: 1, GoalState.DROPPED: 2}
    goals = mentorship.goals.select_related("owner", "skill", "career_role").prefetch_related("milestones")
    return sorted(goals, key=lambda g: (order[GoalState(g.state)], g.due_on or date.max, g.pk))


def notes_for(person: Person, mentorship: Mentorship) -> QuerySet[Note]:
    """Shared notes and this person's private ones; nobody else's private notes."""
    return mentorship.notes.filter(Q(is_shared=True) | Q(author=person)).select_related("author")


def latest_messages(mentorship: Mentorship, limit: int = 3) -> list[Message]:
    """The last words, for a glance."""
    return list(reversed(mentorship.messages.select_related("author").order_by("-id")[:limit]))


def shared_reflections(session: Session, reader: Person) -> tuple[Reflection | None, list[Reflection]]:
    """(own, what others shared): the latter stays closed until everybody who was there has answered."""
    rows = list(session.reflections.select_related("author"))
    own = next((r for r in rows if r.author_id == reader.pk), None)
    there = session.attendance.filter(was_there=True).count()
    if not sees_others(own=own is not None, answered=len(rows), present=there):
        return own, []
    return own, [r for r in rows if r.author_id != reader.pk and r.is_shared]


def good_times(circle: Circle, *, minutes: int, after: datetime | None = None) -> list[datetime]:
    """Starts within everybody's working hours when none of them has a session here already."""
    begin = (after or clock.now()) + timedelta(hours=18)
    busy = Session.objects.filter(
        mentorship__memberships__person__in=[p.pk for p in circle.people],
        state=SessionState.PLANNED,
        starts_at__range=(begin - timedelta(days=1), begin + timedelta(days=17)),
    )
    taken: list[Span] = [(s.starts_at, s.starts_at + timedelta(minutes=s.minutes)) for s in busy.distinct()]
    elsewhere = BusyTime.objects.filter(
        person__in=[p.pk for p in circle.people],
        ends_at__gt=begin,
        starts_at__lt=begin + timedelta(days=17),
    )
    taken += elsewhere.values_list("starts_at", "ends_at")
    people = [(_hours(p), p.time_zone) for p in circle.people]
    return suggest_times(people, after=begin, minutes=minutes, busy=taken)


def _hours(person: Person) -> dict[str, list[list[float]]]:
    profile = getattr(person, "profile", None)
    return profile.working_hours if profile else {}
