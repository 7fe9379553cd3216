"""Notifications on somebody's devices beside the letters: verbs of a person, and what passes a notice on to them."""

from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q, QuerySet

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.core.outside import NotFetched, checked
from pairwell.messaging import delivery_queue
from pairwell.messaging.lines import wanted
from pairwell.messaging.models import Notice, PushDevice, PushLine
from pairwell.messaging.push_crypto import decode, is_key
from pairwell.people.models import Person

MOST_DEVICES = 8


@transaction.atomic
def add_device(
    *, by: Person, endpoint: str, key: str, secret: str, name: str, before: int | None = None
) -> PushDevice:
    """Tell this browser, too, when a notice waits; who used the same browser before is told there no more.

    endpoint, key, secret: as the browser gives them; before: the id of the device that this browser was until now.
    Beyond MOST_DEVICES the oldest goes. Raises Refused.
    """
    _check(endpoint, key, secret)
    PushDevice.objects.filter(Q(endpoint=endpoint) | Q(pk=before)).delete()
    device = PushDevice.objects.create(person=by, endpoint=endpoint, key=key, secret=secret, name=name[:80])
    newest = PushDevice.objects.filter(person=by).order_by("-id").values_list("pk", flat=True)[:MOST_DEVICES]
    PushDevice.objects.filter(person=by).exclude(pk__in=list(newest)).delete()
    audit.record(by=by, verb="device added", thing=by)
    return device


@transaction.atomic
def forget_device(*, by: Person, device_id: int) -> bool:
    """Nothing goes to this device any more; False when it is not one of theirs."""
    return _forget(PushDevice.objects.filter(person=by, pk=device_id), by)


@transaction.atomic
def end_on_device(*, by: Person, device_id: int) -> bool:
    """Somebody signs out of a browser: it tells nobody any more, whoever had added it. False when it told nobody."""
    return _forget(PushDevice.objects.filter(pk=device_id), by)


def _forget(devices: QuerySet[PushDevice], by: Person) -> bool:
    gone, _ = devices.delete()
    if gone:
        audit.record(by=by, verb="device forgotten", thing=by)
    return bool(gone)


def devices_of(person: Person) -> list[PushDevice]:
    """The person's devices, the newest first."""
    return list(PushDevice.objects.filter(person=person).order_by("-id"))


def pass_on(keys: set[str]) -> None:
    """Write the lines for these notices in the current transaction, after their readers' quiet hours."""
    told = {
        n.pk: n for n in Notice.objects.filter(key__in=keys, to__devices__isnull=False).select_related("to")
    }
    if not told:
        return
    devices = list(PushDevice.objects.filter(person_id__in={notice.to_id for notice in told.values()}))
    lines = [
        PushLine(notice=n, to=d, not_before=moment)
        for n, moment in wanted(told.values())
        for d in devices
        if d.person_id == n.to_id
    ]
    PushLine.objects.bulk_create(lines, ignore_conflicts=True, batch_size=500)
    if lines:
        delivery_queue.ask_for_push()


def _check(endpoint: str, key: str, secret: str) -> None:
    try:
        checked(endpoint)
        is_sound = urlsplit(endpoint).scheme == "https" and len(decode(secret)) == 16 and is_key(key)
    except (NotFetched, ValueError):
        is_sound = False
    if not is_sound or len(endpoint) > 1000:
        raise Refused.because("not_a_device", "Your browser gave us no address that we can write to.")
