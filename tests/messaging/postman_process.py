"""A process that empties the letter box as a worker does, forked from one that has Django loaded already."""

import os
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from pairwell.messaging.jobs import look_after_letters  # noqa: E402

_processes = get_context("forkserver")
_processes.set_forkserver_preload([__name__])


def start_postman() -> BaseProcess:
    """Start one that sends to the mail server of this test's settings, from this test's database."""
    database, port = str(connection.settings_dict["NAME"]), int(settings.EMAIL_PORT)
    process = _processes.Process(target=_work, args=(database, port), daemon=True)
    process.start()
    return process


def _work(database: str, port: int) -> None:
    connection.settings_dict["NAME"] = database
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 20
    look_after_letters(0)
