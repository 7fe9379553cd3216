"""What a program's manager sees: the funnel, what needs attention, what came of it. Reads only."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, Q, Sum
from django.db.models.functions import TruncDate

from pairwell.core import clock
from pairwell.core.models import AuditEntry
from pairwell.mentorships.models import Ending, Goal, Membership, Mentorship, Reflection, Session
from pairwell.mentorships.queries.health import MentorshipHealth, health_of
from pairwell.mentorships.rules.ending import OVER
from pairwell.mentorships.states import GoalState, HealthState, MentorshipState, SessionState
from pairwell.pairing.models import Proposal
from pairwell.pairing.states import ProposalState
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import EnrollmentState

ENOUGH_ANSWERS = 5


@dataclass(frozen=True)
class Step:
    """One step of the funnel, in people; share: of the widest step, 0 to 1."""

    label: str
    people: int
    share: float
    hint: str


@dataclass(frozen=True)
class Attention:
    """Something that waits for the manager; page: the name of the page where it is done."""

    text: str
    action: str
    page: str
    query: str = ""


@dataclass(frozen=True)
class Results:
    """What came of a program. usefulness: average of 1 to 5, None below five answers."""

    mentorships: int
    completed: int
    ended_early: int
    sessions: int
    hours: float
    goals: int
    goals_reached: int
    answers: int
    usefulness: float | None


@dataclass(frozen=True)
class Happening:
    """What happened on one day, counted; never who said what."""

    on: date
    text: str


def funnel(program: Program) -> list[Step]:
    """Invited, enrolled, matched, met, and still active, each counted in people."""
    invited = program.invitations.values("person_id").distinct()
    joined = Enrollment.objects.filter(program=program)
    asked = invited.order_by().union(joined.order_by().values("person_id").distinct()).count()
    enrolled = joined.filter(state=EnrollmentState.APPROVED).count()
    members = Membership.objects.filter(mentorship__program=program)
    held = Q(mentorship__sessions__state=SessionState.HELD)
    running = Q(mentorship__state__in=(MentorshipState.ACTIVE, MentorshipState.PAUSED), left_at__isnull=True)
    counts = members.aggregate(
        matched=Count("person_id", distinct=True),
        met=Count("person_id", distinct=True, filter=held),
        active=Count("person_id", distinct=True, filter=held & running),
    )
    steps = [
        ("Invited or joined", asked, "people who know about the program"),
        ("Enrolled", enrolled, "approved and ready to be matched"),
        ("Matched", counts["matched"], "in a mentorship, now or before"),
        ("Met", counts["met"], "held at least one session"),
        ("Active", counts["active"], "met, and their mentorship goes on"),
    ]
    widest = max(1, *(n for _, n, _ in steps))
    return [Step(label, n, n / widest, hint) for label, n, hint in steps]


def health_summary(rows: list[MentorshipHealth]) -> list[tuple[HealthState, int]]:
    """How many running mentorships are in each state of health, best first."""
    counts = Counter(r.health.state for r in rows if r.mentorship.state == MentorshipState.ACTIVE)
    return [(state, counts[state]) for state in HealthState]


def attention(program: Program, rows: list[MentorshipHealth]) -> list[Attention]:
    """What waits for the manager, the most urgent first; every entry says where to go."""
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


def results(program: Program) -> Results:
    """What came of the program so far, in six numbers; usefulness only from five answers up."""
    by_state = Counter(Mentorship.objects.filter(program=program).values_list("state", flat=True))
    held = Session.objects.filter(mentorship__program=program, state=SessionState.HELD)
    met = held.aggregate(sessions=Count("id"), minutes=Sum("minutes"))
    goals = Goal.objects.filter(mentorship__program=program).aggregate(
        every=Count("id"), reached=Count("id", filter=Q(state=GoalState.REACHED))
    )
    said = Reflection.objects.filter(session__mentorship__program=program)
    told = said.aggregate(answers=Count("id"), people=Count("author", distinct=True), average=Avg("useful"))
    return Results(
        mentorships=sum(by_state.values()),
        completed=by_state[MentorshipState.COMPLETED],
        ended_early=by_state[MentorshipState.ENDED_EARLY],
        sessions=met["sessions"],
        hours=(met["minutes"] or 0) / 60,
        goals=goals["every"],
        goals_reached=goals["reached"],
        answers=told["answers"],
        usefulness=told["average"] if told["people"] >= ENOUGH_ANSWERS else None,
    )


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


def board(program: Program) -> tuple[list[MentorshipHealth], list[MentorshipHealth]]:
    """(running, over) mentorships of a program."""
    rows = health_of(program)
    running = [r for r in rows if r.mentorship.state not in OVER]
    return running, [r for r in rows if r.mentorship.state in OVER]
