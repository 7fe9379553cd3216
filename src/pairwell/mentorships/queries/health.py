"""How every mentorship of a program is doing: counts and dates only, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from pairwell.core import clock
from pairwell.mentorships.models import (
    Agreement,
    Goal,
    Membership,
    Mentorship,
    MentorshipSettings,
    Message,
    Reflection,
    Session,
)
from pairwell.mentorships.people_in import Circle, circle_from, joined
from pairwell.mentorships.rules.health import Facts, Health, health
from pairwell.mentorships.rules.times import zone_of
from pairwell.mentorships.states import GoalState, SessionState
from pairwell.programs.models import Program
from pairwell.programs.states import Format


@dataclass(frozen=True)
class MentorshipHealth:
    """One mentorship as its program's manager may see it."""

    mentorship: Mentorship
    circle: Circle
    facts: Facts
    health: Health

    @property
    def names(self) -> str:
        return joined([p.full_name for p in self.circle.people])


def health_of(program: Program, *, now: datetime | None = None) -> list[MentorshipHealth]:
    """Every mentorship of the program, those that need help first. Six queries, however many there are."""
    moment = now or clock.now()
    rows = _read(Mentorship.objects.filter(program=program).select_related("program"), moment)
    return sorted(rows, key=lambda r: (-r.health.weight, -r.mentorship.pk))


def health_of_one(mentorship: Mentorship, *, now: datetime | None = None) -> MentorshipHealth:
    """The same for a single mentorship."""
    found = Mentorship.objects.filter(pk=mentorship.pk).select_related("program")
    return _read(found, now or clock.now())[0]


def _read(mentorships: QuerySet[Mentorship], now: datetime) -> list[MentorshipHealth]:
    rows = list(_with_ways(mentorships))
    ids = [m.pk for m in rows]
    members = _by_mentorship(
        Membership.objects.filter(mentorship__in=ids).select_related("person").order_by("id")
    )
    sessions = _grouped(
        Session.objects.filter(mentorship__in=ids)
        .order_by("starts_at")
        .values("mentorship_id", "state", "starts_at", "minutes", "times_moved")
    )
    words = _words(ids, now - timedelta(days=30))
    useful = _useful(ids)
    goals = _goals(ids)
    found = []
    for mentorship in rows:
        key = mentorship.pk
        present = [m for m in members[key] if m.left_at is None]
        facts = _facts(
            mentorship, present, sessions=sessions[key], words=words[key], useful=useful[key],
            goals=goals.get(key, {}), has_agreement=mentorship.is_agreed, now=now,
        )  # fmt: skip
        judged = health(facts, now, {**(mentorship.all_weights or {}), **(mentorship.own_weights or {})})
        found.append(MentorshipHealth(mentorship, circle_from(present), facts, judged))
    return found


def _with_ways(mentorships: QuerySet[Mentorship]) -> Any:
    """With whether they have agreed, and what signals weigh in their program: in the same query."""
    agreed = Agreement.objects.filter(mentorship=OuterRef("pk"), agreed_at__isnull=False)
    weights = MentorshipSettings.objects.values("health_weights")
    return mentorships.annotate(
        is_agreed=Exists(agreed),
        own_weights=Subquery(weights.filter(program=OuterRef("program"))[:1]),
        all_weights=Subquery(weights.filter(program=None)[:1]),
    )


def _facts(
    mentorship: Mentorship,
    members: Sequence[Membership],
    *,
    sessions: Sequence[Mapping[str, Any]],
    words: Sequence[Mapping[str, Any]],
    useful: Sequence[float],
    goals: Mapping[str, Any],
    has_agreement: bool,
    now: datetime,
) -> Facts:
    by_author = {row["author_id"]: row["lately"] for row in words}
    started = _started(mentorship)
    return Facts(
        state=mentorship.state,
        cadence_days=mentorship.cadence_days,
        started_at=started,
        is_single=mentorship.program.format == Format.FLASH,
        **_meetings(sessions, now, started),
        last_message_at=max((row["last"] for row in words), default=None),
        words_by=tuple(by_author.get(m.person_id, 0) for m in members),
        useful=tuple(useful),
        open_goals=goals.get("still_open", 0),
        goals_ever=goals.get("ever", 0),
        goals_changed_at=goals.get("moved"),
        has_agreement=has_agreement,
        goals_reached=goals.get("reached", 0),
    )


def weights_of(program_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """What each signal weighs in these programs: the organization's weights, then the program's own."""
    wanted = Q(program__in=program_ids) | Q(program=None)
    rows = {row.program_id: row.health_weights for row in MentorshipSettings.objects.filter(wanted)}
    everywhere = rows.get(None, {})
    return {pk: {**everywhere, **rows.get(pk, {})} for pk in program_ids}


def _started(mentorship: Mentorship) -> datetime:
    first = datetime.combine(mentorship.starts_on, datetime.min.time(), zone_of("UTC"))
    return max(first, mentorship.resumed_at) if mentorship.resumed_at else first


def _meetings(sessions: Sequence[Mapping[str, Any]], now: datetime, started: datetime) -> dict[str, Any]:
    held = [s["starts_at"] for s in sessions if s["state"] == SessionState.HELD]
    last = max(held, default=None)
    planned = [s["starts_at"] for s in sessions if s["state"] == SessionState.PLANNED]
    since = [s for s in sessions if last is None or s["starts_at"] > last]
    lost = sum(s["state"] in (SessionState.MISSED, SessionState.CANCELED) for s in since)
    return {
        "held": len(held),
        "held_in_rhythm": sum(at >= started for at in held),
        "last_held_at": last,
        "next_at": min((at for at in planned if at > now), default=None),
        "unresolved_since": min((at for at in planned if at <= now), default=None),
        "moved_since_held": lost + sum(s["times_moved"] for s in since),
    }


def _words(ids: Sequence[int], since: datetime) -> dict[int, list[Mapping[str, Any]]]:
    counted = Message.objects.filter(mentorship__in=ids).order_by().values("mentorship_id", "author_id")
    return _grouped(counted.annotate(lately=Count("id", filter=Q(sent_at__gte=since)), last=Max("sent_at")))


def _useful(ids: Sequence[int]) -> dict[int, list[float]]:
    rows = Reflection.objects.filter(mentorship__in=ids).order_by("session__starts_at")
    averages: dict[int, list[float]] = defaultdict(list)
    for row in rows.values("session_id", "mentorship_id", "session__starts_at").annotate(u=Avg("useful")):
        averages[row["mentorship_id"]].append(row["u"])
    return averages


def _goals(ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    counted = Goal.objects.filter(mentorship__in=ids).order_by().values("mentorship_id")
    still = Q(state=GoalState.OPEN)
    reached = Count("id", filter=Q(state=GoalState.REACHED))
    rows = counted.annotate(
        ever=Count("id"), still_open=Count("id", filter=still), reached=reached, moved=Max("changed_at")
    )
    return {row["mentorship_id"]: row for row in rows}


def _grouped(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    groups: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["mentorship_id"]].append(row)
    return groups


def _by_mentorship(rows: Iterable[Membership]) -> dict[int, list[Membership]]:
    groups: dict[int, list[Membership]] = defaultdict(list)
    for row in rows:
        groups[row.mentorship_id].append(row)
    return groups
