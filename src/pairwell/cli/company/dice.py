"""Chance that can be repeated: the same seed and purpose give the same throws."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

from pairwell.core.text import fold

T = TypeVar("T")

# Letters that do not come apart into a plain letter and an accent.
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "ð": "d", "þ": "th", "đ": "d", "ı": "i", "ɗ": "d", "ɓ": "b", "œ": "oe", "æ": "ae"}
)


def dice(*purpose: object) -> random.Random:
    """Dice for one purpose, so that a change in one place does not move every other throw."""
    return random.Random("/".join(map(str, purpose)))  # noqa: S311 - made-up people, not secrets


def weighted(chance: random.Random, weights: Mapping[T, float]) -> T:
    """One key, likelier the greater its weight."""
    return chance.choices(list(weights), weights=list(weights.values()))[0]


def some(chance: random.Random, of: Sequence[T], least: int, most: int) -> list[T]:
    """Between `least` and `most` different elements, in chance order."""
    return chance.sample(list(of), min(len(of), chance.randint(least, most)))


def address_part(text: str) -> str:
    """A name as it may stand in an email address: plain ASCII letters and dots."""
    plain = fold(text).translate(PLAIN)
    words = [
        "".join(c for c in word if c.isascii() and c.isalnum()) for word in plain.replace("-", " ").split()
    ]
    return ".".join(word for word in words if word)
