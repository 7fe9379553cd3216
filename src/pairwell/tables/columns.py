"""Which column means what: recognized from its name, or said by the policy file's `[columns]` table."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pairwell.tables.notices import Notice, TableRefused
from pairwell.tables.reading import Sheet
from pairwell.tables.text import words
from pairwell.tables.vocabulary import FIELDS, HEADERS, MANY

Side = Literal["mentees", "mentors"]
Override = Mapping[str, str | Sequence[str]]
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_WHOLE = {spelling: field for field, spellings in HEADERS.items() for spelling in spellings}
_LONGEST_FIRST = sorted(_WHOLE, key=len, reverse=True)
# A plain "Skills" column says what a mentor gives and what a mentee lacks.
_BARE_SKILLS = frozenset(
    {"skill", "skills", "topic", "topics", "skills topics", "fahigkeiten", "habilidades"}
)


@dataclass(frozen=True, slots=True)
class Columns:
    """For each field the positions of its columns; `other` are columns kept as answers under their name."""

    fields: dict[str, list[int]]
    other: dict[str, int]

    def described(self, header: Sequence[str]) -> list[tuple[str, str]]:
        """Pairs of (field, column names) to print, in the order of the file."""
        found = [(cells[0], field) for field, cells in self.fields.items() if cells]
        return [(field, ", ".join(header[i] for i in self.fields[field])) for _, field in sorted(found)]


def recognize(sheet: Sheet, side: Side, override: Override | None = None) -> Columns:
    """Decide what each column of `sheet` means.

    override: field -> column name or names; an empty name means "this field is not in the file". A column
    that no field claims stays available under its own name, as an answer that a policy can use.

    Raises:
        TableRefused: duplicate column names, an unknown field or column in `override`, no name and no email.
    """
    errors = _duplicates(sheet)
    fields, taken = _overridden(sheet, side, override or {}, errors)
    if errors:
        raise TableRefused(errors)
    # A column that bears the very name of a field comes before one that only means it: Level before Title.
    for index, heading in sorted(enumerate(sheet.header), key=lambda cell: words(cell[1]) not in FIELDS):
        field = None if index in taken else guess(heading, side)
        if (
            field is None
            or (field in fields and field not in MANY)
            or (field in fields and override and field in override)
        ):
            continue
        fields.setdefault(field, []).append(index)
        taken.add(index)
    said = override or {}
    fields = {field: cells if field in said else sorted(cells) for field, cells in fields.items()}
    _demand_names(sheet, fields)
    other = {heading: i for i, heading in enumerate(sheet.header) if i not in taken and heading}
    _note_unused(sheet, side, fields, other)
    return Columns({field: cells for field, cells in fields.items() if cells}, other)


def guess(heading: str, side: Side) -> str | None:
    """The field a column name speaks of, or None: `"How many mentees can you take?"` is the capacity."""
    full = words(heading)
    plain = words(_BRACKETS.sub(" ", heading))
    if full.replace(" ", "_") in FIELDS:
        return _sided(full.replace(" ", "_"), side)
    for spelling in (full, plain):
        if spelling in _BARE_SKILLS:
            return "offers" if side == "mentors" else "wants"
        if spelling in _WHOLE:
            return _sided(_WHOLE[spelling], side)
    padded = f" {plain} "
    for spelling in _LONGEST_FIRST:
        # One short word inside a long question proves nothing: "name of your first pet", "area code".
        if f" {spelling} " in padded and (" " in spelling or len(plain.split()) <= 3):
            return _sided(_WHOLE[spelling], side)
    if any(f" {bare} " in padded for bare in ("skills", "topics")):
        return "offers" if side == "mentors" else "wants"
    return None


def _sided(field: str, side: Side) -> str:
    return "experience" if field == "goals" and side == "mentors" else field


def _duplicates(sheet: Sheet) -> list[Notice]:
    seen: dict[str, int] = {}
    errors: list[Notice] = []
    for index, heading in enumerate(sheet.header):
        key = words(heading)
        if key and key in seen:
            errors.append(
                Notice(
                    "error",
                    sheet.file,
                    f'Columns {seen[key] + 1} and {index + 1} are both called "{heading}".',
                    "Rename or delete one of them.",
                    column=heading,
                )
            )
        seen.setdefault(key, index)
    return errors


def _overridden(
    sheet: Sheet, side: Side, override: Override, errors: list[Notice]
) -> tuple[dict[str, list[int]], set[int]]:
    fields: dict[str, list[int]] = {}
    taken: set[int] = set()
    index = {words(heading): i for i, heading in enumerate(sheet.header) if heading}
    for field, said in override.items():
        if field not in FIELDS:
            errors.append(_unknown("policy", f'[columns] names an unknown field "{field}".', field, FIELDS))
            continue
        cells = fields.setdefault(field, [])
        for name in [said] if isinstance(said, str) else said:
            at = index.get(words(name))
            if at is not None:
                cells.append(at)
                taken.add(at)
            elif name:
                message = (
                    f'The policy reads {field} of the {side} from "{name}", but there is no such column.'
                )
                errors.append(_unknown(sheet.file, message, name, sheet.header))
    return fields, taken


def _unknown(file: str, message: str, name: str, known: Iterable[str]) -> Notice:
    names = [entry for entry in known if entry]
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    mend = f'Did you mean "{close[0]}"? ' if close else ""
    return Notice("error", file, message, f"{mend}Known: {', '.join(names)}.")


def _demand_names(sheet: Sheet, fields: dict[str, list[int]]) -> None:
    if not any(fields.get(field) for field in ("name", "first_name", "last_name", "email", "id")):
        raise TableRefused(
            [
                Notice(
                    "error",
                    sheet.file,
                    f"No column with names or emails among: {', '.join(filter(None, sheet.header))}.",
                    'Call one "Name", or say which it is in the policy: [columns] name = "...".',
                    row=1,
                )
            ]
        )


def _note_unused(sheet: Sheet, side: Side, fields: dict[str, list[int]], other: dict[str, int]) -> None:
    for heading, index in other.items():
        rival = guess(heading, side)
        if rival is None or not fields.get(rival):
            continue
        chosen = sheet.header[fields[rival][0]]
        sheet.notices.append(
            Notice(
                "note",
                sheet.file,
                f'It also looks like {FIELDS[rival]}, which is read from "{chosen}".',
                f'To read it from here write [columns.{side}] {rival} = "{heading}".',
                column=sheet.header[index],
            )
        )
