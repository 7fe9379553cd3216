"""A team that grows with the world."""

from pairwell.programs.states import ProgramRole
from tests.factories.people import make_person
from tests.factories.programs import grant
from tests.factories.world import World


def add(world: World, size: int) -> None:
    """More managers and sponsors of the program."""
    for number in range(size):
        grant(world.program, make_person(f"Manager {number}"))
        grant(world.program, make_person(f"Sponsor {number}"), ProgramRole.SPONSOR)
