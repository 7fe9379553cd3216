"""`pairwell import-export FOLDER`: bring what `pairwell export` wrote into an empty installation."""

import argparse
from pathlib import Path

from pairwell.cli.errors import CommandError
from pairwell.cli.start import migrate, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, help="what `pairwell export` wrote")


def run(args: argparse.Namespace) -> int:
    """Check the folder, bring everything in, or nothing."""
    if not args.folder.is_dir():
        raise CommandError(f"there is no folder {args.folder}.")
    start_django()
    migrate()
    from pairwell.reports.moving import NotAnExport, bring_in  # noqa: PLC0415 - Django is ready only now

    try:
        manifest = bring_in(args.folder.absolute())
    except NotAnExport as problem:
        raise CommandError(str(problem)) from problem
    rows = sum(one["rows"] for one in manifest["tables"].values())
    print(f"Brought in {rows:,} rows in {len(manifest['tables'])} tables and {len(manifest['files'])} files.")
    return 0
