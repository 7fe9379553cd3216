"""Django's own commands for developers; operators use `pairwell`."""

import os
import sys

WITHOUT_DATABASE = {"collectstatic", "compilemessages", "help", "makemessages", "--help", "--version"}


def main() -> None:
    """Start the database if the command may need it, then run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pairwell.settings")
    # Imported late, as Django's own template for this file does: the settings must be named first.
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from pairwell.core.postgres import ensure_running  # noqa: PLC0415

    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_DATABASE:
        ensure_running()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
