"""What lines to chats and lines to devices have in common: who wants one and when, and how workers take them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from pairwell.core import clock
from pairwell.messaging.models import ChatLine, Muted, Notice, Preference, PushLine
from pairwell.messaging.states import ChatState
from pairwell.messaging.zones import quiet_until

LONGEST_TRY = timedelta(minutes=10)
"""A line that is being sent for longer than this was abandoned: chats and push services are asked for seconds."""
L = TypeVar("L", ChatLine, PushLine)


def wanted(notices: Collection[Notice]) -> list[tuple[Notice, datetime | None]]:
    """Those whose readers did not turn their kind off, each with the end of its reader's quiet hours; two queries."""
    readers = {notice.to_id for notice in notices}
    muted = set(Muted.objects.filter(person_id__in=readers).values_list("person_id", "kind"))
    wishes = {wish.person_id: wish for wish in Preference.objects.filter(person_id__in=readers)}
    now = clock.now()
    return [
        (n, quiet_until(now, n.to.time_zone, wishes.get(n.to_id)))
        for n in notices
        if (n.to_id, n.kind) not in muted
    ]


@transaction.atomic
def claim_next(lines: QuerySet[L]) -> L | None:
    """Take the oldest of these lines that is due; other workers skip it."""
    now = clock.now()
    line = (
        lines.select_for_update(skip_locked=True, of=("self",))
        .filter(state=ChatState.QUEUED)
        .filter(
            Q(not_before=None) | Q(not_before__lte=now), Q(to__next_try_at=None) | Q(to__next_try_at__lte=now)
        )
        .order_by("id")
        .first()
    )
    if line is not None:
        line.state, line.tried_at = ChatState.SENDING, now
        line.save(update_fields=["state", "tried_at"])
    return line


def find_abandoned(lines: QuerySet[L]) -> int:
    """Lines whose worker died while sending them: in doubt, and not told again. Returns how many."""
    long_ago = clock.now() - LONGEST_TRY
    return lines.filter(state=ChatState.SENDING, tried_at__lt=long_ago).update(state=ChatState.IN_DOUBT)
