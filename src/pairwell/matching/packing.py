"""Compiled rules laid out as plain arrays for the scanning loops."""

from __future__ import annotations

from typing import Any

import numpy as np

from pairwell.matching.columns import IntArray
from pairwell.matching.conditions import Bits, Codes, Condition, Gap, Listed
from pairwell.matching.rules import CompiledRule

Packed = tuple[Any, ...]


def pack_rules(compiled: list[CompiledRule], levels: IntArray, mentees: int, mentors: int) -> Packed:
    """The conditions of every rule at its level (`levels` has one entry per rule), as arrays.

    Order as unpacked in `scan.forbidden`: codes (rows, cols, forbid_same), bits (rows, cols, [start, stop,
    mode, least], known rows, known cols), gaps (rows, cols, [least, most], NaN where unknown), named
    pairs as compressed rows.
    """
    conditions = [c for rule, level in zip(compiled, levels, strict=True) for c in rule.steps[level]]
    return (*_codes(conditions, mentees, mentors), *_bits(conditions, mentees, mentors),
            *_gaps(conditions, mentees, mentors), *_named(conditions, mentees, mentors))  # fmt: skip


def _columns(parts: list[Any], size: int, dtype: Any) -> Any:
    return (
        np.ascontiguousarray(np.stack(parts, axis=1).astype(dtype))
        if parts
        else np.zeros((size, 0), dtype=dtype)
    )


def _codes(conditions: list[Condition], mentees: int, mentors: int) -> Packed:
    found = [c for c in conditions if isinstance(c, Codes)]
    return (
        _columns([c.left for c in found], mentees, np.int32),
        _columns([c.right for c in found], mentors, np.int32),
        np.array([c.forbid_same for c in found], dtype=np.bool_),
    )


def _bits(conditions: list[Condition], mentees: int, mentors: int) -> Packed:
    found = [c for c in conditions if isinstance(c, Bits)]
    stops = np.cumsum([0, *(c.left.shape[1] for c in found)])
    meta = [(stops[e], stops[e + 1], c.mode, c.least) for e, c in enumerate(found)]
    left = np.hstack([c.left for c in found]) if found else np.zeros((mentees, 0), dtype=np.uint64)
    right = np.hstack([c.right for c in found]) if found else np.zeros((mentors, 0), dtype=np.uint64)
    return (
        np.ascontiguousarray(left),
        np.ascontiguousarray(right),
        np.array(meta, dtype=np.int64).reshape(-1, 4),
        _columns([c.known_rows for c in found], mentees, np.bool_),
        _columns([c.known_cols for c in found], mentors, np.bool_),
    )


def _gaps(conditions: list[Condition], mentees: int, mentors: int) -> Packed:
    found = [c for c in conditions if isinstance(c, Gap)]
    return (
        _columns([np.where(c.known_rows, c.left, np.nan) for c in found], mentees, np.float64),
        _columns([np.where(c.known_cols, c.right, np.nan) for c in found], mentors, np.float64),
        np.array([(c.least, c.most) for c in found], dtype=np.float64).reshape(-1, 2),
    )


def _named(conditions: list[Condition], mentees: int, mentors: int) -> Packed:
    found = [c.codes for c in conditions if isinstance(c, Listed)]
    codes = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    rows, cols = np.divmod(codes, max(mentors, 1))
    at = np.searchsorted(rows, np.arange(mentees + 1)).astype(np.int64)
    return at, cols.astype(np.int64)
