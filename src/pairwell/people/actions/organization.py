"""What the organization is called."""

from django.db import transaction

from pairwell.core import audit
from pairwell.people.models import Organization, Person


@transaction.atomic
def change_organization(*, by: Person | None, name: str, time_zone: str) -> Organization:
    """Set the organization's name and home time zone; makes the row if there is none yet."""
    kept, _ = Organization.objects.update_or_create(pk=1, defaults={"name": name, "time_zone": time_zone})
    audit.record(by=by, verb="organization changed", thing=kept)
    return kept
