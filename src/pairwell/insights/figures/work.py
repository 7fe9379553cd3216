"""What mentorships did: meetings, hours, goals, and how they ended."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from statistics import median
from typing import Any

from django.db.models import Avg, Count, F, IntegerField, Min, Q, Sum
from django.db.models.functions import Cast, Extract, TruncDate

from pairwell.insights.figures.figure import Figure
from pairwell.mentorships.models import Goal, Mentorship, Milestone, Reflection
from pairwell.mentorships.states import GoalState, MentorshipState, SessionState
from pairwell.pairing.models import Proposal
from pairwell.pairing.states import ProposalState
from pairwell.surveys.rules.disclosure import ENOUGH


def figures(ids: Sequence[int]) -> Mapping[int, list[Figure]]:
    """Meetings, goals and endings of each program; six queries."""
    held, firsts = _sessions(ids)
    rows = (_states(ids), _goals(ids), _steps(ids), _said(ids), _fits(ids))
    sources = [held, *(_by_program(one) for one in rows)]
    found = {}
    for pk in ids:
        row: dict[str, Any] = {}
        for source in sources:
            row |= source.get(pk, {})
        found[pk] = list(_of_one(row, firsts.get(pk, [])))
    return found


def _of_one(row: Mapping[str, Any], firsts: list[int]) -> Iterator[Figure]:
    begun, sessions = row.get("begun", 0), row.get("sessions", 0)
    yield Figure("mentorships", row.get("mentorships", 0))
    yield Figure("completed", row.get("completed", 0))
    yield Figure("ended_early", row.get("ended_early", 0))
    yield Figure("days_to_first_session", median(firsts) if firsts else None, basis=len(firsts))
    yield Figure("sessions", sessions)
    yield Figure("hours", (row.get("minutes") or 0) / 60)
    yield Figure("sessions_each", sessions / begun if begun else None, basis=begun)
    yield Figure("goals", row.get("goals", 0))
    yield Figure("goals_reached", row.get("reached", 0))
    yield Figure("milestones", row.get("steps", 0))
    enough = row.get("authors", 0) >= ENOUGH
    yield Figure("usefulness", row.get("useful") if enough else None, basis=row.get("said", 0))
    yield Figure("fit", row.get("fit"), basis=row.get("proposals", 0))


def _by_program(rows: Any) -> dict[int, dict[str, Any]]:
    return {row["program_id"]: row for row in rows}


def _states(ids: Sequence[int]) -> Any:
    rows = Mentorship.objects.filter(program__in=ids).order_by().values("program_id")
    return rows.annotate(
        mentorships=Count("id"),
        begun=Count("id", filter=~Q(state=MentorshipState.UPCOMING)),
        completed=Count("id", filter=Q(state=MentorshipState.COMPLETED)),
        ended_early=Count("id", filter=Q(state=MentorshipState.ENDED_EARLY)),
    )


def _goals(ids: Sequence[int]) -> Any:
    rows = Goal.objects.filter(mentorship__program__in=ids).order_by()
    return rows.values(program_id=F("mentorship__program_id")).annotate(
        goals=Count("id"), reached=Count("id", filter=Q(state=GoalState.REACHED))
    )


def _steps(ids: Sequence[int]) -> Any:
    rows = Milestone.objects.filter(goal__mentorship__program__in=ids, done_at__isnull=False).order_by()
    return rows.values(program_id=F("goal__mentorship__program_id")).annotate(steps=Count("id"))


def _said(ids: Sequence[int]) -> Any:
    rows = Reflection.objects.filter(session__mentorship__program__in=ids).order_by()
    return rows.values(program_id=F("session__mentorship__program_id")).annotate(
        said=Count("id"), authors=Count("author_id", distinct=True), useful=Avg("useful")
    )


def _fits(ids: Sequence[int]) -> Any:
    rows = Proposal.objects.filter(
        program__in=ids, state=ProposalState.ACCEPTED, score__isnull=False
    ).order_by()
    return rows.values("program_id").annotate(proposals=Count("id"), fit=Avg("score"))


def _sessions(ids: Sequence[int]) -> tuple[dict[int, dict[str, Any]], dict[int, list[int]]]:
    """Sums of the sessions held, and days from each mentorship's start to its first one, by program."""
    rows = Mentorship.objects.filter(program__in=ids, sessions__state=SessionState.HELD).order_by()
    waited = TruncDate(Min("sessions__starts_at"), tzinfo=UTC) - F("starts_on")
    by_mentorship = rows.annotate(
        n=Count("sessions"),
        length=Sum("sessions__minutes"),
        days=Cast(Extract(waited, "day"), IntegerField()),
    )
    sums: dict[int, dict[str, Any]] = {}
    firsts: dict[int, list[int]] = {}
    for program_id, count, minutes, days in by_mentorship.values_list("program_id", "n", "length", "days"):
        of = sums.setdefault(program_id, {"sessions": 0, "minutes": 0})
        of["sessions"] += count
        of["minutes"] += minutes
        firsts.setdefault(program_id, []).append(max(0, days))
    return sums, firsts
