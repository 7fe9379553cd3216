"""Programs in which people have a say, for tests."""

from pairwell.pairing.models import Request, Say
from pairwell.pairing.states import RequestState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import ProgramState
from tests.factories.pairing import POLICY
from tests.factories.people import make_person, offers, wants
from tests.factories.programs import make_enrollment, make_policy, make_program


def make_say_program(
    managed_by: Person, *, mode: str = "self", is_blind: bool = False, **fields: object
) -> Program:
    """A program that is matching, with a policy, in which people decide as told."""
    program = make_program(managed_by=managed_by, state=ProgramState.MATCHING, **fields)
    make_policy(program, {**POLICY, "format": program.format})
    Say.objects.create(program=program, mode=mode, is_blind=is_blind, complete_percent=0)
    return program


def mentor_in(program: Program, name: str = "", *skills: str, places: int = 1) -> Enrollment:
    """A mentor who offers skills."""
    person = offers(make_person(name), *(skills or ("Negotiation",)))
    return make_enrollment(program, person, role="mentor", mentee_places=places)


def mentee_in(program: Program, name: str = "", *skills: str, places: int = 1) -> Enrollment:
    """A mentee who wants skills."""
    person = wants(make_person(name), *(skills or ("Negotiation",)))
    return make_enrollment(program, person, role="mentee", mentor_places=places)


def states_of(asker: Enrollment) -> list[str]:
    """The states of somebody's requests, in their order."""
    return [RequestState(r.state).value for r in Request.objects.filter(asker=asker).order_by("rank", "pk")]
