"""Bringing an export into an empty installation: checked first, then all of it in one transaction, or nothing."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import AutoField
from django.db.utils import DataError, IntegrityError

from pairwell.core.bulk import count_anew
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.reports.moving.tables import tables
from pairwell.reports.moving.writing import (
    FILES,
    FORMAT,
    MANIFEST,
    PLAIN_TEXT,
    ROWS,
    checksum,
    last_migrations,
)

_AT_ONCE = 500


class NotAnExport(Exception):  # noqa: N818 - the domain's own word
    """The folder cannot be brought in; the message says why, and what would help."""


def bring_in(folder: Path) -> dict[str, Any]:
    """Fill an empty installation with an export; returns its manifest.

    Raises NotAnExport when the folder is not whole, is of another version, or the installation has people or
    programs already. Nothing is changed then.
    """
    manifest = _checked(folder)
    if Person.objects.exists() or Program.objects.exists():
        raise NotAnExport(
            "this installation has people or programs already. Bring an export into an empty one: set PAIRWELL_HOME "
            "(or DATABASE_URL) to a new place and run `pairwell migrate` first."
        )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PLAIN_TEXT)
            names = [model._meta.db_table for model in tables()]
            quoted = ", ".join(connection.ops.quote_name(name) for name in names)
            cursor.execute(f"TRUNCATE {quoted} CASCADE")  # the shipped catalogs: the export has its own
            for name in names:
                _fill(cursor, name, folder / ROWS / f"{name}.jsonl")
            for model in tables():
                if isinstance(model._meta.pk, AutoField):
                    _go_on_counting(cursor, model._meta.db_table)
            count_anew(*tables())
    except (IntegrityError, DataError) as error:
        raise NotAnExport(f"its rows do not fit together ({error}). Nothing was changed.") from error
    for name in manifest["files"]:
        _put_back(folder / FILES / name, name)
    return manifest


def _checked(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        held, files, steps = manifest["tables"], manifest["files"], manifest["migrations"]
        is_ours = manifest["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotAnExport(f"{folder} has no readable {MANIFEST}: it is not an export of Pairwell.") from error
    if not is_ours:
        raise NotAnExport(f"{folder} was written in another format; this version reads format {FORMAT}.")
    here = last_migrations()
    other = sorted(app for app in {*here, *steps} if here.get(app) != steps.get(app))
    if other:
        raise NotAnExport(
            f"it was made by version {manifest.get('version')}, whose tables of “{other[0]}” differ from this one’s. "
            "Bring both installations to the same version (`pairwell migrate`) and export again."
        )
    expected = {model._meta.db_table for model in tables()}
    if set(held) != expected:
        raise NotAnExport(f"it does not hold the tables of this version: {sorted(expected ^ set(held))[0]}.")
    checks = {f"{ROWS}/{name}.jsonl": one["sha256"] for name, one in held.items()}
    checks |= {f"{FILES}/{name}": one["sha256"] for name, one in files.items()}
    for name, wanted in checks.items():
        path = folder / name
        if ".." in Path(name).parts or not path.is_file() or checksum(path) != wanted:
            raise NotAnExport(f"{name} is missing or was changed since. Nothing was changed here.")
    return manifest


def _fill(cursor: Any, table: str, file: Path) -> None:
    quoted = connection.ops.quote_name(table)
    query = f"INSERT INTO {quoted} SELECT * FROM json_populate_recordset(NULL::{quoted}, %s::json)"  # noqa: S608
    for part in _parts(file):
        cursor.execute(query, [f"[{','.join(part)}]"])


def _parts(file: Path) -> Iterator[list[str]]:
    part: list[str] = []
    with file.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            part.append(line)
            if len(part) == _AT_ONCE:
                yield part
                part = []
    if part:
        yield part


def _go_on_counting(cursor: Any, table: str) -> None:
    quoted = connection.ops.quote_name(table)
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {quoted} HAVING max(id) IS NOT NULL",  # noqa: S608
        [quoted],
    )


def _put_back(source: Path, name: str) -> None:
    if default_storage.exists(name):
        return
    target = Path(default_storage.path(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
