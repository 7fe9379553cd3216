"""Checks of the database: where it is, whether it answers, and whether it fits this version."""

import shutil
from collections.abc import Iterator

from pairwell.cli.findings import Finding, ok, problem, warning
from pairwell.cli.start import unapplied_migrations, unknown_migrations
from pairwell.core.home import home
from pairwell.core.postgres import PostgresError, ensure_running, is_embedded
from pairwell.core.postgres.account import server_user
from pairwell.core.postgres.cluster import binaries, data_version
from pairwell.core.postgres.place import note_path, place, wheel_folder

ABOUT_THE_SERVER = """
SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding'),
       abs(extract(epoch FROM clock_timestamp() - %s::timestamptz)), pg_database_size(current_database())
"""
JOBS = """
SELECT count(*) FILTER (
         WHERE status = 'todo' AND coalesce(scheduled_at, '-infinity') < now() - make_interval(secs => %s)
         AND id IN (SELECT job_id FROM procrastinate_events WHERE at < now() - make_interval(secs => %s))),
       count(*) FILTER (WHERE status = 'failed')
FROM procrastinate_jobs
"""
WORKERS = (
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
)
OLDEST = 14
HEARTBEAT = 60  # seconds
WAITING = 600  # seconds


def check_embedded() -> Iterator[Finding]:
    """Where the embedded server's parts are, and whether it can run."""
    if not is_embedded():
        yield ok("PostgreSQL", "the server that DATABASE_URL names")
        return
    where = place()
    try:
        ensure_running()
    except PostgresError as error:
        first, _, rest = str(error).partition(". ")
        yield problem("PostgreSQL", first, rest or f"Look at {where.log}.")
        return
    user = server_user()
    yield ok("PostgreSQL", f"embedded, version {data_version(where.data)}, data in {where.data}")
    yield ok(
        "PostgreSQL",
        f"socket {where.socket}, log {where.log}, runs as {user.pw_name if user else 'this user'}",
    )
    if note_path().exists():
        yield ok(
            "PostgreSQL",
            f"data is not in {home()} because the server's user cannot get there ({note_path()})",
        )
    if binaries() != wheel_folder():
        yield ok("PostgreSQL", f"a copy of its programs is in {binaries()}, for the server's user to reach")
    if where.test_mark.exists():
        yield problem(
            "PostgreSQL",
            "the data folder was made for tests",
            "Never keep real data in it: set PAIRWELL_HOME.",
        )
    free = shutil.disk_usage(where.root).free
    if free < 500_000_000:
        yield problem(
            "disk space",
            f"{free / 1e9:.1f} GB free for the database",
            "Make room: PostgreSQL stops when it is full.",
        )


def check_server() -> Iterator[Finding]:
    """The database answers, is new enough, keeps text as UTF-8 and has the right time."""
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    try:
        with connection.cursor() as cursor:
            cursor.execute(ABOUT_THE_SERVER, [_now()])
            version, encoding, skew, size = cursor.fetchone() or (0, "", 0, 0)
    except Exception as error:
        text = " ".join(str(error).split())
        yield problem(
            "database",
            f"does not answer: {text}",
            "Check DATABASE_URL and that the server runs and lets you in.",
        )
        return
    if version < OLDEST:
        yield problem("database", f"PostgreSQL {version}", f"Pairwell needs version {OLDEST} or newer.")
    if encoding != "UTF8":
        yield problem("database", f"keeps text as {encoding}", "Make the database anew with ENCODING 'UTF8'.")
    if skew > 5:
        yield warning(
            "clock", f"the database's differs by {skew:.0f} s from this machine's", "Set both clocks by NTP."
        )
    yield ok("database", f"PostgreSQL {version} answers, {size / 1e6:,.0f} MB")


def _now() -> str:
    from django.utils import timezone  # noqa: PLC0415 - Django is ready only now

    return timezone.now().isoformat()


def check_migrations() -> Iterator[Finding]:
    """The tables are those of this version."""
    strange, missing = unknown_migrations(), unapplied_migrations()
    if strange:
        yield problem("tables", f"made by a newer Pairwell ({strange[-1]})", "Install that version again.")
    elif missing:
        yield problem(
            "tables",
            f"{len(missing)} step(s) behind this version",
            "Run `pairwell migrate`; if there is data already, `pairwell backup FILE` before it.",
        )
    else:
        yield ok("tables", "current")


def check_worker() -> Iterator[Finding]:
    """A worker is alive and keeps up."""
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    with connection.cursor() as cursor:
        cursor.execute(WORKERS, [HEARTBEAT])
        alive = (cursor.fetchone() or (0,))[0]
        cursor.execute(JOBS, [WAITING, WAITING])
        waiting, failed = cursor.fetchone() or (0, 0)
    if alive:
        yield ok("worker", f"{alive} alive")
    else:
        yield problem(
            "worker",
            "none is alive: no letter leaves and no match runs",
            "Start `pairwell worker` and keep it running.",
        )
    if waiting:
        yield warning(
            "worker", f"{waiting} jobs wait for more than ten minutes", "Start another `pairwell worker`."
        )
    if failed:
        yield warning("worker", f"{failed} jobs have failed", "The worker's log says why.")
