"""One BLAS thread while our own threads do the work, so that they do not fight over the cores."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

NAMES = ("scipy_openblas_{}_num_threads64_", "scipy_openblas_{}_num_threads", "openblas_{}_num_threads")


@cache
def _library() -> tuple[ctypes.CDLL, str] | None:
    """numpy's own OpenBLAS, already loaded, and the spelling of its functions; None when built otherwise."""
    folder = Path(np.__file__).parent.parent / "numpy.libs"
    for file in sorted(folder.glob("*openblas*")):
        library = ctypes.CDLL(str(file))
        for name in NAMES:
            if hasattr(library, name.format("set")):
                return library, name
    return None


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Set numpy's BLAS to a single thread inside the block; does nothing where that cannot be done."""
    found = _library()
    if found is None:
        yield
        return
    library, name = found
    before = getattr(library, name.format("get"))()
    getattr(library, name.format("set"))(1)
    try:
        yield
    finally:
        getattr(library, name.format("set"))(before)
