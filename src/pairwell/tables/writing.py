"""Results as tables that a spreadsheet program opens without running anything."""

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

# A cell that starts like this is run as a formula by spreadsheet programs, also after blanks; full-width
# signs count too in some of them.
_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]")


def defuse(cell: str) -> str:
    """The same text, with an apostrophe before what a spreadsheet program would take for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | float | int]]) -> str:
    """A CSV table as text; text cells are defused, numbers stay numbers."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in [header, *rows]:
        writer.writerow([defuse(cell) if isinstance(cell, str) else cell for cell in row])
    return buffer.getvalue()


def write_whole(path: Path, text: str, *, mark: bool = False) -> None:
    """Write a file that is there whole or not at all. `mark`: with a byte-order mark, as Excel wants it.

    Raises:
        OSError: the folder is absent or not writable.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig" if mark else "utf-8", newline="") as part:
            part.write(text)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
