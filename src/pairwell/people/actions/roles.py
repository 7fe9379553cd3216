"""Career roles: those that ship, an administrator's own, and where a person wants to go."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.people.models import CareerAim, CareerRole, CareerStep, Person, RoleNeed, Skill
from pairwell.people.rules.catalog import key_for

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "roles.toml"
MOST_NEEDS = 25


def read_roles(path: Path = SHIPPED) -> list[dict[str, Any]]:
    """The roles of a TOML file."""
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["role"]
    return rows


@transaction.atomic
def load_roles(path: Path = SHIPPED) -> int:
    """Add the shipped roles that are not there; what an administrator has changed stays. Returns how many are new."""
    rows = read_roles(path)
    have = set(CareerRole.objects.values_list("key", flat=True))
    new = [row for row in rows if row["key"] not in have]
    CareerRole.objects.bulk_create(
        CareerRole(**{name: row[name] for name in ("key", "name", "family", "level", "summary")})
        for row in new
    )
    roles = {role.key: role for role in CareerRole.objects.all()}
    skills = {skill.key: skill for skill in Skill.objects.all()}
    RoleNeed.objects.bulk_create(
        RoleNeed(role=roles[row["key"]], skill=skills[key], level=level)
        for row in new
        for key, level in row["needs"].items()
        if key in skills
    )
    CareerStep.objects.bulk_create(
        CareerStep(from_role=roles[row["key"]], to_role=roles[key])
        for row in new
        for key in row["next"]
        if key in roles
    )
    return len(new)


@transaction.atomic
def write_role(
    *,
    by: Person,
    role: CareerRole | None = None,
    needs: Mapping[str, int],
    next_roles: Sequence[CareerRole] = (),
    **fields: Any,
) -> CareerRole:
    """Add or change a role. needs: key of the catalog -> level 1 to 5; fields: name, family, level, summary.

    Raises Refused on odd levels, too many skills, or a name that is taken.
    """
    if len(needs) > MOST_NEEDS:
        raise Refused.because("needs", f"A role asks for at most {MOST_NEEDS} skills.", "needs")
    if any(level not in range(1, 6) for level in needs.values()):
        raise Refused.because("needs", "Levels go from 1 (first steps) to 5 (could teach it).", "needs")
    row = role or CareerRole(
        key=key_for(fields["name"], set(CareerRole.objects.values_list("key", flat=True)))
    )
    for name, value in fields.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused.because("level", "Levels of seniority go from 1 to 10.", "level") from error
    row.needs.all().delete()
    skills = Skill.objects.filter(key__in=needs)
    RoleNeed.objects.bulk_create(RoleNeed(role=row, skill=skill, level=needs[skill.key]) for skill in skills)
    row.steps.all().delete()
    CareerStep.objects.bulk_create(
        CareerStep(from_role=row, to_role=to) for to in next_roles if to.pk != row.pk
    )
    audit.record(by=by, verb="career role written", thing=row, details={"key": row.key})
    return row


@transaction.atomic
def set_aim(*, by: Person, now: CareerRole | None, next_role: CareerRole | None) -> CareerAim:
    """Say where one stands and where one would like to go; nobody else reads it."""
    aim, _ = CareerAim.objects.update_or_create(person=by, defaults={"now": now, "next": next_role})
    audit.record(by=by, verb="career aim changed", thing=aim)
    return aim
