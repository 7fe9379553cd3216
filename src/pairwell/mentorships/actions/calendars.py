"""A person's own calendar addresses, and reading when they are busy."""

import secrets
from datetime import timedelta

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused
from pairwell.core.outside import Guard, NotFetched, checked, fetch, is_public
from pairwell.mentorships.busy import NotACalendar, busy_spans
from pairwell.mentorships.models import BusyTime, PersonCalendar
from pairwell.people.models import Person

AHEAD = timedelta(weeks=8)
AGAIN = timedelta(hours=2)
AGAIN_AFTER_ERROR = timedelta(hours=8)


def own_calendar(*, by: Person) -> PersonCalendar:
    """The person's calendar addresses, made on first use."""
    made, _ = PersonCalendar.objects.get_or_create(
        person=by, defaults={"feed_key": secrets.token_urlsafe(32)}
    )
    return made


@transaction.atomic
def replace_feed(*, by: Person) -> PersonCalendar:
    """Another secret: calendars that use the old address see nothing any more."""
    own = own_calendar(by=by)
    own.feed_key = secrets.token_urlsafe(32)
    own.save(update_fields=["feed_key"])
    audit.record(by=by, verb="calendar address replaced", thing=own)
    return own


@transaction.atomic
def give_busy_address(*, by: Person, url: str) -> PersonCalendar:
    """Where to read when I am busy; an empty address stops it and forgets what was read.

    Raises Refused for what cannot be an address of the open internet.
    """
    own = own_calendar(by=by)
    address = url.strip()
    if address.lower().startswith("webcal://"):
        address = f"https://{address[9:]}"
    if address:
        try:
            checked(address)
        except NotFetched as problem:
            raise Refused.because("address", str(problem), "url") from None
    if len(address) > 2000:
        raise Refused.because("long", "An address has at most 2000 characters.", "url")
    BusyTime.objects.filter(person=by).delete()
    own.busy_url, own.busy_error, own.busy_read_at = address, "", None
    own.busy_due_at = clock.now() if address else None
    own.save(update_fields=["busy_url", "busy_error", "busy_read_at", "busy_due_at"])
    audit.record(by=by, verb="busy address given" if address else "busy address removed", thing=own)
    return own


def read_busy_times(*, by: Person | None, calendar: PersonCalendar, guard: Guard = is_public) -> bool:
    """Read one person's busy times anew; whether it worked. Nothing is locked while the network is asked."""
    if not calendar.busy_url:
        return False
    now, person = clock.now(), calendar.person
    try:
        content = fetch(calendar.busy_url, guard=guard).body
        spans = busy_spans(content, since=now, until=now + AHEAD, zone=person.time_zone)
    except (NotFetched, NotACalendar) as problem:
        _note(calendar, busy_error=str(problem)[:300], busy_due_at=now + AGAIN_AFTER_ERROR)
        return False
    with transaction.atomic():
        own = PersonCalendar.objects.select_for_update().filter(pk=calendar.pk, busy_url=calendar.busy_url)
        if not own.exists():
            return False  # they gave another address meanwhile
        BusyTime.objects.filter(person=person).delete()
        BusyTime.objects.bulk_create(
            (BusyTime(person=person, starts_at=a, ends_at=b) for a, b in spans), batch_size=1000
        )
        _note(calendar, busy_error="", busy_read_at=now, busy_due_at=now + AGAIN)
    return True


def _note(calendar: PersonCalendar, **fields: object) -> None:
    PersonCalendar.objects.filter(pk=calendar.pk, busy_url=calendar.busy_url).update(**fields)
