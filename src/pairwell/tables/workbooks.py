"""XLSX and Parquet into rows of text. Imported only when such a file is read: polars is slow to load."""

import io
import zipfile

import fastexcel
import polars

from pairwell.tables.notices import Notice, refuse

MAX_UNPACKED = 500_000_000
MAX_ENTRIES = 5_000
MAX_RATIO = 300
_CHUNK = 1 << 20


def read_workbook(data: bytes, *, file: str, sheet: str | None, notices: list[Notice]) -> list[list[str]]:
    """Rows of one sheet of a workbook, all as text; formulas give the value that was saved with them.

    Raises:
        TableRefused: not a workbook, larger unpacked than the limits, or no such sheet.
    """
    check_archive(data, file)
    try:
        book = fastexcel.read_excel(data)
        name = _sheet_name(book, sheet, file, notices)
        loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        rows = loaded.to_polars().rows() if loaded.width else []
    except fastexcel.FastExcelError as error:
        raise refuse(
            file, f"This workbook can not be read ({_first_line(error)}).", "Save it again."
        ) from None
    return [[_cell(value) for value in row] for row in rows]


def _sheet_name(book: "fastexcel.ExcelReader", wanted: str | None, file: str, notices: list[Notice]) -> str:
    names = book.sheet_names
    if wanted is not None:
        if wanted not in names:
            raise refuse(file, f'There is no sheet "{wanted}".', f"The workbook has: {', '.join(names)}.")
        return wanted
    shown = [name for name in names if book.load_sheet(name, n_rows=0).visible == "visible"] if names else []
    if not shown:
        raise refuse(file, "The workbook has no visible sheet.")
    if len(shown) > 1:
        others = ", ".join(f'"{name}"' for name in shown[1:])
        notices.append(
            Notice(
                "note",
                file,
                f'The first sheet, "{shown[0]}", is read; {others} left out.',
                f"To read another, write {file}#{shown[1]}.",
            )
        )
    return shown[0]


def read_parquet(data: bytes, *, file: str) -> list[list[str]]:
    """Rows of a Parquet file, column names first; lists become texts separated by semicolons."""
    try:
        frame = polars.read_parquet(io.BytesIO(data))
    except (polars.exceptions.PolarsError, OSError) as error:
        raise refuse(file, f"The Parquet file can not be read ({_first_line(error)}).") from None
    return [list(frame.columns), *([_cell(value) for value in row] for row in frame.rows())]


def check_archive(data: bytes, file: str) -> None:
    """Refuse a packed file that would fill the memory: sizes are summed by unpacking, not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise refuse(file, f"The workbook has {len(entries):,} parts; the most is {MAX_ENTRIES:,}.")
            _refuse_large(sum(entry.file_size for entry in entries), len(data), file)
            _refuse_large(sum(_unpacked(archive, entry) for entry in entries), len(data), file)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise refuse(
            file, f"The workbook is damaged ({error}).", "Save it again, without a password."
        ) from None


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    # Reading to the end also checks the sum over the content, so a part that lies about its size is caught.
    total = 0
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            total += len(chunk)
    return total


def _refuse_large(unpacked: int, packed: int, file: str) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > 10_000_000 and unpacked > packed * MAX_RATIO):
        raise refuse(
            file,
            f"The workbook would unpack from {packed / 1e6:.1f} to {unpacked / 1e6:.0f} MB.",
            "Copy the table alone into a new workbook, or save it as CSV.",
        )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_cell(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
