"""Reads of resources."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from pairwell.library.models import Resource
from pairwell.library.states import Audience


def resources(
    *, audiences: Collection[str], programs: Collection[int], words: str = ""
) -> QuerySet[Resource]:
    """Resources of the organization and of these programs, for everybody and for these audiences."""
    found = Resource.objects.filter(
        Q(audience=Audience.EVERYBODY) | Q(audience__in=audiences),
        Q(program_id__isnull=True) | Q(program_id__in=programs),
    )
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    return found.select_related("file").defer("file__content", "text")
