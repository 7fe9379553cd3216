"""Vectors kept on disk by the digest of their text, so that no text is ever understood twice."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from pairwell.matching.meaning.model import Model, Vectors

_DIGEST = 20
MANY, SMALL = 64, 4 << 20
"""So many files below so many bytes are put together into one: 64 batches of the worker make 12 MB."""
_ABANDONED = 24 * 3600
"""Seconds after which an unfinished file is what a killed process has left."""


class Remembered:
    """A model that looks before it thinks; itself a `Model`.

    folder: given by the caller, made if absent; it may be deleted at any time. Several processes may use it
    at once: every file is written beside its place and moved there whole, and carries its own checksum, so
    that a reader sees a complete file or none. Losing a race only means that a text is embedded twice.

    One file holds the vectors of one call (texts come by the hundred), named by their common digest. An
    unreadable or foreign file counts as absent. Many small files are put together into one: a file goes only after
    another that holds all of it is whole and in its place, so a kill or a second process that does the same
    leaves texts twice, never none.
    """

    def __init__(self, load: Callable[[], Model], *, identity: str, folder: Path) -> None:
        self._load = load
        self._model: Model | None = None
        self._folder = folder / hashlib.blake2b(identity.encode(), digest_size=8).hexdigest()
        self.found = self.made = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 (n, d); only texts that were never seen go to the model, which is loaded when needed."""
        keys = [hashlib.blake2b(text.encode(), digest_size=_DIGEST).digest() for text in texts]
        known = self._read(set(keys))
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        self.found, self.made = len(set(keys)) - len(new), len(new)
        if new:
            if self._model is None:
                self._model = self._load()
            vectors = np.ascontiguousarray(self._model.embed(list(new.values())), dtype=np.float32)
            known.update(zip(new, vectors, strict=True))
            self._write(list(new), vectors)
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)

    def _read(self, wanted: set[bytes]) -> dict[bytes, Vectors]:
        known: dict[bytes, Vectors] = {}
        seen: set[Path] = set()
        while len(known) < len(wanted):
            fresh = sorted(set(self._folder.glob("*.vectors")) - seen)
            for path in fresh:
                if len(known) == len(wanted):
                    break
                stored = _open(path) or {}
                known.update({key: vector for key, vector in stored.items() if key in wanted})
            seen.update(fresh)
            if all(path.exists() for path in fresh):
                break  # else another process has put some of them together meanwhile: read what it made
        return known

    def _write(self, keys: list[bytes], vectors: Vectors) -> None:
        # A cache that can not be written (disk full, read-only) costs time, never the run.
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._keep(keys, vectors)
            self._put_together()

    def _keep(self, keys: list[bytes], vectors: Vectors) -> Path:
        """Write a file, whole or not at all; on disk when this returns."""
        body = len(keys).to_bytes(8, "little") + b"".join(keys) + vectors.astype("<f4").tobytes()
        digest = hashlib.blake2b(body, digest_size=_DIGEST).digest()
        path = self._folder / f"{digest.hex()}.vectors"
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(digest + body)
                part.flush()
                os.fsync(part.fileno())
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise
        return path

    def _put_together(self) -> None:
        """Make one file of the small ones once they are many; takes away what killed processes left unfinished."""
        small = [path for path in sorted(self._folder.glob("*.vectors")) if _size(path) < SMALL]
        if len(small) < MANY:
            return
        whole: dict[bytes, Vectors] = {}
        read = []
        for path in small:
            stored = _open(path)
            if stored is not None:
                whole.update(stored)
                read.append(path)
        if len({vector.shape for vector in whole.values()}) != 1:
            return  # not all of one model: left alone
        made = self._keep(list(whole), np.stack(list(whole.values())))
        for path in read:
            if path != made:
                path.unlink(missing_ok=True)
        for part in self._folder.glob("*.part"):
            if _age(part) > _ABANDONED:
                part.unlink(missing_ok=True)


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return SMALL  # gone meanwhile: nothing to put together


def _age(path: Path) -> float:
    with contextlib.suppress(OSError):
        return time.time() - path.stat().st_mtime
    return 0.0


def _open(path: Path) -> dict[bytes, Vectors] | None:
    """What a file holds; None when it is not there, or not whole."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, body = data[:_DIGEST], data[_DIGEST:]
    if hashlib.blake2b(body, digest_size=_DIGEST).digest() != digest:
        return None
    count = int.from_bytes(body[:8], "little")
    start = 8 + count * _DIGEST
    vectors = np.frombuffer(body[start:], dtype="<f4").reshape(count, -1)
    return {body[8 + i * _DIGEST : 8 + (i + 1) * _DIGEST]: vectors[i] for i in range(count)}
