"""`pairwell migrate`: bring the database to this version."""

import argparse

from pairwell.cli.start import migrate, refuse_newer_tables, start_django, unapplied_migrations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit with 1 when a step is missing"
    )


def run(args: argparse.Namespace) -> int:
    """Apply what is missing, bring the shipped content up to date and say what was done."""
    start_django()
    refuse_newer_tables()
    if args.check:
        missing = unapplied_migrations()
        print("\n".join(missing) if missing else "The database is current.")
        return 1 if missing else 0
    steps = migrate(verbosity=1)
    load_shipped()
    print(f"The database is current ({steps} step{'' if steps == 1 else 's'} applied).")
    return 0


def load_shipped() -> None:
    """Skills, activities and courses that ship: new ones are added, what people have changed stays."""
    from pairwell.library.actions import load_activities, load_courses  # noqa: PLC0415 - Django is ready now
    from pairwell.people.actions.catalog import load_skills  # noqa: PLC0415
    from pairwell.people.actions.roles import load_roles  # noqa: PLC0415

    load_skills()
    load_roles()
    load_activities()
    load_courses()
