"""Meaning without waiting: vectors that are known already, a few new ones at once; many new ones are the worker's."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pairwell.matching import Policy, Pool
from pairwell.matching.meaning import ModelAbsent, give_meaning
from pairwell.pairing.engine import compared_texts
from pairwell.pairing.meanings import folder, model, store

AT_ONCE = 8
"""So many new texts are understood while somebody waits for a page; more are left to the worker."""


class TooMany(Exception):  # noqa: N818 - never leaves this file
    """More new texts than a page should wait for."""


class _Patient:
    """A model that refuses long work."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(texts) > AT_ONCE:
            raise TooMany
        return model().embed(texts)


def quickly_understood(pool: Pool, policy: Policy) -> tuple[Pool, bool]:
    """The pool with the meanings of its texts, and whether it has them all; without them while they are many."""
    columns = compared_texts(policy)
    if not columns:
        return pool, True
    try:
        return give_meaning(pool, columns=columns, folder=folder(), model=store(_Patient)).pool, True
    except ModelAbsent:
        return pool, True
    except TooMany:
        return pool, False


def vectors_of(texts: Sequence[str]) -> NDArray[np.float32] | None:
    """Vectors of texts such as names of skills; None without a model, or while too many are new."""
    try:
        return store(_Patient).embed(list(texts))
    except (ModelAbsent, TooMany):
        return None


def vector_of_words(words: str) -> NDArray[np.float32] | None:
    """The meaning of what somebody types into a search; never kept. None without a model."""
    try:
        return model().embed([words])[0]
    except ModelAbsent:
        return None
