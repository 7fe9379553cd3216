"""Takes lines to devices: queued -> sending -> sent, each written down before the push service is asked.

A device that its push service no longer knows is removed; so is one that fails MOST_FAILURES times in a row.
"""

import json
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from pairwell.core import clock
from pairwell.core.outside import Guard, NotFetched, is_public, post
from pairwell.messaging import actions, lines
from pairwell.messaging.models import PushDevice, PushLine
from pairwell.messaging.push_crypto import authorization, sealed
from pairwell.messaging.rules import wait_after
from pairwell.messaging.states import ChatState

MOST_FAILURES = 5
GONE = (404, 410)
SECONDS = 10
WAITS_SECONDS = 24 * 3600
"""How long a push service keeps a line for a device that is off."""


def claim_next() -> PushLine | None:
    """Take the oldest line that is due; other workers skip it."""
    return lines.claim_next(PushLine.objects.select_related("to"))


def push(device: PushDevice) -> int:
    """Tell a device that something waits: no names, no kind, no content. What its service answered; 0 for nothing."""
    text = {"title": "Pairwell", "text": "Something new waits for you.", "url": reverse("notices")}
    try:
        return post(
            device.endpoint,
            body=sealed(json.dumps(text).encode(), key=device.key, secret=device.secret),
            headers={
                "Authorization": authorization(device.endpoint, contact=_contact()),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(WAITS_SECONDS),
                "Topic": "notices",  # one that waits at the service is replaced by the next
                "Urgency": "normal",
            },
            seconds=SECONDS,
            guard=_guard(device.endpoint),
        )
    except NotFetched:
        return 0


@transaction.atomic
def settle(line: PushLine, *, status: int) -> None:
    """Write down what came of a try."""
    device = PushDevice.objects.select_for_update().filter(pk=line.to_id)
    if 200 <= status < 300:
        PushLine.objects.filter(pk=line.pk, state=ChatState.SENDING).update(state=ChatState.SENT)
        device.update(failures=0, next_try_at=None)
        return
    failed = device.first()
    if failed is None:
        return  # forgotten meanwhile, and its lines with it
    if status in GONE:  # its browser has dropped it
        device.delete()
        return
    if failed.failures + 1 >= MOST_FAILURES:
        _give_up(failed)
        return
    PushLine.objects.filter(pk=line.pk, state=ChatState.SENDING).update(state=ChatState.QUEUED)
    wait = wait_after(failed.failures + 1) or lines.LONGEST_TRY
    device.update(failures=F("failures") + 1, next_try_at=clock.now() + wait)


def find_abandoned() -> int:
    """Lines whose worker died while sending them: in doubt, and not told again. Returns how many."""
    return lines.find_abandoned(PushLine.objects.all())


def _give_up(device: PushDevice) -> None:
    device.delete()
    actions.notify(
        to=device.person,
        kind="chat",
        key=f"device-off:{device.person_id}:{clock.now():%Y%m%d%H%M%S%f}",
        text=f"{device.name} did not take a notification {MOST_FAILURES} times, so it is told nothing any more.",
        url=reverse("my_letters"),
    )


def _contact() -> str:
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


def _guard(endpoint: str) -> Guard:
    """Push services stand in the open internet, but for those that the operator has named."""
    return (lambda _: True) if urlsplit(endpoint).netloc.lower() in settings.PUSH_HOSTS else is_public
