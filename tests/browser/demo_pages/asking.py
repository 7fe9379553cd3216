"""What every file here needs: a row, and who of the demo's cast has a role."""

from django.urls import reverse

from pairwell.people.models import Organization, Person

Row = tuple[str, str, str]


def row(role: str, name: str, address: str, *args: object) -> Row:
    return role, name, reverse(address, args=args)


def person(role: str) -> Person:
    emails = {known: email for known, email, _ in Organization.objects.get().demo_cast}
    return Person.objects.get(email=emails[role])
