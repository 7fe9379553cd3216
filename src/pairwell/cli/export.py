"""`pairwell export FOLDER`: everything, or one program, in open files, to move somewhere else.

Unlike a backup (PostgreSQL's own format, for the same version), an export can be read without Pairwell.
"""

import argparse
from pathlib import Path

from pairwell.cli.errors import CommandError
from pairwell.cli.start import insist_on_current_tables, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, help="the folder to write; must be empty or not there yet")
    parser.add_argument("--program", type=int, metavar="NUMBER", help="only this program, with its people")


def run(args: argparse.Namespace) -> int:
    """Write the export and say what is in it; it holds everything that people wrote."""
    folder = args.folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"{folder} is not an empty folder; choose another name.")
    start_django()
    insist_on_current_tables()
    from pairwell.programs.models import Program  # noqa: PLC0415 - Django is ready only now
    from pairwell.reports.moving import write_out  # noqa: PLC0415

    if args.program is not None and not Program.objects.filter(pk=args.program).exists():
        raise CommandError(
            f"there is no program {args.program}. Its number stands in the address of its pages."
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        manifest = write_out(folder, program_id=args.program)
    except OSError as error:
        raise CommandError(
            f"{folder} could not be written: {error.strerror}. Remove what is there of it."
        ) from error
    rows = sum(one["rows"] for one in manifest["tables"].values())
    print(
        f"Wrote {folder}: {rows:,} rows in {len(manifest['tables'])} tables, {len(manifest['files'])} uploaded files. "
        "It holds what people wrote to each other: keep it as you would keep the database."
    )
    return 0
