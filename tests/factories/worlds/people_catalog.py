"""A merged skill, and a role that asks for `size` skills which others can help with."""

from pairwell.people.actions import merge_skills
from pairwell.people.models import CareerAim, CareerRole, CareerStep, Person, RoleNeed
from tests.factories.people import make_person, make_skill, offers


def add(world: object, size: int) -> None:
    """`size` needs, helpers and roles."""
    people: dict[str, Person] = world.people  # type: ignore[attr-defined]
    role = CareerRole.objects.create(key="pilot", name="Harbor pilot", family="Sea")
    for number in range(size):
        skill = make_skill(f"Sea skill {number}", parent=make_skill("Seamanship"))
        RoleNeed.objects.create(role=role, skill=skill, level=4)
        offers(make_person(), skill.name)
        other = CareerRole.objects.create(key=f"sailor-{number}", name=f"Sailor {number}", family="Sea")
        CareerStep.objects.create(from_role=other, to_role=role)
        CareerStep.objects.create(from_role=role, to_role=other)
    CareerAim.objects.create(person=people["otto"], now=role, next=role)
    merge = merge_skills(by=people["ana"], source=make_skill("Boat craft"), target=make_skill("Seamanship"))
    world.things |= {"skill": make_skill("Seamanship"), "role": role, "merge": merge}  # type: ignore[attr-defined]
