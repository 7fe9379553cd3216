"""Verbs on single people: add, change, switch off and on, grant and take roles."""

from typing import Any

from django.db import IntegrityError, transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.people.models import Person, Profile, RoleGrant
from pairwell.people.rules.roles import may_change_role
from pairwell.people.rules.tree import would_close_circle
from pairwell.people.states import OrganizationRole

_TAKEN = "Somebody else in the directory has this email address or employee number already."


@transaction.atomic
def add_person(*, by: Person | None, email: str, full_name: str, **fields: Any) -> Person:
    """Put somebody into the directory. Raises Refused when the email or number is taken."""
    person = Person(email=email.strip().lower(), full_name=full_name.strip(), **fields)
    person.set_unusable_password()
    _save(person)
    Profile.objects.create(person=person)
    audit.record(by=by, verb="person added", thing=person)
    return person


@transaction.atomic
def change_person(*, by: Person, person: Person, **fields: Any) -> Person:
    """Change what the directory says. Raises Refused on a taken email or a circle of managers."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    manager = fields.get("manager")
    if manager is not None and would_close_circle(locked.pk, manager.pk, _managers()):
        raise Refused.because(
            "circle", f"{manager} reports to {locked}, so that would be a circle.", "manager"
        )
    for key, value in fields.items():
        setattr(locked, key, value)
    _save(locked)
    audit.record(by=by, verb="person changed", thing=locked, details={"fields": sorted(fields)})
    return locked


@transaction.atomic
def switch_off(*, by: Person, person: Person) -> None:
    """Somebody has left: they can no longer sign in. Nothing about them is lost."""
    if person.pk == by.pk:
        raise Refused.because("self", "You cannot switch yourself off; ask a colleague.")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    audit.record(by=by, verb="person switched off", thing=person)


@transaction.atomic
def switch_on(*, by: Person, person: Person) -> None:
    """Somebody is back."""
    Person.objects.filter(pk=person.pk).update(is_active=True)
    audit.record(by=by, verb="person switched on", thing=person)


@transaction.atomic
def grant_role(*, by: Person | None, person: Person, role: str) -> None:
    """Give a role of the organization. Raises Refused unless an owner does it (None: a command)."""
    _insist_on_owner(by)
    RoleGrant.objects.get_or_create(person=person, role=OrganizationRole(role))
    audit.record(by=by, verb="role granted", thing=person, details={"role": role})


@transaction.atomic
def revoke_role(*, by: Person, person: Person, role: str) -> None:
    """Take a role back. Raises Refused when it is the last owner's."""
    _insist_on_owner(by)
    owners = RoleGrant.objects.select_for_update().filter(role=OrganizationRole.OWNER)
    if role == OrganizationRole.OWNER and not owners.exclude(person=person).exists():
        raise Refused.because("last_owner", "Somebody must own this installation. Name another owner first.")
    RoleGrant.objects.filter(person=person, role=role).delete()
    audit.record(by=by, verb="role taken back", thing=person, details={"role": role})


def _insist_on_owner(by: Person | None) -> None:
    roles = set(by.role_grants.values_list("role", flat=True)) if by else None
    if (refusal := may_change_role(roles)) is not None:
        raise Refused(refusal)


def _managers() -> dict[int, int]:
    return dict(Person.objects.filter(manager__isnull=False).values_list("pk", "manager_id"))


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise Refused.because("taken", _TAKEN, "email") from error
