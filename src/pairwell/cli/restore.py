"""`pairwell restore FILE`: bring back what `pairwell backup` wrote.

The file is checked before anything is changed, and the tables come back in one transaction: when that
fails, they are as they were.
"""

import argparse
import json
import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.db.backends.utils import CursorWrapper

from pairwell import __version__
from pairwell.cli.backup import DUMP, FORMAT, MANIFEST, checksum
from pairwell.cli.dump import run_program, table_hashes
from pairwell.cli.errors import CommandError
from pairwell.cli.start import migrate, start_django
from pairwell.core.home import ensure_home, media_folder

FRESH = "BEGIN; DROP SCHEMA public CASCADE;\n"  # the dump makes the schema anew


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, help="what `pairwell backup` wrote")
    parser.add_argument("--replace", action="store_true", help="throw away what this installation holds now")


def run(args: argparse.Namespace) -> int:
    """Check the file, restore it, check the result, bring it to this version."""
    if not args.file.is_file():
        raise CommandError(f"there is no file {args.file}.")
    with tempfile.TemporaryDirectory(dir=ensure_home(), prefix=".restore-") as name:
        folder = Path(name)
        manifest = _unpack(args.file, folder)
        start_django()
        _insist_on_room(replace=args.replace)
        _restore_tables(folder)
        _insist_on_equal_rows(manifest["tables"])
        _restore_media(folder / "media")
    steps = migrate()
    from pairwell.core.bulk import count_anew  # noqa: PLC0415 - Django is ready only now

    count_anew()
    rows = sum(count for count, _ in manifest["tables"].values())
    print(
        f"Restored {rows:,} rows in {len(manifest['tables'])} tables, all equal to the backup of "
        f"{manifest['made_at']}, and {len(manifest['files']) - 1} uploaded files; {steps} migrations applied."
    )
    return 0


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, mode="r:") as archive:
            manifest = _read_manifest(archive, file)
            for member in archive:
                _unpack_one(archive, member, folder, manifest["files"])
    except (tarfile.TarError, EOFError, UnicodeDecodeError, json.JSONDecodeError, KeyError) as error:
        raise CommandError(
            f"{file} is not a whole backup of Pairwell ({error}). Nothing was changed."
        ) from error
    missing = [name for name in manifest["files"] if not (folder / name).is_file()]
    if missing:
        raise CommandError(f"{file} is cut off: {missing[0]} is missing. Nothing was changed.")
    return manifest


def _read_manifest(archive: tarfile.TarFile, file: Path) -> dict[str, Any]:
    first = archive.next()
    content = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
    if content is None:
        raise CommandError(f"{file} is not a backup of Pairwell: it does not begin with {MANIFEST}.")
    manifest: dict[str, Any] = json.loads(content.read())
    if manifest["format"] > FORMAT or _numbers(manifest["version"]) > _numbers(__version__):
        raise CommandError(
            f"{file} was made by Pairwell {manifest['version']}, which is newer than this one "
            f"({__version__}). Install that version first. Nothing was changed."
        )
    return manifest


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _unpack_one(
    archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, files: dict[str, Any]
) -> None:
    if member.name == MANIFEST:
        return
    name = PurePosixPath(member.name)
    known = files.get(member.name, {})
    inside = (
        not name.is_absolute()
        and ".." not in name.parts
        and (member.name == DUMP or name.parts[0] == "media")
    )
    content = archive.extractfile(member) if known and inside and member.isfile() else None
    if content is None:
        raise CommandError(
            f"the backup holds {member.name!r}, which its manifest does not list. Nothing was changed."
        )
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)
    if checksum(target) != known["sha256"]:
        raise CommandError(f"the backup is damaged: {member.name} has another checksum. Nothing was changed.")


def _insist_on_room(*, replace: bool) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        others = (cursor.fetchone() or (0,))[0]
        held = _rows_of_people(cursor)
    if others:
        raise CommandError(
            f"{others} other connection(s) use the database. Stop `pairwell serve` and `worker` first."
        )
    if (held or _media_files()) and not replace:
        raise CommandError(
            f"this installation is not empty ({held} people, {_media_files()} uploaded files). "
            "Add --replace to throw that away. Nothing was changed."
        )


def _rows_of_people(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT to_regclass('public.people_person')")
    if (cursor.fetchone() or (None,))[0] is None:
        return 0
    cursor.execute("SELECT count(*) FROM people_person")
    return int((cursor.fetchone() or (0,))[0])


def _media_files() -> int:
    return sum(1 for path in media_folder().rglob("*") if path.is_file())


def _restore_tables(folder: Path) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    connection.close()
    before, script, after = folder / "before.sql", folder / "script.sql", folder / "after.sql"
    run_program("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", folder / DUMP])
    # In one transaction with what was there before, which therefore stays if anything goes wrong.
    before.write_text(FRESH, encoding="ascii")
    after.write_text("COMMIT;\n", encoding="ascii")
    words = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    run_program("psql", [*words, f"--file={before}", f"--file={script}", f"--file={after}"])
    script.unlink()


def _insist_on_equal_rows(expected: dict[str, list[Any]]) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    with connection.cursor() as cursor:
        found = table_hashes(cursor)
    connection.close()
    wrong = sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))
    if wrong:
        raise CommandError(
            f"the restored tables differ from the backup: {', '.join(wrong[:5])}. Do not use them."
        )


def _restore_media(source: Path) -> None:
    target = media_folder()
    if target.exists():
        shutil.rmtree(target)
    if source.is_dir():
        shutil.move(source, target)
