"""Reads for managers: their programs as cards, the people of one program as a table."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.permissions import managed_programs
from pairwell.programs.queries.people_table import Row
from pairwell.programs.queries.setup import pools_of
from pairwell.programs.rules.moves import Pool
from pairwell.programs.states import EnrollmentState, Format, Gate, ProgramState


@dataclass(frozen=True)
class Attention:
    """Something a manager should look at, and where."""

    text: str
    url_name: str


@dataclass(frozen=True)
class ProgramCard:
    """One program in the manager's list."""

    program: Program
    pool: Pool
    attention: tuple[Attention, ...]


def program_cards(person: Person, *, today: date, archived: bool = False) -> list[ProgramCard]:
    """The programs somebody runs with their funnel: three queries for any number of programs."""
    rows = managed_programs(person)
    in_archive = Q(state=ProgramState.ARCHIVED)
    programs = list(rows.filter(in_archive) if archived else rows.exclude(in_archive))
    pools = pools_of(programs)
    return [ProgramCard(p, pools[p.pk], tuple(attention(p, pools[p.pk], today))) for p in programs]


def attention(program: Program, pool: Pool, today: date) -> list[Attention]:
    """What waits for the manager of a program, the most pressing first."""
    found = []
    if program.state == ProgramState.DRAFT:
        found.append(Attention("Not open yet: finish setting it up", "manage_setup"))
    if pool.applied:
        found.append(Attention(f"{pool.applied} waiting for your approval", "manage_people"))
    if program.state == ProgramState.ENROLLING:
        found += _enrolling(program, pool, today)
    if program.state == ProgramState.MATCHING and pool.approved > pool.placed:
        found.append(Attention(f"{pool.approved - pool.placed} people to match", "studio"))
    if program.state == ProgramState.ACTIVE and program.ends_on and program.ends_on < today:
        found.append(Attention(f"Ended on {program.ends_on:%d %B}: close it", "manage_setup"))
    return found


def _enrolling(program: Program, pool: Pool, today: date) -> list[Attention]:
    found = []
    closes = program.enrollment_closes_on
    if closes is not None and closes < today:
        found.append(Attention(f"Enrollment ended on {closes:%d %B}: match people", "manage_setup"))
    elif closes is not None and closes <= today + timedelta(days=7):
        found.append(Attention(f"Enrollment closes on {closes:%d %B}", "manage_invite"))
    two_sided = program.format not in (Format.PEER, Format.GROUP)
    if two_sided and pool.mentor_places > pool.mentee_places:
        short = pool.mentor_places - pool.mentee_places
        found.append(Attention(f"{short} mentor places short of what mentees want", "manage_invite"))
    return found


_WAITS = {Gate.TRAINING: "Training to finish", Gate.PEOPLE_MANAGER: "Waiting for the people manager"}


_COLORS = {"applied": "yellow", "approved": "blue", "waitlisted": "yellow", "declined": "secondary"}


def shown_state(enrollment: Enrollment | Row) -> tuple[str, str]:
    """(word, color of the kit) of an enrollment as people read it; "matched" is read from places held."""
    if enrollment.paused_at is not None and enrollment.state == EnrollmentState.APPROVED:
        return "Paused", "secondary"
    if enrollment.state == EnrollmentState.APPLIED and enrollment.waits_for in _WAITS:
        return _WAITS[Gate(enrollment.waits_for)], "yellow"
    if enrollment.state == EnrollmentState.APPROVED and enrollment.mentees_held + enrollment.mentors_held:
        left = enrollment.mentee_places_left if enrollment.as_mentor else enrollment.mentor_places_left
        return ("Matched, places left", "green") if left else ("Matched", "green")
    return str(EnrollmentState(enrollment.state).label), _COLORS.get(enrollment.state, "secondary")
