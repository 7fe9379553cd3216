"""Who may see which part of a profile: the one place that decides it.

An audience is an inner circle of the next: only me, my mentorship partners, people in my programs, everybody.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from pairwell.core.errors import Refusal


class Closeness(IntEnum):
    """How near a reader is to a person; the nearer, the more they may see."""

    COLLEAGUE = 0
    PROGRAM = 1
    PARTNER = 2
    SELF = 3


#: What a person may choose -> (words, how near a reader must be).
AUDIENCES: dict[str, tuple[str, Closeness]] = {
    "everybody": ("Everybody in the organization", Closeness.COLLEAGUE),
    "programs": ("People in my programs", Closeness.PROGRAM),
    "partners": ("My mentorship partners", Closeness.PARTNER),
    "me": ("Only me", Closeness.SELF),
}

CLOSED_PAGE = ("partners", "me")
"""Whose page is for these alone is not shown to people who only share a program."""


class Field(NamedTuple):
    """A part of a profile that can be shown or not."""

    label: str
    default: str


#: `page` is the profile as a whole: whoever may not see it gets 404.
FIELDS: dict[str, Field] = {
    "page": Field("My profile page as a whole", "everybody"),
    "headline": Field("Headline", "everybody"),
    "pronouns": Field("Pronouns", "everybody"),
    "photo": Field("Photo", "everybody"),
    "about": Field("About me", "programs"),
    "journey": Field("Career and life journey", "programs"),
    "offered": Field("What I can help with", "everybody"),
    "endorsements": Field("Who vouches for me", "programs"),
    "wanted": Field("What I want to learn", "programs"),
    "goals": Field("What I would like to reach", "programs"),
    "interests": Field("Interests", "everybody"),
    "languages": Field("Languages", "everybody"),
    "hours": Field("Working hours and time zone", "programs"),
    "ways": Field("How I like to meet and help", "programs"),
}


def audience_of(field: str, chosen: Mapping[str, str]) -> str:
    """The audience of a field: what the person chose, or its default."""
    wanted = chosen.get(field, "")
    return wanted if wanted in AUDIENCES else FIELDS[field].default


def may_see(field: str, chosen: Mapping[str, str], closeness: Closeness) -> bool:
    """Whether a reader this near may see a field. A page that is closed closes everything on it."""
    if closeness < AUDIENCES[audience_of("page", chosen)][1]:
        return False
    return closeness >= AUDIENCES[audience_of(field, chosen)][1]


def seen_fields(chosen: Mapping[str, str], closeness: Closeness) -> frozenset[str]:
    """Every field that a reader this near may see; empty: not even the page."""
    return frozenset(field for field in FIELDS if may_see(field, chosen, closeness))


def refuse_visibility(chosen: Mapping[str, str]) -> Refusal | None:
    """Only fields and audiences that there are."""
    for field, audience in chosen.items():
        if field not in FIELDS or audience not in AUDIENCES:
            return Refusal("visibility", "Choose who may see it from the list.", field)
    return None
