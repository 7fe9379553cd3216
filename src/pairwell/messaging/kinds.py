"""Kinds of letters and notices: what they are called where people choose what they want to hear about.

A room registers its own kinds when it is loaded; an unregistered kind can be turned off like any other.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of news. always: nobody can turn it off (sign-in, invitations, what needs an answer)."""

    key: str
    label: str
    description: str
    always: bool = False


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; the same key again replaces the entry."""
    for kind in kinds:
        _kinds[kind.key] = kind


def known_kinds() -> tuple[Kind, ...]:
    """Every registered kind, by label."""
    return tuple(sorted(_kinds.values(), key=lambda kind: kind.label))


def is_always_sent(key: str) -> bool:
    """Whether a kind cannot be turned off."""
    kind = _kinds.get(key)
    return kind is not None and kind.always
