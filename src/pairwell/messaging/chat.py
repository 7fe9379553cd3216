"""Somebody's own chat beside the letters: verbs of a person, and what passes a notice on to it."""

from collections.abc import Sequence

from django.db import transaction

from pairwell.core import audit
from pairwell.messaging import chat_services, delivery_queue
from pairwell.messaging.lines import wanted
from pairwell.messaging.models import ChatAddress, ChatLine, Notice, PushDevice
from pairwell.people.models import Person


@transaction.atomic
def give_chat(*, by: Person, address: str) -> ChatAddress:
    """Tell this chat, too, when a notice waits; it replaces the one before, and what still waited for that.

    Raises Refused for an address that is not one of a chat we may write to.
    """
    address = address.strip()
    shown = chat_services.masked(address)
    ChatAddress.objects.filter(person=by).delete()
    given = ChatAddress.objects.create(person=by, address=address, shown=shown)
    audit.record(by=by, verb="chat given", thing=by)
    return given


@transaction.atomic
def forget_chat(*, by: Person) -> None:
    """Nothing goes to the person's chat any more, and its address is gone."""
    ChatAddress.objects.filter(person=by).delete()
    audit.record(by=by, verb="chat forgotten", thing=by)


def chat_of(person: Person) -> ChatAddress | None:
    """The person's chat, if they gave one."""
    return ChatAddress.objects.filter(person=person).first()


def last_line(person: Person) -> ChatLine | None:
    """The newest line for the person's chat: what became of it and when, not what it said."""
    return ChatLine.objects.filter(to__person=person).first()


def about_to_tell(notices: Sequence[Notice]) -> set[str]:
    """Keys of the notices that are new and whose readers have a chat or a device: ask before they are written."""
    people = {n.to_id for n in notices}
    chats = ChatAddress.objects.filter(person_id__in=people, off_at=None).values_list("person_id", flat=True)
    devices = PushDevice.objects.filter(person_id__in=people).values_list("person_id", flat=True)
    readers = set(chats.union(devices))
    keys = {notice.key for notice in notices if notice.to_id in readers}
    return keys - set(Notice.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()


def pass_on(keys: set[str]) -> None:
    """Write the lines for these notices in the current transaction, after their readers' quiet hours."""
    if not keys:
        return
    told = list(
        Notice.objects.filter(key__in=keys, to__chat__isnull=False, to__chat__off_at=None)
        .select_related("to__chat")
        .order_by("id")
    )
    if not told:
        return
    lines = [ChatLine(notice=n, to=n.to.chat, not_before=moment) for n, moment in wanted(told)]
    ChatLine.objects.bulk_create(lines, ignore_conflicts=True, batch_size=500)
    delivery_queue.ask_for_chat()
