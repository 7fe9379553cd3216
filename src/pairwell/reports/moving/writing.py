"""Writing an export: a file of JSON lines for each table, the uploaded files, a schema and a manifest."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from pairwell import __version__
from pairwell.reports.moving.tables import STAYS, files_of, rows_of_program, tables

FORMAT = 1
MANIFEST, SCHEMA, ROWS, FILES = "manifest.json", "schema.json", "tables", "files"
#: How values look as text, the same on every server, so that equal rows give equal bytes.
PLAIN_TEXT = (
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'iso_8601'; "
    "SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'"
)
README = """# An export of Pairwell

`manifest.json` says what is in it: tables with their number of rows and a checksum of each file.
`tables/` has one file for each table, one row a line, as JSON. `schema.json` describes the rows (JSON Schema).
`files/` has what people uploaded.

It holds everything, messages, notes and reflections included: keep it as you would keep the database.
`pairwell import-export FOLDER` brings it into an empty installation of the same version.
"""
Say = Callable[[str], None]


def write_out(folder: Path, *, program_id: int | None = None, say: Say = lambda text: None) -> dict[str, Any]:
    """Write everything, or one program with all that it needs, into an empty folder; returns the manifest.

    One moment of the database, whatever is written meanwhile; row by row, so that its size does not matter.
    """
    (folder / ROWS).mkdir(parents=True, exist_ok=True)
    held: dict[str, Any] = {}
    kept: list[str] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(PLAIN_TEXT)
        chosen = rows_of_program(program_id) if program_id is not None else None
        for model in tables():
            keys = sorted(chosen[model]) if chosen is not None else None
            held[model._meta.db_table] = _write_table(model, folder, keys)
            kept += _file_names(model, keys)
            say(f"{model._meta.db_table}: {held[model._meta.db_table]['rows']:,} rows")
        schema = _schema()
        migrations = last_migrations()
    files = {name: _copy(name, folder) for name in sorted(set(kept)) if default_storage.exists(name)}
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "program": program_id,
        "migrations": migrations,
        "tables": held,
        "files": files,
    }
    _write_json(folder / SCHEMA, schema)
    _write_json(folder / MANIFEST, manifest)
    (folder / "README.md").write_text(README, encoding="utf-8")
    return manifest


def _write_table(model: type[Model], folder: Path, keys: list[int] | None) -> dict[str, Any]:
    name = model._meta.db_table
    digest, rows = hashlib.sha256(), 0
    with (folder / ROWS / f"{name}.jsonl").open("wb") as file:
        for line in _lines(name, keys):
            data = line.encode() + b"\n"
            file.write(data)
            digest.update(data)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


def _lines(table: str, keys: list[int] | None) -> Iterator[str]:
    """Rows as PostgreSQL itself writes them, by a cursor that holds a few at a time."""
    source = connection.ops.quote_name(table)
    if keys is not None and table in STAYS:
        source = f"(SELECT {_columns_but(table, STAYS[table])} FROM {source})"  # noqa: S608 - our own names
    where = "" if keys is None else " WHERE t.id = ANY(%s)"
    query = f"SELECT row_to_json(t)::text FROM {source} t{where} ORDER BY t.id"  # noqa: S608 - our own names
    with connection.connection.cursor(name=f"export_{table}"[:60]) as cursor:
        cursor.itersize = 2000
        cursor.execute(query, [keys] if keys is not None else None)
        for (line,) in cursor:
            yield line


def _columns_but(table: str, left: str) -> str:
    """The columns in the database's own order, one of them empty."""
    with connection.cursor() as cursor:
        names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    quote = connection.ops.quote_name
    return ", ".join(f"NULL::bigint AS {quote(name)}" if name == left else quote(name) for name in names)


def _file_names(model: type[Model], keys: list[int] | None) -> list[str]:
    names: list[str] = []
    for column in files_of(model):
        rows = model._default_manager.all() if keys is None else model._default_manager.filter(pk__in=keys)
        names += [name for name in rows.values_list(column, flat=True) if name]
    return names


def _copy(name: str, folder: Path) -> dict[str, Any]:
    target = folder / FILES / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with default_storage.open(name) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
    return {"bytes": target.stat().st_size, "sha256": checksum(target)}


def checksum(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_KINDS = {
    "bigint": "integer", "integer": "integer", "smallint": "integer", "boolean": "boolean",
    "double precision": "number", "numeric": "number", "real": "number", "ARRAY": "array",
}  # fmt: skip


def _schema() -> dict[str, Any]:
    """A JSON Schema of every table's rows, read from the database's own catalog."""
    wanted = [model._meta.db_table for model in tables()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type, is_nullable = 'YES' FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND table_name = ANY(%s) "
            "ORDER BY table_name, ordinal_position",
            [wanted],
        )
        columns = cursor.fetchall()
    found: dict[str, Any] = {}
    for table, column, kind, may_lack in columns:
        row = found.setdefault(table, {"type": "object", "properties": {}, "required": []})
        row["properties"][column] = _described(kind, may_lack=may_lack)
        row["required"].append(column)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": found}


def _described(kind: str, *, may_lack: bool) -> dict[str, Any]:
    if kind in ("jsonb", "json"):
        return {"description": "any JSON"}
    name = _KINDS.get(kind, "string")
    told: dict[str, Any] = {"type": [name, "null"] if may_lack else name}
    if name == "string" and not kind.startswith(("character", "text")):
        told["description"] = kind
    return told


def last_migrations() -> dict[str, str]:
    """The last step of each room's tables: an export fits an installation that has the same."""
    last: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        last[app] = max(name, last.get(app, ""))
    labels = {model._meta.app_label for model in tables()}
    return {app: name for app, name in last.items() if app in labels}


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
