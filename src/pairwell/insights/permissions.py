"""Who reads results: managers of a program, its sponsors, sponsors of all, administrators. Aggregates only."""

from django.db.models import Q, QuerySet
from django.http import Http404

from pairwell.people.models import Person
from pairwell.people.permissions import is_administrator, is_sponsor
from pairwell.programs.models import Grant, Program
from pairwell.programs.permissions import program_roles_of
from pairwell.programs.states import ProgramState


def readable_programs(person: Person) -> QuerySet[Program]:
    """Programs whose aggregate results this person may read; drafts have none."""
    programs = Program.objects.exclude(state=ProgramState.DRAFT)
    if is_administrator(person) or is_sponsor(person):
        return programs
    mine = Grant.objects.filter(person=person).values("program_id")
    return programs.filter(Q(pk__in=mine))


def program_for_reader(person: Person, program_id: int) -> Program:
    """A program whose results this person may read, else 404."""
    found = readable_programs(person).filter(pk=program_id).first()
    if found is None:
        raise Http404
    return found


def reads_any_program(person: Person) -> bool:
    """Whether the insights area is of any use to this person."""
    return is_sponsor(person) or is_administrator(person) or bool(program_roles_of(person))
