"""Who may do what with a program. Getters fetch and authorize in one move: 404 for strangers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.http import Http404

from pairwell.core.rows import columns_of, first_row, objects_of
from pairwell.people.models import Person
from pairwell.people.permissions import is_administrator
from pairwell.programs.models import (
    Approval,
    Enrollment,
    EnrollmentDraft,
    Grant,
    Invitation,
    Nomination,
    Program,
)
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
    """A program this person may set up, match, watch and report on: one of `managed_programs`."""
    asked: dict[str, Any] = {
        "program": program_id,
        "person": person.pk,
        "every": is_administrator(person),
        "role": ProgramRole.MANAGER.value,
    }
    row = first_row(_MANAGED, asked)
    if row is None:
        raise Http404
    (found,) = objects_of((Program,), row)
    return cast("Program", found)


_MANAGED = f"""
SELECT {columns_of(Program, "program")} FROM programs_program AS program
WHERE program.id = %(program)s AND (%(every)s OR EXISTS (
    SELECT 1 FROM programs_grant WHERE program_id = program.id AND person_id = %(person)s AND role = %(role)s
))
"""  # noqa: S608 - nothing of it is typed by anybody
"""What `managed_programs` says of one program, written once: every page of a manager begins with it."""


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
    if not _is_open_now(found) and not visible_programs(person).filter(pk=program_id).exists():
        raise Http404
    return found


def _is_open_now(program: Program) -> bool:
    """Whether everybody may look at it, without being part of it: the same as in `visible_programs`."""
    return program.is_open and (
        program.state == ProgramState.ENROLLING or (program.is_rolling and program.state in _RUNNING)
    )


_TO_JOIN = f"""
SELECT {columns_of(Program, "program")}, {columns_of(Enrollment, "own")}, {columns_of(EnrollmentDraft, "draft")},
       EXISTS (SELECT 1 FROM programs_invitation WHERE program_id = program.id AND person_id = %(person)s)
       OR EXISTS (SELECT 1 FROM programs_nomination
                  WHERE program_id = program.id AND person_id = %(person)s AND state = %(open)s) AS is_invited,
       (SELECT json_agg(to_json(question) ORDER BY position, id)::text
        FROM programs_question AS question WHERE program_id = program.id) AS questions
FROM programs_program AS program
LEFT JOIN programs_enrollment AS own ON own.program_id = program.id AND own.person_id = %(person)s
LEFT JOIN programs_enrollmentdraft AS draft ON draft.program_id = program.id AND draft.person_id = %(person)s
WHERE program.id = %(program)s AND program.state <> ALL(%(hidden)s)
"""  # noqa: S608 - nothing of it is typed by anybody


@dataclass(frozen=True)
class ToJoin:
    """A program as one person who joins it sees it. enrollment: their own place, unless they have left it;
    is_invited: or put forward; questions: all of the program's, as JSON (values.specs_in reads them).
    """

    program: Program
    enrollment: Enrollment | None
    draft: EnrollmentDraft | None
    is_invited: bool
    questions: str


def program_to_join(person: Person, program_id: int) -> ToJoin:
    """The same program as `program_for_participant`, and all that a form to join it starts from: one query."""
    said: dict[str, Any] = {
        "person": person.pk,
        "program": program_id,
        "open": NominationState.OPEN.value,
        "hidden": [state.value for state in _HIDDEN],
    }
    row = first_row(_TO_JOIN, said)
    if row is None:
        raise Http404
    program, own, draft = objects_of((Program, Enrollment, EnrollmentDraft), row)
    *_, is_invited, questions = row
    if own is None and not is_invited and not _is_open_now(program):
        raise Http404
    if own is not None:
        own.program, own.person = program, person
        own = None if own.state == EnrollmentState.WITHDRAWN else own
    return ToJoin(program, own, draft, is_invited, questions or "[]")


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
