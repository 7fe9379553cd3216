"""Reads of the post office."""

from django.db.models import QuerySet

from pairwell.messaging.models import Notice
from pairwell.people.models import Person


def notices_of(person: Person, *, limit: int = 50) -> QuerySet[Notice]:
    """The newest notices of a person."""
    return Notice.objects.filter(to=person)[:limit]
