"""Read a pool from plain dictionaries.

A record holds, all optional but `id`:

- `id` text, unique on its side; `person` text (default: the id) tells who the row is
- `places` whole number >= 0 (default 1): mentors wanted, or mentees taken; `minimum` (mentors, default 0)
- `prefers` list of ids of the other side, best first; `avoids` list of ids or persons
- `matters_most` (mentees) key of the criterion that counts most for this mentee
- any other name is a column. Kinds: category (text, true/false), number, multi (list of text),
  skills (list, or mapping to a level 1..5, or to `[level, urgency 1..3]`, or to
  `{"level": .., "urgency": ..}`), languages (list, or mapping to fluency 1..5), text, hours (list of
  weekly UTC slots 0..167, or a string of 168 characters 0 and 1)

A missing answer is an absent key, None, "" or a number that is not a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from pairwell.matching.columns import (
    KINDS,
    SLOTS,
    Category,
    Column,
    Hours,
    IntArray,
    Number,
    Text,
)
from pairwell.matching.entries import blank, label_of, number_of, read_languages, read_multi, read_skills
from pairwell.matching.errors import InputError
from pairwell.matching.policy_kinds import Raw
from pairwell.matching.pool import Pool, Ranks, Side, SideName, no_pairs

RESERVED = ("id", "person", "places", "minimum", "prefers", "avoids", "matters_most")
WELL_KNOWN = {
    "skills_wanted": "skills",
    "skills_offered": "skills",
    "goals": "text",
    "experience": "text",
    "hours": "hours",
    "languages": "languages",
    "level": "number",
    "interests": "multi",
    "help": "multi",
    "conflicts": "multi",
    "place": "category",
    "unit": "category",
    "line": "category",
    "manager": "category",
    "cadence": "category",
}
MOST_PLACES = 10_000


def read_pool(
    mentees: Sequence[Mapping[str, Any]],
    mentors: Sequence[Mapping[str, Any]],
    *,
    fields: Mapping[str, str] | None = None,
    keep: Sequence[tuple[str, str]] = (),
    forbid: Sequence[tuple[str, str]] = (),
    standing: Sequence[tuple[str, str]] = (),
) -> Pool:
    """See `Pool.from_records`."""
    kinds = {**WELL_KNOWN, **(fields or {})}
    for name, kind in kinds.items():
        if kind not in KINDS:
            raise InputError(
                f"fields.{name}", f"has the unknown kind {kind!r}.", f"Use one of {', '.join(KINDS)}."
            )
    left, right = _read_side("mentees", mentees, kinds), _read_side("mentors", mentors, kinds)
    notes: list[str] = []
    avoid = [*_avoided(mentees, left, right, "mentees", notes)]
    avoid += [(i, j) for j, i in _avoided(mentors, right, left, "mentors", notes)]
    return Pool(
        mentees=left,
        mentors=right,
        mentee_ranks=_ranks(mentees, left, right, "mentees", notes),
        mentor_ranks=_ranks(mentors, right, left, "mentors", notes),
        avoid=pair_array(avoid),
        forbid=_pairs("forbid", forbid, left, right),
        keep=_pairs("keep", keep, left, right),
        standing=_pairs("standing", standing, left, right),
        notes=tuple(notes),
    )


def pair_array(pairs: Iterable[tuple[int, int]]) -> IntArray:
    """Sorted unique pairs as an array of shape (k, 2)."""
    ordered = sorted(set(pairs))
    return np.array(ordered, dtype=np.int64).reshape(-1, 2) if ordered else no_pairs()


def _read_side(side: SideName, records: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> Side:
    ids = [_identity(f"{side}[{row}].id", record.get("id")) for row, record in enumerate(records)]
    seen: dict[str, int] = {}
    for row, identity in enumerate(ids):
        if identity in seen:
            raise InputError(
                f"{side}[{row}].id",
                f"{identity!r} is already used by {side}[{seen[identity]}].",
                "Make ids unique.",
            )
        seen[identity] = row
    names = sorted({name for record in records for name in record if name not in RESERVED})
    return Side(
        ids=tuple(ids),
        persons=tuple(
            ids[row] if blank(record.get("person")) else str(record["person"])
            for row, record in enumerate(records)
        ),
        places=_whole_numbers(side, "places", records, 1),
        minimum=_whole_numbers(side, "minimum", records, 0),
        columns={
            name: read_column(side, name, [r.get(name) for r in records], kinds.get(name)) for name in names
        },
        matters_most=tuple(None if blank(r.get("matters_most")) else str(r["matters_most"]) for r in records),
    )


def _identity(where: str, value: Raw) -> str:
    if blank(value):
        raise InputError(where, "is missing.", "Give every row an id that is unique on its side.")
    return str(value)


def _whole_numbers(side: str, name: str, records: Sequence[Mapping[str, Any]], default: int) -> IntArray:
    values = []
    for row, record in enumerate(records):
        raw = record.get(name)
        number = default if blank(raw) else number_of(f"{side}[{row}].{name}", raw)
        if number != int(number) or not 0 <= number <= MOST_PLACES:
            raise InputError(
                f"{side}[{row}].{name}", f"is {raw!r}.", f"Give a whole number from 0 to {MOST_PLACES}."
            )
        values.append(int(number))
    return np.array(values, dtype=np.int64)


def read_column(side: str, name: str, values: Sequence[Any], kind: str | None) -> Column:
    """One column from raw values; the kind is guessed from the first answer when not declared."""
    kind = kind or _guess(values)
    return _READERS[kind](f"{side}[{{row}}].{name}", values)


def _guess(values: Sequence[Any]) -> str:
    first = next((value for value in values if not blank(value)), "")
    if isinstance(first, list | tuple | set | frozenset):
        return "multi"
    if isinstance(first, Mapping):
        return "skills"
    return "number" if isinstance(first, int | float) and not isinstance(first, bool) else "category"


def _category(where: str, values: Sequence[Any]) -> Category:
    raw = [None if blank(value) else label_of(where, row, value) for row, value in enumerate(values)]
    labels = tuple(sorted({label for label in raw if label is not None}))
    place = {label: code for code, label in enumerate(labels)}
    codes = np.array([-1 if label is None else place[label] for label in raw], dtype=np.int64)
    return Category(known=codes >= 0, codes=codes, labels=labels)


def _numbers(where: str, values: Sequence[Any]) -> Number:
    said = [not blank(value) for value in values]
    numbers = [
        number_of(where.format(row=row), value) if there else 0.0
        for row, (there, value) in enumerate(zip(said, values, strict=True))
    ]
    known = np.array(said, dtype=np.bool_)
    return Number(known=known, values=np.array(numbers, dtype=np.float64))


def _text(where: str, values: Sequence[Any]) -> Text:
    texts = tuple("" if blank(value) else str(value) for value in values)
    return Text(known=np.array([bool(text) for text in texts], dtype=np.bool_), texts=texts)


def _hours(where: str, values: Sequence[Any]) -> Hours:
    slots = np.zeros((len(values), SLOTS), dtype=np.bool_)
    known = np.zeros(len(values), dtype=np.bool_)
    for row, value in enumerate(values):
        if blank(value):
            continue
        known[row] = True
        slots[row, _slot_list(where.format(row=row), value)] = True
    return Hours(known=known, slots=slots)


def _slot_list(where: str, value: Raw) -> list[int]:
    if isinstance(value, str):
        if len(value) != SLOTS or set(value) - {"0", "1"}:
            raise InputError(
                where, "is not a string of 168 zeros and ones.", "Give one character per weekly UTC hour."
            )
        return [slot for slot, mark in enumerate(value) if mark == "1"]
    if type(value) is list and set(map(type, value)) == {int} and min(value) >= 0 and max(value) < SLOTS:
        return value
    chosen = [number_of(where, slot) for slot in value]
    if any(slot != int(slot) or not 0 <= slot < SLOTS for slot in chosen):
        raise InputError(where, "names an hour outside 0 to 167.", "Slot 0 is Monday 00:00 UTC.")
    return [int(slot) for slot in chosen]


_READERS: dict[str, Callable[[str, Sequence[Any]], Column]] = {
    "category": _category,
    "number": _numbers,
    "multi": read_multi,
    "skills": read_skills,
    "languages": read_languages,
    "hours": _hours,
    "text": _text,
}


def _listed(where: str, value: Raw) -> list[str]:
    if blank(value):
        return []
    if isinstance(value, str | int) or not isinstance(value, Iterable):
        raise InputError(where, f"is {value!r}, not a list.", "Give a list of ids, best first.")
    return list(dict.fromkeys(str(item) for item in value if not blank(item)))


def _ranks(
    records: Sequence[Mapping[str, Any]], own: Side, other: Side, side: str, notes: list[str]
) -> Ranks:
    entries: list[tuple[int, int, int]] = []
    counts = np.zeros(len(own), dtype=np.int64)
    for row, record in enumerate(records):
        names = _listed(f"{side}[{row}].prefers", record.get("prefers"))
        counts[row] = len(names)
        for rank, name in enumerate(names, start=1):
            if name in other.positions:
                entries.append((row, other.positions[name], rank))
            else:
                notes.append(f"{side}[{row}].prefers names {name!r}, who is not in the pool; ignored.")
    table = np.array(entries, dtype=np.int64).reshape(-1, 3)
    return Ranks(rows=table[:, 0].copy(), cols=table[:, 1].copy(), ranks=table[:, 2].copy(), counts=counts)


def _avoided(
    records: Sequence[Mapping[str, Any]], own: Side, other: Side, side: str, notes: list[str]
) -> Iterable[tuple[int, int]]:
    by_name: dict[str, set[int]] = {}
    for row, (identity, person) in enumerate(zip(other.ids, other.persons, strict=True)):
        by_name.setdefault(identity, set()).add(row)
        by_name.setdefault(person, set()).add(row)
    for row, record in enumerate(records):
        for name in _listed(f"{side}[{row}].avoids", record.get("avoids")):
            if name not in by_name:
                notes.append(f"{side}[{row}].avoids names {name!r}, who is not in the pool; ignored.")
            yield from ((row, met) for met in by_name.get(name, ()))


def _pairs(what: str, pairs: Sequence[tuple[str, str]], mentees: Side, mentors: Side) -> IntArray:
    rows = []
    for number, (mentee, mentor) in enumerate(pairs):
        for identity, side, name in ((mentee, mentees, "mentee"), (mentor, mentors, "mentor")):
            if identity not in side.positions:
                raise InputError(
                    f"{what}[{number}]",
                    f"names the {name} {identity!r}, who is not in the pool.",
                    "Remove the pair.",
                )
        rows.append((mentees.positions[mentee], mentors.positions[mentor]))
    return pair_array(rows)
