"""Having a say: somebody both sides may see, favorites."""

from typing import Any

from tests.factories.people import make_person, make_skill, offers, wants
from tests.factories.programs import make_enrollment


def add(world: Any, size: int) -> None:
    """Somebody who mentors and is mentored (so that everybody enrolled may see them), and many like them."""
    for number in range(size + 1):
        person = make_person(f"Otherwise {number}")
        wants(offers(person, "Negotiation"), "Public speaking")
        other = make_enrollment(world.program, person, role="both", mentee_places=2)
        make_skill(f"Rare skill {number}")
    world.things["other"] = other
