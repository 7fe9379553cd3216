"""The story of a mentorship so far, and its rhythm: dates from several tables, in a constant number of queries."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Sum

from pairwell.mentorships.models import Agreement, Goal, Mentorship, Session, SessionNotes
from pairwell.mentorships.rules.times import zone_of
from pairwell.mentorships.states import GoalState, MentorshipState, SessionState

LONGEST = 30


@dataclass(frozen=True)
class Chapter:
    """One thing that happened; icon and words say what kind it is."""

    at: datetime
    kind: str
    title: str
    session: Session | None = None
    goal: Goal | None = None
    note: str = ""


@dataclass(frozen=True)
class Story:
    """What happened, the latest first; `more`: sessions further back than are shown."""

    chapters: tuple[Chapter, ...]
    held: int
    hours: float
    more: int


def story_of(
    mentorship: Mentorship, agreement: Agreement | None, goals: Sequence[Goal], *, everything: bool = False
) -> Story:
    """Past sessions, reached goals (of those that were read), the agreement, the beginning and the end."""
    over = mentorship.sessions.exclude(state=SessionState.PLANNED)
    written = SessionNotes.objects.filter(session=OuterRef("pk")).exclude(text="")
    rows = over.annotate(
        promised=Count("agenda", filter=Q(agenda__owner__isnull=False)),
        kept=Count("agenda", filter=Q(agenda__owner__isnull=False, agenda__done_at__isnull=False)),
        has_notes=Exists(written),
    ).order_by("-starts_at")
    shown = list(rows if everything else rows[:LONGEST])
    held = Q(state=SessionState.HELD)
    sums = over.aggregate(
        total=Count("pk"), held=Count("pk", filter=held), minutes=Sum("minutes", filter=held)
    )
    total = sums["total"]
    chapters = [Chapter(s.starts_at, s.state, s.title, session=s) for s in shown]
    chapters += [
        Chapter(g.closed_at, "reached", g.title, goal=g) for g in goals if _is_reached(g) and g.closed_at
    ]
    chapters += _turns(mentorship, agreement)
    floor = shown[-1].starts_at if total > len(shown) else None
    kept = [c for c in chapters if floor is None or c.at >= floor]
    kept.sort(key=lambda c: c.at, reverse=True)
    return Story(tuple(kept), sums["held"], (sums["minutes"] or 0) / 60, total - len(shown))


def _is_reached(goal: Goal) -> bool:
    return goal.state == GoalState.REACHED


def _turns(mentorship: Mentorship, agreement: Agreement | None) -> list[Chapter]:
    began = datetime.combine(mentorship.starts_on, time(), zone_of("UTC"))
    found = [Chapter(began, "began", "It began", note=f"in {mentorship.program.name}")]
    if agreement is not None and agreement.agreed_at:
        found.append(Chapter(agreement.agreed_at, "agreed", "You agreed how to work together"))
    if mentorship.ended_at:
        words = "Closed with thanks" if mentorship.state == MentorshipState.COMPLETED else "It ended"
        found.append(Chapter(mentorship.ended_at, "ended", words))
    return found


@dataclass(frozen=True)
class Rhythm:
    """The last weeks as marks (held, lost, planned, none), and how often they met against what they agreed."""

    weeks: tuple[tuple[date, str], ...]
    agreed_days: int
    usual_days: int | None


def rhythm_of(mentorship: Mentorship, today: date, *, weeks: int = 14) -> Rhythm:
    """One mark a week, up to three weeks ahead."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=weeks - 4)
    since = datetime.combine(first, time(), zone_of("UTC"))
    rows = list(
        mentorship.sessions.filter(starts_at__gte=since, starts_at__lt=since + timedelta(weeks=weeks))
        .order_by("starts_at")
        .values_list("starts_at", "state")
    )
    marks = tuple(
        (day, _mark([state for at, state in rows if day <= at.date() < day + timedelta(days=7)]))
        for day in (first + timedelta(weeks=n) for n in range(weeks))
    )
    return Rhythm(marks, mentorship.cadence_days, _usual([at for at, s in rows if s == SessionState.HELD]))


def _mark(states: Sequence[str]) -> str:
    for state in (SessionState.HELD, SessionState.PLANNED, SessionState.MISSED, SessionState.CANCELED):
        if state in states:
            return str(state)
    return "none"


def _usual(held: Sequence[datetime]) -> int | None:
    """Median days between sessions."""
    gaps = sorted((b - a).days for a, b in itertools.pairwise(held))
    return max(1, gaps[len(gaps) // 2]) if gaps else None
