"""What commands do before their own work: database up, Django ready, tables and static files current."""

import hashlib
import os
import time
from pathlib import Path

from pairwell.cli.errors import CommandError
from pairwell.core.postgres import ensure_running


def start_django(*, database: bool = True) -> None:
    """Make Django ready, with the embedded server running unless `database` is False."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pairwell.settings")
    if database:
        ensure_running()
    # Imported here and below, not at the top: `pairwell --help` and the dispatcher stay fast.
    import django  # noqa: PLC0415

    django.setup()


def unapplied_migrations() -> list[str]:
    """The migrations that this version has and the database has not, in order, as `room.name`."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown_migrations() -> list[str]:
    """The migrations of our rooms that the database has and this version does not know: it is too old."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    loader = MigrationLoader(connection)
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    strange = set(loader.applied_migrations) - set(loader.disk_migrations) - replaced
    return sorted(f"{app}.{name}" for app, name in strange if app in loader.migrated_apps)


def refuse_newer_tables() -> None:
    """Raise CommandError when the database was made by a newer version than this one."""
    strange = unknown_migrations()
    if strange:
        raise CommandError(
            f"the database was made by a newer Pairwell (it knows {strange[-1]}). Install that version again."
        )


def insist_on_current_tables() -> None:
    """Raise CommandError when the database is older or newer than this version."""
    refuse_newer_tables()
    missing = unapplied_migrations()
    if missing:
        raise CommandError(
            f"the database is {len(missing)} step(s) behind this version (next: {missing[0]}). "
            "Run `pairwell migrate` first; make a backup before it."
        )


def migrate(*, verbosity: int = 0) -> int:
    """Bring the database to this version; return how many steps that took."""
    from django.core.management import call_command  # noqa: PLC0415

    steps = len(unapplied_migrations())
    if steps:
        call_command("migrate", interactive=False, verbosity=verbosity)
    return steps


def collect_static() -> bool:
    """Put the site's static files where the server reads them; return whether anything was out of date."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    stamp, wanted = static_stamp()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="ascii")
    return True


def static_stamp() -> tuple[Path, str]:
    """The file that names what was collected, and what it says when everything is current."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    return Path(settings.STATIC_ROOT) / ".collected", digest.hexdigest()


class Steps:
    """Says what a command is doing and how long each step took."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.step_began = self.began

    def say(self, text: str) -> None:
        """Print one step that is done, with its seconds when it took more than one."""
        now = time.monotonic()
        took = now - self.step_began
        self.step_began = now
        print(f"  {text}" + (f" ({took:.1f} s)" if took > 1 else ""), flush=True)
