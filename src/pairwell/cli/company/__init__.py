"""The demo company: made up, the same for the same seed and day, large enough to look at.

`fill` writes it into a migrated, empty database; `cast` says whom to look at it as.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pairwell.cli.company.cast import cast

if TYPE_CHECKING:
    from pairwell.cli.company.made import Made

Progress = Callable[[str, int, int], None]

__all__ = ["cast", "fill"]


def fill(*, people: int = 600, seed: int = 7, progress: Progress | None = None) -> "dict[str, Made]":
    """Make the company: directory, catalog, library, programs in every state and what goes on in them.

    Returns what was made of each program with mentorships: the truth that its figures have to tell.
    people: at least 100; programs grow with them, up to ten times the size they have at 600.
    progress: called with a phase, how much is done and how much there is. Raises ValueError when the
    company would be too small, or when somebody is in the database already.
    """
    # Imported here: these need Django, and this module is imported before it is set up.
    from pairwell.cli.company.filling import Filling  # noqa: PLC0415

    return Filling(people, seed, progress or _silent, datetime.now(UTC)).run()


def _silent(_phase: str, _done: int, _total: int) -> None:
    """For those who do not want to hear about progress."""
