"""What a people manager sees of their own reports: that they take part and how much, never what about."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from pairwell.mentorships.models import Membership
from pairwell.mentorships.states import MemberRole, MentorshipState, SessionState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment
from pairwell.programs.states import EnrollmentState, ProgramState


@dataclass(frozen=True, slots=True)
class Participation:
    """One report in one program. sessions, hours: held, in all their mentorships of this program."""

    person: Person
    program: str
    state: str
    sessions: int
    hours: float


def has_reports(person: Person) -> bool:
    """Whether anybody reports to this person."""
    return Person.objects.filter(manager=person, is_active=True).exists()


def team_of(manager: Person) -> list[Participation]:
    """Direct reports who take part in a program, with hours; two queries."""
    reports = Person.objects.filter(manager=manager, is_active=True)
    shown = (ProgramState.ENROLLING, ProgramState.MATCHING, ProgramState.ACTIVE, ProgramState.CLOSED)
    enrolled = (
        Enrollment.objects.filter(person__in=reports, program__state__in=shown)
        .exclude(state__in=(EnrollmentState.DECLINED, EnrollmentState.WITHDRAWN))
        .select_related("person", "program")
        .order_by("person__full_name", "-program__starts_on", "id")
    )
    held = Q(mentorship__sessions__state=SessionState.HELD)
    rows = (
        Membership.objects.filter(enrollment__in=enrolled.values("pk"))
        .order_by()
        .values("enrollment_id", "role", "mentorship__state")
        .annotate(
            n=Count("mentorship__sessions", filter=held),
            minutes=Sum("mentorship__sessions__minutes", filter=held),
        )
    )
    found: dict[int, list[tuple[str, str, int, int]]] = {}
    for row in rows:
        part = (row["role"], row["mentorship__state"], row["n"], row["minutes"] or 0)
        found.setdefault(row["enrollment_id"], []).append(part)
    return [_line(enrollment, found.get(enrollment.pk, [])) for enrollment in enrolled]


def _line(enrollment: Enrollment, parts: list[tuple[str, str, int, int]]) -> Participation:
    roles = sorted({MemberRole(role).label.lower() for role, *_ in parts})
    running = any(state in (MentorshipState.ACTIVE, MentorshipState.PAUSED) for _, state, *_ in parts)
    if not parts:
        state = "Waiting for a match"
    else:
        state = f"{'In a mentorship' if running else 'Had a mentorship'} as {' and '.join(roles)}"
    return Participation(
        enrollment.person,
        enrollment.program.name,
        state,
        sum(n for *_, n, _ in parts),
        sum(minutes for *_, minutes in parts) / 60,
    )
