"""People and skills for tests: plain functions, one row each, sensible without arguments."""

from itertools import count
from typing import Any

from pairwell.core.text import fold
from pairwell.people.models import Organization, Person, Profile, ProfileSkill, RoleGrant, Skill
from pairwell.people.states import SkillKind

_numbers = count(1)


def make_person(full_name: str = "", **fields: Any) -> Person:
    """A person of the directory with an empty profile; `role=` grants an organization role."""
    number = next(_numbers)
    role = fields.pop("role", "")
    name = full_name or f"Person {number}"
    email = fields.pop("email", f"{fold(name).replace(' ', '.')}.{number}@example.org")
    if not email.isascii():
        email = f"person{number}@example.org"
    person = Person.objects.create_person(email=email, full_name=name, **fields)
    Profile.objects.create(person=person)
    if role:
        RoleGrant.objects.create(person=person, role=role)
    return person


def make_skill(name: str = "", **fields: Any) -> Skill:
    """A skill of the catalog."""
    name = name or f"Skill {next(_numbers)}"
    key = fold(name).replace(" ", "-")
    return Skill.objects.get_or_create(key=key, defaults={"name": name, "folded": fold(name), **fields})[0]


def offers(person: Person, *names: str, level: int = 4) -> Person:
    """Let the person offer skills."""
    for name in names:
        ProfileSkill.objects.create(
            profile=person.profile, skill=make_skill(name), kind=SkillKind.OFFERED, level=level
        )
    return person


def wants(person: Person, *names: str, urgency: int = 2) -> Person:
    """Let the person want to learn skills."""
    for name in names:
        ProfileSkill.objects.create(
            profile=person.profile, skill=make_skill(name), kind=SkillKind.WANTED, urgency=urgency
        )
    return person


def make_organization(**fields: Any) -> Organization:
    """The organization of this installation."""
    return Organization.objects.update_or_create(pk=1, defaults={"name": "Northwind", **fields})[0]
