"""`pairwell backup FILE`: the database and the uploaded files, with a manifest, in one file.

The file is a tar archive: `manifest.json` first (version, checksums, rows and a hash of every table), then
`database.dump` (PostgreSQL's custom format), then `media/`. Dump and hashes are of one moment, whatever is
written meanwhile. The secret key is not in it.
"""

import argparse
import hashlib
import io
import json
import os
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any

from pairwell import __version__
from pairwell.cli.dump import run_program, table_hashes
from pairwell.cli.errors import CommandError
from pairwell.cli.start import refuse_newer_tables, start_django
from pairwell.core.home import media_folder

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, help="the file to write; must not exist")
    parser.add_argument("--overwrite", action="store_true", help="replace the file if it exists")


def run(args: argparse.Namespace) -> int:
    """Write the backup, complete or not at all, and say what is in it."""
    target = args.file.absolute()
    if target.exists() and not args.overwrite:
        raise CommandError(f"{target} exists; choose another name or add --overwrite.")
    if not target.parent.is_dir():
        raise CommandError(f"there is no folder {target.parent}.")
    start_django()
    refuse_newer_tables()
    try:
        manifest = _write(target)
    except OSError as error:
        raise CommandError(
            f"{target} could not be written: {error.strerror}. Nothing is left of it."
        ) from error
    rows = sum(count for count, _ in manifest["tables"].values())
    size = target.stat().st_size / 1e6
    print(f"Wrote {target}: {rows:,} rows in {len(manifest['tables'])} tables, "
          f"{len(manifest['files']) - 1} uploaded files, {size:,.1f} MB.")  # fmt: skip
    return 0


def _write(target: Path) -> dict[str, Any]:
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pairwell-backup-") as folder:
            dump = Path(folder) / DUMP
            tables = _dump(dump)
            members = {DUMP: dump, **_uploaded_files()}
            manifest = _manifest(tables, members)
            _pack(draft, manifest, members)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _dump(target: Path) -> dict[str, list[Any]]:
    """Dump the database and hash its tables, both as they are at one moment."""
    from django.db import connection, transaction  # noqa: PLC0415 - Django is ready only now

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        row = cursor.fetchone()
        snapshot = row[0] if row else ""
        words = ["--format=custom", "--no-owner", "--no-privileges", "--schema=public"]
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'vector'")
        words += ["--extension=vector"] if cursor.fetchone() else []
        run_program("pg_dump", [*words, f"--snapshot={snapshot}", f"--file={target}"])
        return table_hashes(cursor)


def _uploaded_files() -> dict[str, Path]:
    folder = media_folder()
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {f"media/{path.relative_to(folder).as_posix()}": path for path in found}


def _manifest(tables: dict[str, list[Any]], members: dict[str, Path]) -> dict[str, Any]:
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    return {
        "format": FORMAT,
        "version": __version__,
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "site": settings.SITE_URL,
        "tables": tables,
        "files": {
            name: {"bytes": path.stat().st_size, "sha256": checksum(path)} for name, path in members.items()
        },
    }


def checksum(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(target: Path, manifest: dict[str, Any], members: dict[str, Path]) -> None:
    text = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # people's data
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mtime, head.mode = len(text), int(time.time()), 0o600
        archive.addfile(head, io.BytesIO(text))
        for name, path in members.items():
            archive.add(path, arcname=name, recursive=False)
        archive.close()
        file.flush()
        os.fsync(file.fileno())
