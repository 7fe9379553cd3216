"""One-click sign-in for the demo company. Opens nothing unless two things are true at once:

this process runs in demo mode, and the database was filled by `pairwell demo` itself.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from pairwell.people.models import Person
from pairwell.people.queries import organization

_SALT = "pairwell.demo-sign-in"


@dataclass(frozen=True)
class CastMember:
    """Somebody to look at the demo as."""

    role: str
    person: Person
    sees: str
    token: str


def is_open() -> bool:
    """Whether one-click sign-in exists here at all."""
    return bool(settings.DEMO) and organization().is_demo


def demo_cast() -> list[CastMember]:
    """One person per role; empty outside demo mode."""
    if not is_open():
        return []
    entries = organization().demo_cast
    people = {p.email: p for p in Person.objects.filter(email__in=[entry[1] for entry in entries])}
    return [
        CastMember(role, people[email], sees, signing.dumps(people[email].pk, salt=_SALT))
        for role, email, sees in entries
        if email in people
    ]


def person_of(token: str) -> Person | None:
    """The person a link signs in; None outside demo mode and for any link we did not make."""
    if not is_open():
        return None
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=pk, is_active=True).first()
