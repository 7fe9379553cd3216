"""What a reader of spreadsheets has to say: about which file, row and column, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One remark about an organizer's file.

    level: an error stops the run, a warning changes the outcome, a note only tells what was understood.
    row: the number the spreadsheet program shows beside the row (the first row is 1), or None.
    mend: what the organizer can do about it, as a sentence.
    """

    level: Level
    file: str
    message: str
    mend: str = ""
    row: int | None = None
    column: str = ""

    @property
    def place(self) -> str:
        """Where it is: `mentees.csv, row 7, column "Skills"`."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f'column "{self.column}"')
        return ", ".join(parts)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + (f" {self.mend}" if self.mend else "")


class TableRefused(ValueError):  # noqa: N818 - the domain says refused
    """A file can not be used; carries every reason at once."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices = tuple(notices)
        super().__init__("\n".join(str(notice) for notice in self.notices))


def refuse(
    file: str, message: str, mend: str = "", *, row: int | None = None, column: str = ""
) -> TableRefused:
    """Shorthand for a single error, ready to be raised."""
    return TableRefused([Notice("error", file, message, mend, row, column)])
