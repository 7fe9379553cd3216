"""What texts mean, kept in this installation's store: which of them nobody has understood yet, and doing that."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pairwell.core.home import home
from pairwell.matching.meaning import Model, ModelAbsent, Remembered, find_model
from pairwell.matching.meaning.model import chosen, identity

BATCH = 128
"""Texts that are understood and written down together: a few seconds of work, which is all that a kill can lose."""
PHASE = "Understanding texts that are new"
Progress = Callable[[str, int, int], None]


@lru_cache(maxsize=1)
def model() -> Model:
    """The installed model, loaded once per process."""
    return find_model(chosen("auto"))


def folder() -> Path:
    """Where vectors are kept; it may be deleted at any time."""
    return home() / "vectors"


def store(load: Callable[[], Model] = model) -> Remembered:
    """The vectors that are there, and a model for those that are not. Raises ModelAbsent."""
    return Remembered(load, identity=identity(chosen("auto")), folder=folder())


class _Found(Exception):  # noqa: N818 - never leaves this file
    """Carries the texts that the store does not have."""


class _Listing:
    """A model that only tells what it was asked."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise _Found(list(texts))


def unknown(texts: Iterable[str]) -> list[str]:
    """Those that were never understood, each once; none when no model is installed."""
    try:
        store(_Listing).embed(sorted({text for text in texts if text.strip()}))
    except _Found as found:
        listed: list[str] = found.args[0]
        return listed
    except ModelAbsent:
        return []
    return []


def understand(
    texts: Iterable[str],
    *,
    progress: Progress = lambda phase, done, total: None,
    is_over: Callable[[], bool] = lambda: False,
) -> bool:
    """Work out what is missing, batch by batch, each written down at once; the rest is left when `is_over`.

    Returns whether something is left to do. A store that cannot be written leaves nothing to do.
    """
    return understand_new(unknown(texts), progress=progress, is_over=is_over)


def understand_new(
    new: Sequence[str],
    *,
    progress: Progress = lambda phase, done, total: None,
    is_over: Callable[[], bool] = lambda: False,
) -> bool:
    """The same for texts of which `unknown` has told that they are."""
    for start in range(0, len(new), BATCH):
        if is_over():
            return True
        progress(PHASE, start, len(new))
        batch = new[start : start + BATCH]
        store().embed(batch)
        if unknown(batch):
            return False
    return False
