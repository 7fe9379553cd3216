"""From a file to rows of text, whatever program wrote it: CSV in its many dialects, XLSX, Parquet.

Everything comes out as text, so that the same rules of understanding hold for every kind of file. Nothing
here knows what a column means.
"""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from pairwell.tables.notices import Notice, refuse

MAX_BYTES = 200_000_000
MAX_ROWS = 1_000_000
MAX_CELL = 131_072
DELIMITERS = (",", ";", "\t", "|")
MOST_SHARED = 10_000
"""Equal cells (a country, a department) are one text in memory, as far as the first rows have named them."""
_HEADER_SEARCH = 10
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(slots=True)
class Sheet:
    """A table as text. `rows[i]` is as wide as `header`; `numbers[i]` is its row number in the file."""

    file: str
    header: list[str]
    rows: list[list[str]]
    numbers: list[int]
    notices: list[Notice] = field(default_factory=list)


def read_table(path: Path | str) -> Sheet:
    """Read a CSV, XLSX or Parquet file; the kind is told from the content, not from the name.

    `people.xlsx#Mentors` names a sheet of a workbook; without it the first sheet that is not hidden counts.

    Raises:
        TableRefused: the file is absent, empty, too large, or of no known kind.
    """
    path, sheet = _split_sheet(Path(path))
    return read_content(_bytes_of(path), path.name, sheet=sheet)


def read_content(data: bytes, file: str, *, sheet: str | None = None) -> Sheet:
    """Read what a file holds; `file` is its name, for the notices.

    Raises:
        TableRefused: the content is empty, too large, or of no known kind.
    """
    check_content(data, file)
    notices: list[Notice] = []
    # Polars and calamine take half a second to import: only files that need them pay for it.
    if data[:4] == b"PK\x03\x04":
        from pairwell.tables.workbooks import read_workbook  # noqa: PLC0415

        raw = read_workbook(data, file=file, sheet=sheet, notices=notices)
    elif data[:4] == b"PAR1":
        from pairwell.tables.workbooks import read_parquet  # noqa: PLC0415

        raw = read_parquet(data, file=file)
    else:
        raw = _read_text(data, file, notices)
    return _with_header(raw, file, notices)


def _split_sheet(path: Path) -> tuple[Path, str | None]:
    if "#" in path.name and not path.exists():
        name, _, sheet = path.name.rpartition("#")
        return path.with_name(name), sheet
    return path, None


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise refuse(
                path.name,
                f"The file has {size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read.",
                "Keep only the columns that matter for matching, or save it as Parquet.",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise refuse(str(path), "There is no such file.", "Check the name and the folder.") from None
    except IsADirectoryError:
        raise refuse(str(path), "This is a folder, not a file.", "Name the file inside it.") from None
    except OSError as error:
        raise refuse(str(path), f"The file can not be read ({error.strerror}).") from None
    return data


def check_content(data: bytes, file: str) -> None:
    """Refuse what is empty or in a format that nobody should have to guess at."""
    if not data.strip():
        raise refuse(file, "The file is empty.", "Save the table again, with a row of column names.")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise refuse(
            file,
            "This is an old Excel file (.xls) or one that is locked with a password.",
            "Save it as .xlsx without a password, or as CSV.",
        )


def decode(data: bytes, file: str, notices: list[Notice]) -> str:
    """Decode text in UTF-8, UTF-16 (with or without a mark) or Windows-1252, and note what was guessed."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding, file)
    sample = data[:4000]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros.count(0) > len(zeros) * 0.4:
            return _decoded(data, encoding, file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        notices.append(
            Notice(
                "note",
                file,
                "The text is not UTF-8; it was read as Western European (Windows-1252).",
                "If names look wrong, save the file as CSV UTF-8.",
            )
        )
    # Five bytes mean nothing in Windows-1252; Latin-1 gives every byte a character.
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _decoded(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse(
            file,
            f"The text says it is {encoding.removesuffix('-sig').upper()} but breaks at byte {error.start}.",
            "Save the file again as CSV UTF-8.",
        ) from None


def _read_text(data: bytes, file: str, notices: list[Notice]) -> list[list[str]]:
    text = decode(data, file, notices)
    if "\x00" in text:
        raise refuse(
            file,
            "This is neither a table of text nor an XLSX or Parquet file.",
            "Save it as CSV or XLSX.",
        )
    first, _, rest = text.partition("\n")
    said = first.strip().casefold()
    # Excel's own way of naming the separator, on a line of its own; the row still counts.
    if said.startswith("sep=") and len(said) == 5:
        return [[], *_parse(rest, said[4], file)]
    if said == "sep=":
        return [[], *_parse(rest, "\t", file)]
    return _parse(text, sniff_delimiter(text), file)


def _parse(text: str, delimiter: str, file: str) -> list[list[str]]:
    rows: list[list[str]] = []
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MAX_ROWS:
                raise refuse(file, f"The file has more than {MAX_ROWS:,} rows.", "Split it.")
    except csv.Error as error:
        raise refuse(
            file,
            f"The table breaks here ({error}).",
            'Look for a quotation mark (") that is opened and never closed, or that stands inside a cell.',
            row=len(rows) + 1,
        ) from None
    return rows


def sniff_delimiter(text: str) -> str:
    """The separator under which the first rows are widest and most alike; a comma when nothing separates."""
    sample = text[:20_000]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        widths = _widths(sample, delimiter)
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        score = (usual > 1) * (widths.count(usual) / len(widths)) * (1 + usual / 100)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(sample: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(row):
                widths.append(len(row))
            if len(widths) > 30:
                break
    except csv.Error:
        pass  # a sample may end inside quotation marks
    return widths or [1]


def _with_header(raw: list[list[str]], file: str, notices: list[Notice]) -> Sheet:
    """Find the row of column names (titles above it are skipped), drop blank rows, square the rest."""
    cleaned = raw  # in place: a large file is in memory once, not three times
    shared: dict[str, str] = {}
    for index, row in enumerate(raw):
        cells = [cell.strip() for cell in row]
        if len(shared) < MOST_SHARED:
            shared.update(zip(cells, cells, strict=True))
        cleaned[index] = [shared.get(cell, cell) for cell in cells]
    start = _header_row(cleaned)
    if start is None:
        raise refuse(file, "There is no table in this file.", "The first row should hold the column names.")
    if any(any(row) for row in cleaned[:start]):
        notices.append(
            Notice("note", file, f"Column names were found in row {start + 1}; what is above is skipped.")
        )
    header = cleaned[start]
    while header and not header[-1]:
        header.pop()
    sheet = Sheet(file, header, [], [], notices)
    for number, row in enumerate(cleaned[start + 1 :], start=start + 2):
        if any(row):
            sheet.rows.append(_squared(row, len(header), number, file, notices))
            sheet.numbers.append(number)
    if not sheet.rows:
        raise refuse(file, "There are column names but no people below them.", "Add one row for each person.")
    return sheet


def _header_row(rows: list[list[str]]) -> int | None:
    filled = [sum(map(bool, row)) for row in rows[:_HEADER_SEARCH]]
    for index, count in enumerate(filled):
        if count >= 2:
            return index
    return next((index for index, count in enumerate(filled) if count), None)


def _squared(row: list[str], width: int, number: int, file: str, notices: list[Notice]) -> list[str]:
    if any(row[width:]):
        notices.append(
            Notice(
                "warning",
                file,
                f"{len(row)} cells but only {width} column names; the extra cells are ignored.",
                "A text that holds the separator needs quotation marks around it.",
                row=number,
            )
        )
    return row if len(row) == width else (row + [""] * width)[:width]
