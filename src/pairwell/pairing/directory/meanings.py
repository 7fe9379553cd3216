"""Meaning without waiting: vectors that are known already, a few new ones at once, many new ones in the worker."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pairwell.core.home import home
from pairwell.matching import Policy, Pool
from pairwell.matching.meaning import Model, ModelAbsent, Remembered, find_model, give_meaning
from pairwell.matching.meaning.model import chosen, identity
from pairwell.pairing.engine import compared_texts

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


@lru_cache(maxsize=1)
def model() -> Model:
    """The installed model, loaded once per process."""
    return find_model(chosen("auto"))


def _folder() -> Path:
    return home() / "vectors"


def quickly_understood(pool: Pool, policy: Policy) -> tuple[Pool, bool]:
    """The pool with the meanings of its texts, and whether it has them all; without them while they are many."""
    columns = compared_texts(policy)
    if not columns:
        return pool, True
    try:
        store = Remembered(_Patient, identity=identity(chosen("auto")), folder=_folder())
        return give_meaning(pool, columns=columns, folder=_folder(), model=store).pool, True
    except ModelAbsent:
        return pool, True
    except TooMany:
        return pool, False


def vectors_of(texts: Sequence[str]) -> NDArray[np.float32] | None:
    """Vectors of texts such as names of skills; None without a model, or while too many are new."""
    try:
        return Remembered(_Patient, identity=identity(chosen("auto")), folder=_folder()).embed(list(texts))
    except (ModelAbsent, TooMany):
        return None


def understand(texts: Sequence[str]) -> None:
    """Understand texts for later, however many: work for the worker."""
    try:
        name = chosen("auto")
        Remembered(lambda: find_model(name), identity=identity(name), folder=_folder()).embed(list(texts))
    except ModelAbsent:
        return


def vector_of_words(words: str) -> NDArray[np.float32] | None:
    """The meaning of what somebody types into a search; never kept. None without a model."""
    try:
        return model().embed([words])[0]
    except ModelAbsent:
        return None
