"""Who may do what with a program. Getters fetch and authorize in one move: 404 for strangers."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import Http404

from pairwell.people.models import Person
from pairwell.people.permissions import is_administrator
from pairwell.programs.models import Approval, Enrollment, Grant, Invitation, Nomination, Program
from pairwell.programs.rules.joining import is_taking_on
from pairwell.programs.states import EnrollmentState, NominationState, ProgramRole, ProgramState


def program_roles_of(person: Person) -> frozenset[str]:
    """The roles the person has in any program; read once per request."""
    cached = getattr(person, "_program_roles", None)
    if cached is None:
        roles = Grant.objects.filter(person=person).order_by().values_list("role", flat=True)
        cached = remember_program_roles(person, roles.distinct())
    return cached


def remember_program_roles(person: Person, roles: Iterable[str]) -> frozenset[str]:
    """Keep the roles that were read together with the person, for this request."""
    person._program_roles = frozenset(roles)  # type: ignore[attr-defined]
    return person._program_roles  # type: ignore[attr-defined]


def manages_any_program(person: Person) -> bool:
    """Whether the manager's area is of any use to this person."""
    return is_administrator(person) or ProgramRole.MANAGER in program_roles_of(person)


def managed_programs(person: Person) -> QuerySet[Program]:
    """Programs this person runs: all of them for owners and administrators."""
    if is_administrator(person):
        return Program.objects.all()
    return Program.objects.filter(grants__person=person, grants__role=ProgramRole.MANAGER)


def program_for_manager(person: Person, program_id: int) -> Program:
    """A program this person may set up, match, watch and report on."""
    found = managed_programs(person).filter(pk=program_id).first()
    if found is None:
        raise Http404
    return found


_HIDDEN = (ProgramState.DRAFT, ProgramState.ARCHIVED)
_RUNNING = (ProgramState.MATCHING, ProgramState.ACTIVE)


def visible_programs(person: Person) -> QuerySet[Program]:
    """Programs a participant may look at: open ones that are enrolling, and those they are part of.

    Asked by ids, not by joins: a join goes through everybody in every program.
    """
    put_forward = Nomination.objects.filter(person=person, state=NominationState.OPEN)
    mine = (
        Q(pk__in=Enrollment.objects.filter(person=person).values("program_id"))
        | Q(pk__in=Invitation.objects.filter(person=person).values("program_id"))
        | Q(pk__in=put_forward.values("program_id"))
    )
    open_now = Q(is_open=True, state=ProgramState.ENROLLING) | Q(
        is_open=True, is_rolling=True, state__in=_RUNNING
    )
    shown = Program.objects.exclude(state__in=_HIDDEN)
    return shown.filter(mine | open_now)


def program_for_participant(person: Person, program_id: int) -> Program:
    """A program this person may look at and perhaps join: `visible_programs`, asked of one that is read first."""
    found = Program.objects.filter(pk=program_id).exclude(state__in=_HIDDEN).first()
    if found is None:
        raise Http404
    is_open_now = found.is_open and (
        found.state == ProgramState.ENROLLING or (found.is_rolling and found.state in _RUNNING)
    )
    if not is_open_now and not visible_programs(person).filter(pk=program_id).exists():
        raise Http404
    return found


def reports_of(person: Person) -> QuerySet[Person]:
    """The people who report to this person."""
    return Person.objects.filter(manager=person, is_active=True)


def approval_for(person: Person, approval_id: int) -> Approval:
    """An approval that this people manager was asked for."""
    found = Approval.objects.filter(pk=approval_id, by=person).select_related("enrollment__person").first()
    if found is None:
        raise Http404
    return found


def own_nomination(person: Person, nomination_id: int) -> Nomination:
    """A nomination of the person themself."""
    found = Nomination.objects.filter(pk=nomination_id, person=person).select_related("program").first()
    if found is None:
        raise Http404
    return found


def program_for_nominator(person: Person, program_id: int) -> tuple[Program, bool]:
    """A program this person may put people forward for, and whether they run it."""
    found = Program.objects.filter(pk=program_id).first()
    if found is None:
        raise Http404
    if managed_programs(person).filter(pk=found.pk).exists():
        return found, True
    may = found.by_nomination and is_taking_on(found.state, rolling=found.is_rolling)
    if not may or not reports_of(person).exists():
        raise Http404
    return found, False


def own_enrollment(person: Person, program: Program) -> Enrollment | None:
    """The person's own place in the program, unless they have left it."""
    left = EnrollmentState.WITHDRAWN
    return Enrollment.objects.filter(program=program, person=person).exclude(state=left).first()
