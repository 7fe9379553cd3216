"""`pairwell import`: people from a CSV or XLSX file, with the same rules as the page of the administrator."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pairwell.cli.errors import CommandError
from pairwell.cli.start import insist_on_current_tables, start_django

if TYPE_CHECKING:
    from pairwell.people.models import DirectoryImport

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", nargs="?", type=Path, help="the people file: CSV or XLSX, with column names")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument(
        "--all-or-nothing", action="store_true", help="import nothing while a single row is wrong"
    )
    parser.add_argument("--undo", type=int, metavar="NUMBER", help="take the import of this number back")


def run(args: argparse.Namespace) -> int:
    """0: done as asked; 1: some rows were refused; 2: nothing could be done."""
    start_django()
    insist_on_current_tables()
    from pairwell.core.errors import Refused  # noqa: PLC0415 - Django is ready only now

    try:
        if args.undo is not None:
            return _undo(args.undo)
        if args.file is None:
            raise CommandError("name the file to import, or --undo with the number of an import.")
        return _import(args)
    except Refused as refused:
        raise CommandError(str(refused)) from refused


def _import(args: argparse.Namespace) -> int:
    from pairwell.people import actions, importing  # noqa: PLC0415
    from pairwell.people.rules.fields import FIELDS  # noqa: PLC0415
    from pairwell.people.states import BadRows  # noqa: PLC0415

    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise CommandError(f"{args.file} cannot be read: {error.strerror}.") from error
    of = actions.upload(by=None, file_name=args.file.name, content=content)
    for field in FIELDS:
        if field.key in of.mapping:
            print(f"  {field.label:<26} ← {of.headers[of.mapping[field.key]]}")
    bad_rows = BadRows.REFUSE if args.all_or_nothing else BadRows.SKIP
    actions.choose_mapping(by=None, of=of, mapping=of.mapping, bad_rows=bad_rows)
    importing.work_on(of.pk)
    of.refresh_from_db()
    _show(of)
    if not args.dry_run and of.to_create + of.to_update:
        actions.start_import(by=None, of=of)
        importing.work_on(of.pk)
        print(f"Imported. `pairwell import --undo {of.pk}` takes it back.")
    return 1 if of.refused else 0


def _show(of: "DirectoryImport") -> None:
    print(f"{of.rows} rows: {of.to_create} new, {of.to_update} changed, {of.unchanged} as they are already, ")
    print(f"{of.refused} refused.")
    for problem in of.problems.all()[:SHOWN]:
        kind = "note" if problem.is_warning else "refused"
        print(f"  row {problem.row}, {problem.column}: {problem.reason} ({kind})")
    more = of.problems.count() - SHOWN
    if more > 0:
        print(f"  … and {more} more; the administrator's page has them all.")


def _undo(number: int) -> int:
    from pairwell.people import actions, importing  # noqa: PLC0415
    from pairwell.people.models import DirectoryImport  # noqa: PLC0415

    of = DirectoryImport.objects.filter(pk=number).first()
    if of is None:
        raise CommandError(f"there is no import number {number}.")
    actions.start_undo(by=None, of=of)
    importing.work_on(of.pk)
    of.refresh_from_db()
    print(f"The import of {of.file_name} is taken back. {of.error}".strip())
    return 0
