"""The database: the server that `DATABASE_URL` names, or the embedded one from the PyPI wheel.

`database_config` describes it and starts nothing; `ensure_running` starts the embedded server.
"""

import logging
import os
import threading
import time
from typing import Any

from pairwell.core.postgres.errors import DatabaseUrlError, PostgresError
from pairwell.core.postgres.place import PORT, place
from pairwell.core.postgres.url import parse_database_url

__all__ = [
    "DatabaseUrlError",
    "PostgresError",
    "database_config",
    "ensure_running",
    "is_embedded",
    "keep_running",
]

EMBEDDED_NAME = "pairwell"
LOOK_SECONDS = 1

log = logging.getLogger("pairwell.postgres")


def is_embedded() -> bool:
    """Whether this installation uses the embedded server (no `DATABASE_URL`)."""
    return not os.environ.get("DATABASE_URL", "").strip()


def database_config() -> dict[str, Any]:
    """Django's `DATABASES["default"]`. Reads the environment; starts nothing and changes nothing.

    Raises DatabaseUrlError when `DATABASE_URL` cannot be understood.
    """
    config = _embedded() if is_embedded() else parse_database_url(os.environ["DATABASE_URL"])
    return {
        **config,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _embedded() -> dict[str, Any]:
    return {
        "NAME": EMBEDDED_NAME,
        "USER": EMBEDDED_NAME,
        "PASSWORD": "",
        "HOST": str(place().socket_folder),
        "PORT": PORT,
        "OPTIONS": {},
    }


def ensure_running() -> None:
    """Start the embedded server unless it runs; with `DATABASE_URL` there is nothing to start.

    Raises PostgresError with the way out when the embedded server cannot run.
    """
    if is_embedded():
        # Imported here because the server's module needs Unix locks: a client of another server does not.
        from pairwell.core.postgres.server import ensure_running as start_embedded  # noqa: PLC0415

        start_embedded()


def keep_running() -> None:
    """Watch the embedded server from now on and start it again when it was killed.

    For processes that live long: the site, the worker, the demo. With `DATABASE_URL` there is nothing to do.
    """
    if is_embedded():
        threading.Thread(target=_watch, name="keep-postgres-running", daemon=True).start()


def _watch() -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        try:
            ensure_running()
        except PostgresError as error:
            log.error("%s", error)
