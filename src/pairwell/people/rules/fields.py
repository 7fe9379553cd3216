"""The columns of a people file: which there are, how HR systems call them, how each value is read."""

import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from pairwell.core.text import fold


class BadValue(ValueError):  # noqa: N818 - read as a sentence where it is raised
    """A cell that cannot be used; the message says how to mend it."""


def _plain(limit: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        text = " ".join(cell.split())
        if not text.isprintable() and any(unicodedata.category(c) in {"Cc", "Cs"} for c in text):
            raise BadValue("contains a control character; type the text again.")
        if text[:1] in {"=", "@"} or (text[:1] in {"+", "-"} and not text[1:2].isdigit()):
            raise BadValue(f"looks like a spreadsheet formula ({text[:20]}); put the value itself there.")
        if len(text) > limit:
            raise BadValue(f"is longer than {limit} characters; shorten it.")
        return text

    return read


def _email(cell: str) -> str:
    text = _plain(254)(cell).lower()
    try:
        validate_email(text)
    except ValidationError:
        raise BadValue(f"“{text[:60]}” is not an email address; write it like name@example.org.") from None
    return text


def _level(cell: str) -> int:
    try:
        level = float(cell)
    except ValueError:
        level = 0
    if level not in range(1, 11):
        raise BadValue(f"“{cell[:20]}” is not a level; use a whole number from 1 (starting) to 10 (leading).")
    return int(level)


def _date(cell: str) -> date:
    """ISO dates, ISO date-times, and days written with dots; slashes only where day and month are clear."""
    text = cell.strip()
    if match := re.fullmatch(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})", text):
        first, sign, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
        if sign == "/" and first <= 12 and second <= 12 and first != second:
            raise BadValue(f"“{text}” may be two dates; write it as {year}-{second:02}-{first:02}.")
        day, month = (second, first) if sign == "/" and second > 12 else (first, second)
        text = f"{year:04}-{month:02}-{day:02}"
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise BadValue(f"“{cell[:20]}” is not a date; write it like 2024-03-31.") from None


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones()}


def _time_zone(cell: str) -> str:
    zone = _zones().get(cell.strip().replace(" ", "_").casefold())
    if zone is None:
        raise BadValue(f"“{cell[:40]}” is not a time zone; write it like Europe/Berlin.")
    return zone


def _country(cell: str) -> str:
    text = cell.strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise BadValue(f"“{cell[:20]}” is not a country code; use two letters like DE or BR.")
    return text


def _language(cell: str) -> str:
    text = cell.strip().lower().replace("_", "-")
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", text):
        raise BadValue(f"“{cell[:20]}” is not a language code; write it like en or pt-br.")
    return text


@dataclass(frozen=True)
class Field:
    """A column the directory knows: its key, its label, how a cell is read, and other names for it."""

    key: str
    label: str
    read: Callable[[str], Any]
    names: tuple[str, ...]
    required: bool = False


def _often(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """A reader of cells that repeat from row to row: it looks at each text once."""
    return lru_cache(maxsize=4096)(read)


FIELDS: tuple[Field, ...] = (
    Field("email", "Email", _email, ("mail", "e mail", "work email", "email address", "upn"), required=True),
    Field("full_name", "Full name", _plain(200), ("name", "display name", "employee name", "employee")),
    Field("first_name", "First name", _plain(100), ("given name", "forename", "vorname", "prenom", "nombre")),
    Field("last_name", "Last name", _plain(100), ("family name", "surname", "nachname", "nom", "apellido")),
    Field(
        "employee_id",
        "Employee number",
        _plain(64),
        ("employee id", "personnel number", "staff id", "id", "worker id", "hr id"),
    ),
    Field("title", "Job title", _often(_plain(160)), ("title", "job", "position", "role", "stelle", "poste")),
    Field(
        "department", "Department", _often(_plain(120)), ("team", "unit", "org unit", "division", "abteilung")
    ),
    Field("office", "Office", _often(_plain(120)), ("location", "site", "city", "work location", "standort")),
    Field("country", "Country code", _often(_country), ("country", "land", "pays")),
    Field("level", "Level (1 to 10)", _often(_level), ("grade", "seniority", "job level", "band")),
    Field(
        "hired_on",
        "Hired on",
        _often(_date),
        ("hired", "hire date", "start date", "date of hire", "joined", "seniority date"),
    ),
    Field("time_zone", "Time zone", _often(_time_zone), ("timezone", "tz", "zeitzone")),
    Field("language", "Language", _often(_language), ("preferred language", "locale", "sprache")),
    Field(
        "manager",
        "Manager (email or number)",
        _plain(254),
        ("manager email", "manager id", "reports to", "supervisor", "line manager", "manager employee id"),
    ),
)
BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}


def _bare(header: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(header)).replace("_", " ").split())


def guess_mapping(headers: Sequence[str]) -> dict[str, int]:
    """Which column feeds which field, told from the headers alone; the first of duplicates counts.

    Returns field key -> index of the column. Columns nobody recognizes are left out.
    """
    known: dict[str, str] = {}
    for field in FIELDS:
        for name in (field.key, field.label, *field.names):
            known.setdefault(_bare(name), field.key)
    mapping: dict[str, int] = {}
    for index, header in enumerate(headers):
        key = known.get(_bare(header))
        if key is not None:
            mapping.setdefault(key, index)
    return mapping


def mapping_problem(mapping: Mapping[str, int], columns: int) -> str | None:
    """Why a mapping cannot be used, or None: email and a name are needed, no column feeds two fields."""
    if "email" not in mapping:
        return "Choose the column with the email address: it tells people apart."
    if "full_name" not in mapping and not {"first_name", "last_name"} & set(mapping):
        return "Choose the column with the name, or those with first and last name."
    if any(index not in range(columns) for index in mapping.values()) or set(mapping) - set(BY_KEY):
        return "The mapping names a column that this file does not have."
    if len(set(mapping.values())) < len(mapping):
        return "A column is chosen twice; each can feed one field only."
    return None
