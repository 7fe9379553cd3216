"""`pairwell migrate`: bring the database to this version."""

import argparse

from pairwell.cli.errors import CommandError
from pairwell.cli.start import migrate, start_django, unapplied_migrations, unknown_migrations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit with 1 when a step is missing"
    )


def run(args: argparse.Namespace) -> int:
    """Apply what is missing and say what was done."""
    start_django()
    strange = unknown_migrations()
    if strange:
        raise CommandError(
            f"the database was made by a newer Pairwell (it knows {strange[-1]}). Install that version again."
        )
    if args.check:
        missing = unapplied_migrations()
        print("\n".join(missing) if missing else "The database is current.")
        return 1 if missing else 0
    steps = migrate(verbosity=1)
    print(f"The database is current ({steps} step{'' if steps == 1 else 's'} applied).")
    return 0
