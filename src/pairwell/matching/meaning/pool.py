"""Attach the meaning of texts to a pool."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pairwell.matching.meaning.model import Model, ModelAbsent, chosen, find_model, identity
from pairwell.matching.meaning.remembered import Remembered
from pairwell.matching.pool import Pool


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was done. `missing` is the sentence to show when no model is installed, else ""."""

    pool: Pool
    texts: int = 0
    remembered: int = 0
    missing: str = ""


def give_meaning(
    pool: Pool, *, columns: Iterable[str], folder: Path, name: str = "auto", model: Model | None = None
) -> Meaning:
    """Embed the text columns named, on the sides that have them, and attach the vectors.

    columns: names of text columns, those that the policy compares. folder: where vectors are kept.
    model: use this one, without any store, instead of an installed one. Without a model the pool comes back
    as it was: its text columns count as unanswered, and `missing` says why.
    """
    wanted = set(columns)
    places = [(side, column) for side, column in pool.text_columns() if column in wanted]
    texts = sorted({text for side, column in places for text in pool.texts(side, column) if text.strip()})
    if not texts:
        return Meaning(pool)
    if model is None:
        name = chosen(name)
        try:
            model = Remembered(lambda: find_model(name), identity=identity(name), folder=folder)
        except ModelAbsent as absent:
            return Meaning(pool, len(texts), missing=str(absent))
    vectors = model.embed(texts)
    row = {text: number for number, text in enumerate(texts)}
    for side, column in places:
        cells = pool.texts(side, column)
        matrix = np.zeros((len(cells), vectors.shape[1]), dtype=np.float32)
        for place, cell in enumerate(cells):
            if cell.strip():
                matrix[place] = vectors[row[cell]]
        pool = pool.with_vectors(side, column, matrix)
    return Meaning(pool, len(texts), model.found if isinstance(model, Remembered) else 0)
