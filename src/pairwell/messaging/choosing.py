"""How somebody would like to hear from us: verbs of a person about their own letters."""

from collections.abc import Collection

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.messaging.kinds import known_kinds
from pairwell.messaging.models import Muted, Preference
from pairwell.people.models import Person


@transaction.atomic
def choose_letters(
    *, by: Person, wanted: Collection[str], weekly: bool, quiet_from: int | None, quiet_until: int | None
) -> None:
    """wanted: the kinds still to be sent; every other kind that can be turned off is turned off.

    Raises Refused when only one end of the quiet hours is given.
    """
    if (quiet_from is None) != (quiet_until is None):
        raise Refused.because("half", "Give both ends of your quiet hours, or neither.", "quiet_from")
    can_stop = {kind.key for kind in known_kinds() if not kind.always}
    off = can_stop - set(wanted)
    Muted.objects.filter(person=by, kind__in=can_stop - off).delete()
    Muted.objects.bulk_create([Muted(person=by, kind=kind) for kind in off], ignore_conflicts=True)
    Preference.objects.update_or_create(
        person=by, defaults={"weekly": weekly, "quiet_from": quiet_from, "quiet_until": quiet_until}
    )
    audit.record(by=by, verb="letters chosen", thing=by)


def stop_kind(*, by: Person, kind: str) -> None:
    """No letters of this kind any more; the same again changes nothing."""
    Muted.objects.get_or_create(person=by, kind=kind)


def muted_kinds(person: Person) -> set[str]:
    """What somebody has turned off."""
    return set(Muted.objects.filter(person=person).values_list("kind", flat=True))
