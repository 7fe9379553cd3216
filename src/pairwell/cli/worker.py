"""`pairwell worker`: background work by procrastinate, from the queue in the database."""

import argparse
import asyncio
import logging
import time

import psycopg
from procrastinate import App

from pairwell.cli.start import insist_on_current_tables, start_django
from pairwell.cli.together import go_with_parent
from pairwell.core.postgres import PostgresError, keep_running

JOBS_AT_ONCE = 2
GRACE_SECONDS = 20  # a job that takes longer to stop is put back and done again later
PAUSE_SECONDS = 2

log = logging.getLogger("pairwell.worker")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--concurrency", type=int, default=JOBS_AT_ONCE, help=f"jobs at once (default {JOBS_AT_ONCE})"
    )
    parser.add_argument("--once", action="store_true", help="do what is queued now, then end")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop; when the database goes away, wait for it and go on."""
    start_django()
    insist_on_current_tables()
    keep_running()
    go_with_parent()
    while True:
        try:
            _work(concurrency=args.concurrency, wait=not args.once)
        except Exception as error:
            if not _is_lost_database(error):
                raise
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
            time.sleep(PAUSE_SECONDS)
        else:
            return 0


def _work(*, concurrency: int, wait: bool) -> None:
    # Imported here because Django must be ready first.
    from procrastinate.contrib.django import app  # noqa: PLC0415
    from procrastinate.contrib.django.django_connector import DjangoConnector  # noqa: PLC0415

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"procrastinate's Django app has a {type(connector).__name__}")
    with app.replace_connector(connector.get_worker_connector()) as working_app:
        asyncio.run(_run(working_app, concurrency=concurrency, wait=wait))


async def _run(app: App, *, concurrency: int, wait: bool) -> None:
    async with app.open_async():
        await app.run_worker_async(
            concurrency=concurrency,
            wait=wait,
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
        )


def _is_lost_database(error: BaseException | None) -> bool:
    """Whether the error, or one that caused it, is a connection that broke or could not be made."""
    while error is not None:
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError | PostgresError):
            return True
        if isinstance(error, BaseExceptionGroup):
            return any(_is_lost_database(inner) for inner in error.exceptions)
        error = error.__cause__ or error.__context__
    return False
