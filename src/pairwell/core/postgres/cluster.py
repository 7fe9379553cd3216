"""Making the embedded server's folders, and refusing those that cannot be used."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from pairwell.core.home import ensure_home, home
from pairwell.core.postgres.account import give_to_server, run_as, server_uid, server_user
from pairwell.core.postgres.errors import PlaceError, StartError, VersionError
from pairwell.core.postgres.place import (
    PACKAGE,
    Place,
    closed_parent,
    copied_binaries,
    note_path,
    open_to_others,
    state_folder,
    wheel_folder,
)

DATABASE = "pairwell"
ROLE = "pairwell"


def prepare(where: Place, *, for_tests: bool) -> None:
    """Make what is missing of the cluster at `where`: folders, then the cluster itself.

    Raises PlaceError when the server's user cannot reach or own them, VersionError when the data was
    written by another major version.
    """
    _make_root(where)
    _make_socket_folder(where)
    _refuse_foreign_owner(where.root)
    if where.data.exists():
        refuse_other_version(where.data)
    else:
        _make_cluster(where, for_tests=for_tests)


def _make_root(where: Place) -> None:
    if where.root.is_dir():
        return
    if where.root.is_relative_to(home()):
        ensure_home()
    else:
        _make_state_folder()
        ensure_home()
        note_path().write_text(f"{where.root}\n", encoding="utf-8")
    where.root.mkdir(mode=0o700, parents=True)
    give_to_server(where.root)


def _make_state_folder() -> None:
    folder = state_folder()
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o755)
    if not open_to_others(folder):
        raise PlaceError(
            f"PostgreSQL does not run as root, and its system user can reach neither {home()} nor {folder}: "
            f"{closed_parent(folder)} lets nobody but its owner through. Set PAIRWELL_HOME to a folder that "
            "others may pass through (for example below /srv), or run Pairwell as another user."
        )


def _make_socket_folder(where: Place) -> None:
    folder = where.socket_folder
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != server_uid() or found.st_mode & 0o077:
            raise PlaceError(
                f"{folder} must be a folder of the user who runs PostgreSQL, open to nobody else, "
                "but is not. Remove it and start again."
            ) from None
    else:
        give_to_server(folder)


def _refuse_foreign_owner(root: Path) -> None:
    owner = root.stat().st_uid
    if owner == server_uid():
        return
    raise PlaceError(
        f"The database folder {root} belongs to the user {_name(owner)}, but the server would run as "
        f"{_name(server_uid())}. Run Pairwell as the user it was first run as, or set PAIRWELL_HOME "
        "to another folder."
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def our_version() -> int:
    """The major version of the PostgreSQL in the wheel."""
    done = subprocess.run(  # noqa: S603 - our own program
        [wheel_folder() / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[-1].split(".")[0])


def data_version(data: Path) -> int | None:
    """The major version of PostgreSQL that wrote the data folder; None when there is none."""
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii").strip().split(".")[0])
    except FileNotFoundError:
        return None


def refuse_other_version(data: Path) -> None:
    """Raise VersionError unless the data folder was written by the major version that we carry."""
    theirs, ours = data_version(data), our_version()
    if theirs is None:
        raise PlaceError(
            f"{data} is not a PostgreSQL data folder (it has no PG_VERSION). Move it away and start again."
        )
    if theirs > ours:
        raise VersionError(
            f"The database in {data} was written by PostgreSQL {theirs}, which is newer than the "
            f"PostgreSQL {ours} of this installation. Nothing was changed. Install the Pairwell that wrote "
            "it (or a newer one), or set PAIRWELL_HOME to another folder."
        )
    if theirs < ours:
        raise VersionError(
            f"The database in {data} was written by PostgreSQL {theirs}; this installation brings "
            f"PostgreSQL {ours}. Nothing was changed. With the Pairwell that wrote it run `pairwell backup "
            "FILE`, then move the folder away and run `pairwell restore FILE` with this one."
        )


def _make_cluster(where: Place, *, for_tests: bool) -> None:
    draft = where.root / "data.new"
    if draft.exists():  # an earlier start was killed half-way
        shutil.rmtree(draft)
    command = [
        str(binaries() / "bin" / "initdb"),
        f"--pgdata={draft}", f"--username={ROLE}", "--encoding=UTF8",
        # The same order of words on every system: the system's own rules change with its C library,
        # and indexes made before the change are then wrong.
        "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        # Whoever may enter the socket's folder (0700) may connect; nobody may over the network.
        "--auth-local=trust", "--auth-host=reject",
        "--no-instructions", *(["--no-sync"] if for_tests else []),
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603 - our own program
        command, capture_output=True, text=True, check=False, cwd="/", env=clean_environment(), **run_as()
    )
    if done.returncode != 0:
        raise StartError(
            f"The embedded PostgreSQL could not make its data folder {draft}: {done.stderr.strip()}"
        )
    if for_tests:
        where.test_mark.touch()
    draft.rename(where.data)


def clean_environment() -> dict[str, str]:
    """The environment for PostgreSQL's programs: without the variables that would point them elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def binaries() -> Path:
    """The folder of the PostgreSQL that the server's user can run: the wheel's, or a copy that we keep."""
    wheel = wheel_folder()
    if server_user() is None or (
        open_to_others(wheel / "bin") and _anyone_may_run(wheel / "bin" / "postgres")
    ):
        return wheel
    copy = copied_binaries()
    if not copy.is_dir():
        _copy_binaries(wheel, copy)
    return copy


def _anyone_may_run(file: Path) -> bool:
    return file.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH) == stat.S_IROTH | stat.S_IXOTH


def _copy_binaries(wheel: Path, copy: Path) -> None:
    _make_state_folder()
    final = copy.parent.parent
    draft = final.with_name(f"{final.name}.{os.getpid()}")
    shutil.copytree(
        wheel, draft / PACKAGE / wheel.name, ignore=shutil.ignore_patterns("include", "*.a"), symlinks=True
    )
    libraries = f"{PACKAGE}.libs"
    if (wheel.parent.parent / libraries).is_dir():
        shutil.copytree(wheel.parent.parent / libraries, draft / libraries)
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    shutil.rmtree(final, ignore_errors=True)
    draft.rename(final)
