"""From the rows of one file to people with records that the engine can read."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pairwell.tables import clock, values
from pairwell.tables.columns import Columns, Override, Side, recognize
from pairwell.tables.notices import Level, Notice, TableRefused
from pairwell.tables.other import Kind, kind_of, read_other, slug
from pairwell.tables.reading import Sheet
from pairwell.tables.text import fold

MOST_PLACES = 1_000
T = TypeVar("T")


@dataclass(slots=True)
class Entry:
    """One person of one file. `record` holds what the engine reads; names stay outside it."""

    id: str
    row: int
    name: str
    email: str
    record: dict[str, Any]
    ranks: list[str] = field(default_factory=list)
    avoids: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    manager: str = ""

    @property
    def key(self) -> str:
        """What tells two people apart: the email, else the name, folded."""
        return fold(self.email or self.name)


@dataclass(slots=True)
class Roster:
    """One side, read. `kinds` says how each extra column was understood."""

    side: Side
    sheet: Sheet
    columns: Columns
    people: list[Entry]
    kinds: dict[str, Kind]
    spellings: dict[str, Counter[str]]

    @property
    def notices(self) -> list[Notice]:
        """Everything there is to say about the file."""
        return self.sheet.notices

    def say(
        self, level: Level, message: str, mend: str = "", *, row: int | None = None, column: str = ""
    ) -> None:
        """Add a notice about this file."""
        self.sheet.notices.append(Notice(level, self.sheet.file, message, mend, row, column))


def read_people(
    sheet: Sheet,
    side: Side,
    override: Override | None = None,
    synonyms: Mapping[str, str] | None = None,
    kinds: Mapping[str, Kind] | None = None,
) -> Roster:
    """Understand every row of a sheet.

    override: which column holds which field. synonyms: folded spelling of a skill -> folded skill. kinds: how
    a column without a fixed meaning is read, by its slug; the others are guessed from their content.

    Raises:
        TableRefused: with every error found, each naming file, row and column.
    """
    columns = recognize(sheet, side, override)
    roster = Roster(side, sheet, columns, [], {}, {})
    roster.kinds = _kinds(sheet, columns)
    roster.kinds.update({name: kind for name, kind in (kinds or {}).items() if name in roster.kinds})
    reader = _RowReader(roster, dict(synonyms or {}))
    for cells, row in zip(sheet.rows, sheet.numbers, strict=True):
        entry = reader.read(cells, row)
        if entry is not None:
            roster.people.append(entry)
    roster.people = _without_repeats(roster)
    reader.say_assumptions()
    errors = [notice for notice in sheet.notices if notice.level == "error"]
    if errors:
        raise TableRefused(errors)
    if not roster.people:
        raise TableRefused([Notice("error", sheet.file, "Nobody in this file takes part.")])
    return roster


def _kinds(sheet: Sheet, columns: Columns) -> dict[str, Kind]:
    return {
        slug(heading): kind_of([cells[index] for cells in sheet.rows])
        for heading, index in columns.other.items()
    }


class _RowReader:
    """Reads one row after the other and remembers what had to be assumed."""

    def __init__(self, roster: Roster, synonyms: dict[str, str]) -> None:
        self.roster, self.synonyms = roster, synonyms
        self.fields = roster.columns.fields
        self.header = roster.sheet.header
        self.left_out = self.capacity_blank = self.zone_blank = 0
        self.cells: list[str] = []
        self.row = 0

    def read(self, cells: list[str], row: int) -> Entry | None:
        """A person, or None when the row is not one that takes part."""
        self.cells, self.row = cells, row
        name, email = self._name(), self._first("email")
        if values.is_blank(name) and values.is_blank(email) and not self._first("id"):
            self._say(
                "warning", "Nobody is named in this row; it is left out.", "Give a name or an email.", "name"
            )
            return None
        if self._understood("active", values.yes_or_no) is False:
            self.left_out += 1
            return None
        if email and "@" not in email:
            self._say("warning", f'"{email}" is no email address.', "Correct it.", "email")
        entry = Entry(f"{self.roster.side[:-1]}-{row}", row, name or email or self._first("id"), email, {})
        entry.record.update(self._record())
        entry.ranks, entry.avoids = self._names("ranks"), self._names("avoid")
        entry.present, entry.manager = self._names("present"), self._first("manager")
        return entry

    def _record(self) -> dict[str, Any]:
        record: dict[str, Any] = {
            "places": self._places(),
            "minimum": self._minimum(),
            "skills_wanted": self._skills("wants"),
            "skills_offered": self._skills("offers"),
            "goals": self._joined("goals"),
            "experience": self._joined("experience"),
            "interests": [fold(entry) for entry in values.split_list(self._joined("interests", "; "))],
            "help": [fold(entry) for entry in values.split_list(self._first("style"))],
            "years": self._understood("years", values.number),
            "level": self._understood("level", values.seniority),
            "unit": self._category("unit"),
            "place": self._category("place"),
            "cadence": self._category("cadence"),
            "line": self._category("line"),
            "matters_most": self._first("priority"),
            "languages": self._languages(),
            "hours": self._hours(),
        }
        for heading, index in self.roster.columns.other.items():
            name, cell = slug(heading), self.cells[index]
            record[name] = read_other(cell, self.roster.kinds[name])
            if self.roster.kinds[name] == "category" and record[name]:
                self._spelled(name, values.one_line(cell))
        return {name: value for name, value in record.items() if value not in (None, "", [], {})}

    def _name(self) -> str:
        whole = self._first("name")
        return whole or values.one_line(f"{self._first('first_name')} {self._first('last_name')}")

    def _first(self, name: str) -> str:
        for index in self.fields.get(name, ()):
            if not values.is_blank(self.cells[index]):
                return values.one_line(self.cells[index])
        return ""

    def _joined(self, name: str, between: str = "\n") -> str:
        filled = [self.cells[i] for i in self.fields.get(name, ()) if not values.is_blank(self.cells[i])]
        return between.join(filled)

    def _names(self, name: str) -> list[str]:
        entries = values.split_list(self._joined(name, "; "))
        return list(dict.fromkeys(values.one_line(entry) for entry in entries))

    def _category(self, name: str) -> str:
        return self._spelled(name, self._first(name))

    def _spelled(self, name: str, text: str) -> str:
        """The folded text; how it was written is remembered, so that reports can show the usual spelling."""
        key = fold(text)
        if key:
            self.roster.spellings.setdefault(name, Counter())[text] += 1
        return key

    def _skills(self, name: str) -> dict[str, int | None]:
        text = self._joined(name, "; ")
        for entry in values.split_list(text):
            label = values.skill_label(entry)
            self.roster.spellings.setdefault("skills", Counter())[label] += 1
        return values.skills(text, self.synonyms)

    def _places(self) -> int:
        try:
            found = values.capacity(self._first("capacity") or self._raw("capacity"))
        except ValueError as error:
            self._say("error", str(error), "Give a whole number, 0 for none.", "capacity")
            return 1
        if found is None:
            self.capacity_blank += 1
            return 1
        if found > MOST_PLACES:
            self._say(
                "error", f"{found:,} places are not possible.", f"Give at most {MOST_PLACES}.", "capacity"
            )
        return min(found, MOST_PLACES)

    def _minimum(self) -> int | None:
        found = self._understood("minimum", values.capacity)
        return None if self.roster.side == "mentees" else found

    def _raw(self, name: str) -> str:
        return next((self.cells[index] for index in self.fields.get(name, ())), "")

    def _languages(self) -> dict[str, int | None]:
        return values.languages(self._joined("languages", "; "))

    def _hours(self) -> list[int] | None:
        offset = self._understood("time_zone", clock.utc_offset)
        text = (
            self._first("hours") if "hours" in self.fields else "mon-fri 9-17" if offset is not None else ""
        )
        if text and offset is None and "time_zone" in self.fields:
            self.zone_blank += 1
            return None
        return self._understood("hours", lambda cell: clock.weekly_hours(cell, offset or 0), text)

    def _understood(self, name: str, read: Callable[[str], T], text: str | None = None) -> T | None:
        try:
            return read(self._first(name) if text is None else text)
        except ValueError as error:
            self._say("warning", f"{error} It counts as unanswered.", "Correct it, or leave it empty.", name)
            return None

    def _say(self, level: Level, message: str, mend: str, name: str) -> None:
        cells = self.fields.get(name)
        column = self.header[cells[0]] if cells else ""
        self.roster.say(level, message, mend, row=self.row, column=column)

    def say_assumptions(self) -> None:
        """One note each for what was assumed for many."""
        say = self.roster.say
        if self.left_out:
            say("note", f"{self._people(self.left_out)} left out: the file says they do not take part.")
        if self.capacity_blank and (self.roster.side == "mentors" or "capacity" in self.fields):
            say("note", f"{self._people(self.capacity_blank)} without a number of places: 1 is assumed.")
        if self.zone_blank:
            say(
                "warning",
                f"{self._people(self.zone_blank)} with hours but no time zone: the hours are not used.",
            )
        if "hours" not in self.fields and "time_zone" in self.fields:
            say("note", "There is no column of hours; Monday to Friday 9 to 17 local time is assumed.")
        if "hours" in self.fields and "time_zone" not in self.fields:
            say("note", "There is no column of time zones; all hours are taken as one local time.")

    def _people(self, count: int) -> str:
        return f"1 {self.roster.side[:-1]}" if count == 1 else f"{count} {self.roster.side}"


def _without_repeats(roster: Roster) -> list[Entry]:
    """The last row of each person; two people of one name without an email can not be told apart."""
    kept: dict[str, Entry] = {}
    for entry in roster.people:
        former = kept.get(entry.key)
        if former is not None and entry.email:
            roster.say(
                "warning",
                f"{entry.name} ({entry.email}) is also in row {former.row}; this later row counts.",
                "Delete the row that is out of date.",
                row=entry.row,
            )
            del kept[entry.key]
        elif former is not None:
            roster.say(
                "error",
                f'"{entry.name}" is also in row {former.row}, and neither has an email.',
                "Delete one row, or add emails to tell two people of one name apart.",
                row=entry.row,
            )
        kept[entry.key] = entry
    return list(kept.values())
