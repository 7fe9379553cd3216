"""Starting, sharing and stopping the embedded PostgreSQL.

Every process that uses the server holds a shared lock on one file; the system drops the lock even when
the process is killed. Whoever leaves last stops the server. A second lock makes starting and stopping
one at a time, so two processes that start together get one server.
"""

import atexit
import contextlib
import fcntl
import os
import shlex
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg.conninfo import make_conninfo

from pairwell.core.home import ensure_home, home
from pairwell.core.postgres.account import run_as
from pairwell.core.postgres.cluster import DATABASE, ROLE, binaries, clean_environment, prepare
from pairwell.core.postgres.errors import PlaceError, StartError
from pairwell.core.postgres.place import PORT, Place, place

START_SECONDS = 120  # recovery after a power cut can take long
ORPHAN_SECONDS = 15  # children of a killed server notice its death and go
LOG_BYTES = 10_000_000

ORDINARY = {
    "shared_buffers": "128MB",
    "jit": "off",  # our largest reads take tenths of a second: compiling them takes longer than it saves
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "idle_in_transaction_session_timeout": "15min",
}
# Only for clusters made for tests: a power cut would ruin them.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


@dataclass(slots=True)
class _Use:
    """This process's share of the server: the descriptor that holds the lock, and whose it is."""

    descriptor: int
    pid: int
    home: Path


_uses: list[_Use] = []


def ensure_running() -> None:
    """Start the embedded server unless it runs, and keep it for this process until the process ends.

    May be called any number of times from any process. Raises PostgresError (one of its kinds) with the
    way out when the server cannot run.
    """
    where = place()
    if _my_use() is not None and running_pid(where) is not None:
        return
    with _one_at_a_time():
        _join()
        if running_pid(where) is None:
            prepare(where, for_tests=_wants_speed())
            _start(where)
            _make_database(where)


def leave() -> None:
    """Give up this process's share; stop the server when nobody else holds one."""
    use = _my_use()
    if use is None:
        return
    _uses.remove(use)
    if not use.home.is_dir() or use.home != home():
        os.close(use.descriptor)
        return
    with _one_at_a_time():
        os.close(use.descriptor)
        if not in_use():
            stop()


def in_use() -> bool:
    """Whether any process holds a share of the server."""
    path = _users_file()
    if not path.exists():
        return False
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def stop() -> None:
    """Stop the embedded server if it runs, breaking off what its clients do."""
    where = place()
    if running_pid(where) is None:
        return
    done = _pg_ctl(where, "stop", "-m", "fast", "-w", "-t", str(START_SECONDS))
    if done.returncode != 0 and running_pid(where) is not None:
        raise StartError(f"The embedded PostgreSQL did not stop. Its log is {where.log}.")


def running_pid(where: Place) -> int | None:
    """The process id of the server at `where` if it runs and takes connections; None otherwise."""
    try:
        lines = (where.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        raise PlaceError(
            f"The database folder {where.root} belongs to another user. Run Pairwell as the user it was "
            "first run as, or set PAIRWELL_HOME to another folder."
        ) from None
    if len(lines) < 8 or lines[7].strip() != "ready" or not _is_postgres(int(lines[0]), where):
        return None
    return int(lines[0])


def _is_postgres(pid: int, where: Place) -> bool:
    """Whether the process is the server of this data folder, not another program that got its old number."""
    try:
        words = psutil.Process(pid).cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
    except psutil.AccessDenied:
        return True
    return bool(words) and Path(words[0]).name == "postgres" and str(where.data) in words


def _my_use() -> _Use | None:
    pid, here = os.getpid(), home()
    return next((use for use in _uses if use.pid == pid and use.home == here), None)


def _users_file() -> Path:
    return home() / "postgres.users"


def _join() -> None:
    if _my_use() is not None:
        return
    if not _uses:
        atexit.register(leave)
    descriptor = os.open(_users_file(), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _uses.append(_Use(descriptor=descriptor, pid=os.getpid(), home=home()))


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    path = ensure_home() / "postgres.lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise PlaceError(
            f"{home()} cannot be written to: {error.strerror}. Set PAIRWELL_HOME to a folder that can."
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _wants_speed() -> bool:
    return os.environ.get("PAIRWELL_TEST_DATABASE_FAST") == "1"


def _start(where: Place) -> None:
    _clear_after_death(where)
    _shorten_log(where.log)
    done = _pg_ctl(
        where, "start", "-w", "-t", str(START_SECONDS), "-l", str(where.log), "-o", _options(where)
    )
    if done.returncode != 0:
        raise StartError(
            f"The embedded PostgreSQL did not start. The end of its log {where.log}:\n{log_tail(where)}"
        )


def _clear_after_death(where: Place) -> None:
    """Remove what a killed server left, once its children are gone.

    PostgreSQL itself refuses to start while a process with the old number exists, even when that is another
    program by now, or a zombie that nobody collects, as happens in containers.
    """
    marks = [where.data / "postmaster.pid", where.socket.with_name(f"{where.socket.name}.lock")]
    if not any(mark.exists() for mark in marks) or _lives(where):
        return
    deadline = time.monotonic() + ORPHAN_SECONDS
    while orphans := _orphans(where):
        if time.monotonic() > deadline:
            raise StartError(
                f"Processes of a killed PostgreSQL still use {where.data}: {orphans}. End them and try again."
            )
        time.sleep(0.1)
    for mark in marks:
        mark.unlink(missing_ok=True)


def _lives(where: Place) -> bool:
    """Whether the server's main process exists, ready or not."""
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        text = (where.data / "postmaster.pid").read_text(encoding="utf-8")
        return _is_postgres(int(text.splitlines()[0]), where)
    return False


def _orphans(where: Place) -> list[int]:
    """The processes that work in the data folder: a dead server's children that have not noticed yet."""
    found = []
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error):
            if process.info["name"] == "postgres" and process.cwd() == str(where.data):
                found.append(process.pid)
    return found


def _shorten_log(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def _options(where: Place) -> str:
    settings = {**ORDINARY, "listen_addresses": "", "port": PORT, "unix_socket_permissions": "0700"}
    settings["unix_socket_directories"] = f'"{where.socket_folder}"'
    if where.test_mark.exists() and _wants_speed():
        settings |= FAST
    return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())


def _pg_ctl(where: Place, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(binaries() / "bin" / "pg_ctl"), "-D", str(where.data), *words]
    # A pipe would stay open in the server that pg_ctl leaves behind, and reading it would never end.
    with tempfile.TemporaryFile() as output:
        return subprocess.run(  # noqa: S603 - our own program
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, cwd="/",
            env=clean_environment(), **run_as(),
        )  # fmt: skip


def log_tail(where: Place, lines: int = 8) -> str:
    """The last lines of the server's log."""
    try:
        return "\n".join(where.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return "(there is no log)"


def _make_database(where: Place) -> None:
    address = make_conninfo(host=str(where.socket_folder), port=PORT, user=ROLE, dbname="postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if found is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')
