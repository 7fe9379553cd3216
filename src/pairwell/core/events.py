"""Announcements for strangers: integrations, webhooks, erasure. Never for a room's own work."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db import transaction


@dataclass(frozen=True)
class Event:
    """Something that has happened; subclasses are frozen dataclasses of plain values."""


_listeners: dict[type[Event], list[Callable[[Event], None]]] = defaultdict(list)


def listen(kind: type[Event], listener: Callable[[Event], None]) -> None:
    """Call `listener` after the transaction in which an event of this kind was announced."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def announce(event: Event) -> None:
    """Tell every listener, once the surrounding transaction has committed."""
    for listener in _listeners[type(event)]:
        transaction.on_commit(partial(listener, event))
