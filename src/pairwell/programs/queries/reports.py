"""Reads for people managers: states and dates of their reports' part in programs, never what they wrote."""

from collections import defaultdict
from dataclasses import dataclass

from pairwell.people.models import Person
from pairwell.programs.models import Approval, Enrollment, Nomination, Program
from pairwell.programs.queries.programs import shown_state
from pairwell.programs.states import ApprovalState, EnrollmentState, NominationState, ProgramState


@dataclass(frozen=True)
class TeamRow:
    """One report: (program, state in words, color) of each place, and programs they are nominated for."""

    person: Person
    places: tuple[tuple[Program, str, str], ...]
    nominated: tuple[Program, ...]


def approvals_of(person: Person) -> tuple[list[Approval], list[Approval]]:
    """(those that wait for this people manager, the last that were answered): one query."""
    rows = Approval.objects.filter(by=person).select_related("enrollment__person", "enrollment__program")
    gone = (EnrollmentState.WITHDRAWN, EnrollmentState.DECLINED)
    waiting = [r for r in rows if r.state == ApprovalState.ASKED and r.enrollment.state not in gone]
    answered = [r for r in rows if r.state != ApprovalState.ASKED]
    return waiting, sorted(answered, key=lambda r: str(r.answered_at), reverse=True)[:10]


def team_rows(person: Person) -> list[TeamRow]:
    """Everybody who reports to this person: three queries."""
    team = list(Person.objects.filter(manager=person, is_active=True).order_by("full_name", "id"))
    places: dict[int, list[tuple[Program, str, str]]] = defaultdict(list)
    gone = (EnrollmentState.WITHDRAWN, EnrollmentState.DECLINED)
    rows = Enrollment.objects.filter(person__in=team).exclude(state__in=gone).select_related("program")
    for row in rows.exclude(program__state=ProgramState.ARCHIVED).order_by("program__name"):
        places[row.person_id].append((row.program, *shown_state(row)))
    nominated: dict[int, list[Program]] = defaultdict(list)
    found = Nomination.objects.filter(person__in=team, state=NominationState.OPEN).select_related("program")
    for one in found:
        nominated[one.person_id].append(one.program)
    return [TeamRow(p, tuple(places[p.pk]), tuple(nominated[p.pk])) for p in team]


def nominable_programs() -> list[Program]:
    """Programs that take nominations of people managers at the moment."""
    running = (ProgramState.MATCHING, ProgramState.ACTIVE)
    rows = Program.objects.filter(by_nomination=True)
    found = rows.filter(state=ProgramState.ENROLLING) | rows.filter(is_rolling=True, state__in=running)
    return list(found.order_by("name"))
