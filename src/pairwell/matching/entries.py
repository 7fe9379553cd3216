"""Single values, and columns of several labels per row (lists, skills, languages), read from plain data."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from pairwell.matching.columns import IntArray, Languages, Multi, Skills
from pairwell.matching.errors import InputError
from pairwell.matching.policy_kinds import Raw

DEFAULT_LEVEL, DEFAULT_URGENCY, DEFAULT_FLUENCY = 3, 2, 4
MOST_LEVEL, MOST_URGENCY = 5, 3
_SAID = frozenset((int, list, dict, bool))


def blank(value: Raw) -> bool:
    """True for a missing answer."""
    kind = type(value)
    if kind in _SAID:
        return False
    if kind is str:
        return not value.strip()
    return (
        value is None
        or (isinstance(value, str) and not value.strip())
        or (isinstance(value, float) and math.isnan(value))
    )


def number_of(where: str, raw: Raw) -> float:
    if type(raw) is int:
        return raw
    try:
        number = float(raw)
    except (TypeError, ValueError):
        raise InputError(where, f"is {raw!r}, not a number.", "Give a number, or leave it empty.") from None
    if not math.isfinite(number):
        raise InputError(where, f"is {raw!r}.", "Give a finite number, or leave it empty.")
    return number


def label_of(where: str, row: int, value: Raw) -> str:
    if type(value) is str:
        return value.strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple | set | dict):
        raise InputError(
            where.format(row=row),
            f"holds several values ({value!r}).",
            "Declare the field as multi, or give one value.",
        )
    return str(value).strip()


Entry = tuple[str, int, int]
NO_ENTRY: tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]] = (), (), ()


def _rows(
    where: str, values: Sequence[Any], read: Callable[[str, int, Any], list[Entry]]
) -> tuple[np.ndarray[Any, Any], IntArray, IntArray, IntArray, IntArray, tuple[str, ...]]:
    said = [not blank(value) for value in values]
    entries = [
        read(where, row, value) if there else []
        for row, (there, value) in enumerate(zip(said, values, strict=True))
    ]
    names, first, second = (
        zip(*(entry for row in entries for entry in row), strict=True) if any(entries) else NO_ENTRY
    )
    labels = tuple(sorted(set(names)))
    place = {label: code for code, label in enumerate(labels)}
    rows = np.repeat(np.arange(len(values), dtype=np.int64), [len(row) for row in entries])
    codes = np.array([place[name] for name in names], dtype=np.int64)
    keys = rows * len(labels) + codes
    order = np.argsort(keys, kind="stable")
    use = order[np.diff(keys[order], append=-1) != 0]  # of a label that is named twice, what is said last
    indptr = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows[use], minlength=len(values)), out=indptr[1:])
    numbers = (np.array(part, dtype=np.int64)[use] for part in (first, second))
    return np.array(said, dtype=np.bool_), indptr, codes[use], *numbers, labels


def _plain_entries(where: str, row: int, value: Raw) -> list[Entry]:
    items = [value] if isinstance(value, str) or not isinstance(value, Iterable) else value
    return [(label_of(where, row, item), 0, 0) for item in items if not blank(item)]


def _skill_entries(where: str, row: int, value: Raw) -> list[Entry]:
    if not isinstance(value, Mapping):
        return [(label, DEFAULT_LEVEL, DEFAULT_URGENCY) for label, _, _ in _plain_entries(where, row, value)]
    return [
        (str(label), *(detail if _is_usual(detail) else _level_and_urgency(where, row, label, detail)))
        for label, detail in value.items()
    ]


def _is_usual(detail: Raw) -> bool:
    """Whether it is `[level, urgency]` as it should be: so it comes from the database, many thousand times."""
    if (
        type(detail) is not list
        or len(detail) != 2
        or type(detail[0]) is not int
        or type(detail[1]) is not int
    ):
        return False
    return 1 <= detail[0] <= MOST_LEVEL and 1 <= detail[1] <= MOST_URGENCY


def _level_and_urgency(where: str, row: int, label: str, detail: Raw) -> tuple[int, int]:
    where = f"{where.format(row=row)}[{label!r}]"
    if isinstance(detail, Mapping):
        raw = (detail.get("level"), detail.get("urgency"))
    elif isinstance(detail, list | tuple):
        raw = (*detail, None, None)[:2]
    else:
        raw = (detail, None)
    level = DEFAULT_LEVEL if blank(raw[0]) else _in_range(where, "level", raw[0], MOST_LEVEL)
    return level, DEFAULT_URGENCY if blank(raw[1]) else _in_range(where, "urgency", raw[1], MOST_URGENCY)


def _in_range(where: str, what: str, raw: Raw, most: int) -> int:
    number = number_of(where, raw)
    if number != int(number) or not 1 <= number <= most:
        raise InputError(where, f"has the {what} {raw!r}.", f"Give a whole number from 1 to {most}.")
    return int(number)


def _language_entries(where: str, row: int, value: Raw) -> list[Entry]:
    if not isinstance(value, Mapping):
        return [(label, DEFAULT_FLUENCY, 0) for label, _, _ in _plain_entries(where, row, value)]
    return [
        (
            str(label),
            DEFAULT_FLUENCY
            if blank(raw)
            else _in_range(f"{where.format(row=row)}[{label!r}]", "fluency", raw, MOST_LEVEL),
            0,
        )
        for label, raw in value.items()
    ]


def read_multi(where: str, values: Sequence[Any]) -> Multi:
    known, indptr, codes, _, _, labels = _rows(where, values, _plain_entries)
    return Multi(known=known, indptr=indptr, codes=codes, labels=labels)


def read_skills(where: str, values: Sequence[Any]) -> Skills:
    known, indptr, codes, levels, urgency, labels = _rows(where, values, _skill_entries)
    return Skills(known=known, indptr=indptr, codes=codes, labels=labels, levels=levels, urgency=urgency)


def read_languages(where: str, values: Sequence[Any]) -> Languages:
    known, indptr, codes, levels, _, labels = _rows(where, values, _language_entries)
    return Languages(known=known, indptr=indptr, codes=codes, labels=labels, levels=levels)
