"""What a skill catalog file may say: our own columns or the ones ESCO publishes, each row checked by itself."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.text import slugify

from pairwell.core.errors import Refusal
from pairwell.core.text import fold

COLUMNS = ("key", "name", "parent", "synonyms", "description")
NAME_LIMIT, KEY_LIMIT, TEXT_LIMIT, MOST_SYNONYMS = 120, 80, 300, 60
MOST_ROWS = 60_000


@dataclass(frozen=True)
class Entry:
    """A row that can be used. parent: key, or address in the published catalog; "": none."""

    row: int
    name: str
    key: str = ""
    parent: str = ""
    synonyms: tuple[str, ...] = ()
    description: str = ""
    source: str = ""


@dataclass(frozen=True)
class Broader:
    """A row of ESCO's relations: this concept stands below that one."""

    row: int
    source: str
    broader: str


@dataclass(frozen=True)
class Problem:
    """A row that cannot be used, and why."""

    row: int
    column: str
    reason: str


@dataclass
class CatalogFile:
    """What was read of a file: skills, or relations between them."""

    entries: list[Entry] = field(default_factory=list)
    relations: list[Broader] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def refuse_skill(name: str, description: str = "") -> Refusal | None:
    """A skill has a name that can be searched, of reasonable length."""
    if not fold(name):
        return Refusal("name", "Give the skill a name.", "name")
    if len(name) > NAME_LIMIT:
        return Refusal("name", f"The name has {len(name)} characters; at most {NAME_LIMIT} fit.", "name")
    if len(description) > TEXT_LIMIT:
        return Refusal("description", f"At most {TEXT_LIMIT} characters describe a skill.", "description")
    return None


def key_for(name: str, taken: set[str]) -> str:
    """A stable key of a name that nobody has; scripts without Latin letters get a number."""
    stem = slugify(name)[: KEY_LIMIT - 6] or "skill"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


def read_catalog(content: bytes) -> CatalogFile:
    """Every row of a catalog file, good or with its problem. The header decides what kind of file it is."""
    found = CatalogFile()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        found.problems.append(Problem(1, "", "The file is not UTF-8 text. Save it as CSV (UTF-8)."))
        return found
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text.replace("\0", ""), newline=""),
        delimiter=";" if first.count(";") > first.count(",") else ",",
    )
    header = {(name or "").strip() for name in reader.fieldnames or ()}
    if {"conceptUri", "broaderUri"} <= header:
        _relations(reader, found)
    elif {"conceptUri", "preferredLabel"} <= header:
        _rows(reader, found, _published)
    elif "name" in {name.lower() for name in header}:
        _rows(reader, found, _own)
    else:
        wanted = ", ".join(COLUMNS)
        reason = f"The first row must name the columns: {wanted}. ESCO’s own files work as they are."
        found.problems.append(Problem(1, "", reason))
    return found


def _lines(reader: "csv.DictReader[str]", found: CatalogFile) -> Iterator[Mapping[str, str]]:
    try:
        for number, row in enumerate(reader):
            if number >= MOST_ROWS:
                found.problems.append(Problem(reader.line_num, "", f"At most {MOST_ROWS:,} rows are read."))
                return
            yield {(k or "").strip(): (v if isinstance(v, str) else "") for k, v in row.items()}
    except csv.Error as error:
        found.problems.append(Problem(reader.line_num, "", f"This row is not CSV: {error}"))


def _relations(reader: "csv.DictReader[str]", found: CatalogFile) -> None:
    for row in _lines(reader, found):
        if row["conceptUri"] and row["broaderUri"]:
            found.relations.append(
                Broader(reader.line_num, row["conceptUri"].strip(), row["broaderUri"].strip())
            )


def _rows(reader: "csv.DictReader[str]", found: CatalogFile, read: object) -> None:
    seen: dict[str, int] = {}
    for row in _lines(reader, found):
        if not any(value.strip() for value in row.values()):
            continue
        entry = read(row, reader.line_num)  # type: ignore[operator]
        refusal = refuse_skill(entry.name)
        folded = fold(entry.name)
        if refusal:
            found.problems.append(Problem(entry.row, refusal.field, refusal.message))
        elif folded in seen:
            reason = f"“{entry.name}” stands in row {seen[folded]} already."
            found.problems.append(Problem(entry.row, "name", reason))
        else:
            seen[folded] = entry.row
            found.entries.append(entry)


def _own(raw: Mapping[str, str], number: int) -> Entry:
    row = {name.lower(): value.strip() for name, value in raw.items()}
    return Entry(
        row=number,
        name=_squeezed(row.get("name", "")),
        key=slugify(row.get("key", ""))[:KEY_LIMIT],
        parent=slugify(row.get("parent", ""))[:KEY_LIMIT],
        synonyms=_words(re.split(r"[|\n]", row.get("synonyms", ""))),
        description=_squeezed(row.get("description", ""))[:TEXT_LIMIT],
    )


def _published(raw: Mapping[str, str], number: int) -> Entry:
    labels = f"{raw.get('altLabels', '')}\n{raw.get('hiddenLabels', '')}"
    name = _squeezed(raw["preferredLabel"])
    return Entry(
        row=number,
        name=name[:1].upper() + name[1:],
        synonyms=_words(labels.split("\n")),
        description=_squeezed(raw.get("description", ""))[:TEXT_LIMIT],
        source=raw["conceptUri"].strip()[:300],
    )


def _words(parts: list[str]) -> tuple[str, ...]:
    words = dict.fromkeys(_squeezed(part)[:NAME_LIMIT] for part in parts)
    return tuple(word for word in words if fold(word))[:MOST_SYNONYMS]


def _squeezed(text: str) -> str:
    return " ".join(text.split())
