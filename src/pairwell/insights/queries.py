"""What a program's manager sees: the funnel, what needs attention, what came of it. Reads only."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from pairwell.core import clock
from pairwell.core.models import AuditEntry
from pairwell.mentorships.models import Ending, Membership
from pairwell.mentorships.queries.health import MentorshipHealth
from pairwell.mentorships.states import HealthState, MentorshipState
from pairwell.pairing.models import Proposal
from pairwell.pairing.states import ProposalState
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import OVER, EnrollmentState


@dataclass(frozen=True)
class Attention:
    """Something that waits for the manager; page: the name of the page where it is done."""

    text: str
    action: str
    page: str
    query: str = ""


@dataclass(frozen=True)
class Happening:
    """What happened on one day, counted; never who said what."""

    on: date
    text: str


def health_summary(rows: list[MentorshipHealth]) -> list[tuple[HealthState, int]]:
    """How many running mentorships are in each state of health, best first."""
    counts = Counter(r.health.state for r in rows if r.mentorship.state == MentorshipState.ACTIVE)
    return [(state, counts[state]) for state in HealthState]


def attention(program: Program, rows: list[MentorshipHealth]) -> list[Attention]:
    """What waits for the manager, the most urgent first; every entry says where to go. Nothing once it is over."""
    if program.state in OVER:
        return []
    enrollments = Enrollment.objects.filter(program=program).aggregate(
        applied=Count("id", filter=Q(state=EnrollmentState.APPLIED)),
        free=Count("id", filter=_FREE),
    )
    proposals = Proposal.objects.filter(program=program).aggregate(
        suggested=Count("id", filter=Q(state=ProposalState.SUGGESTED)),
        late=Count("id", filter=Q(state=ProposalState.SENT, expires_at__lt=clock.now() + timedelta(days=2))),
    )
    states = dict(health_summary(rows))
    again = _want_another(program)
    candidates = [
        (
            states[HealthState.AT_RISK],
            "{n} mentorship{s} at risk",
            "See why",
            "manage_health",
            "state=at_risk",
        ),
        (
            states[HealthState.QUIET],
            "{n} mentorship{s} gone quiet",
            "See why",
            "manage_health",
            "state=quiet",
        ),
        (again, "{n} pe{ople} would like another match", "Match again", "studio", ""),
        (enrollments["applied"], "{n} pe{ople} waiting for approval", "Look at them", "manage_people", ""),
        (proposals["suggested"], "{n} pair{s} suggested and not sent", "Open the studio", "studio", ""),
        (proposals["late"], "{n} proposal{s} about to expire", "Open the studio", "studio", ""),
        (enrollments["free"] - again, "{n} mentee{s} without a mentor", "Match them", "studio", ""),
    ]
    return [
        Attention(_counted(text, n), action, page, query)
        for n, text, action, page, query in candidates
        if n > 0
    ]


_FREE = Q(state=EnrollmentState.APPROVED, as_mentee=True, mentors_held=0, mentor_places__gt=0)


def _counted(text: str, n: int) -> str:
    return text.format(n=n, s="" if n == 1 else "s", ople="rson" if n == 1 else "ople")


def _want_another(program: Program) -> int:
    """Mentees whose mentorship has ended early, who want another one and have none."""
    free = Enrollment.objects.filter(_FREE, program=program)
    ended = Membership.objects.filter(
        mentorship__program=program, mentorship__state=MentorshipState.ENDED_EARLY
    )
    wants = ended.exclude(wants_another=False)
    return free.filter(pk__in=wants.values("enrollment_id")).count()


_HAPPENED = {
    "session held": "session{s} held",
    "meeting noted": "meeting{s} noted",
    "session planned": "session{s} planned",
    "goal set": "goal{s} set",
    "goal reached": "goal{s} reached",
    "mentorship begun": "mentorship{s} begun",
    "mentorship completed": "mentorship{s} completed",
    "mentorship ended early": "mentorship{s} ended early",
    "mentorship paused": "mentorship{s} paused",
}


def recent(program: Program, *, days: int = 14) -> list[Happening]:
    """What happened lately, counted by day."""
    since = clock.now() - timedelta(days=days)
    entries = AuditEntry.objects.filter(program_id=program.pk, at__gte=since, verb__in=_HAPPENED)
    counted = entries.order_by().annotate(day=TruncDate("at")).values("day", "verb").annotate(n=Count("id"))
    rows = counted.order_by("-day", "-n", "verb")[:10]
    return [Happening(r["day"], f"{r['n']} {_counted(_HAPPENED[r['verb']], r['n'])}") for r in rows]


def endings(program: Program) -> list[Ending]:
    """Early ends with their reasons, for this program's manager alone; the newest first."""
    rows = Ending.objects.filter(mentorship__program=program).select_related("asked_by", "mentorship")
    return list(rows.prefetch_related("mentorship__memberships__person")[:200])
