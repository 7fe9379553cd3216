"""`pairwell worker`: background work by procrastinate, from the queue in the database."""

import argparse
import asyncio
import contextlib
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import psycopg
from procrastinate import App

from pairwell.cli.garbage import look_rarely
from pairwell.cli.start import insist_on_current_tables, start_django
from pairwell.cli.together import go_with_parent
from pairwell.core.postgres import PostgresError, keep_running

JOBS_AT_ONCE = 2
GRACE_SECONDS = 20  # a job that takes longer to stop is put back and done again later
PAUSE_SECONDS = 2
LOOK_SECONDS = 120
LEAST_CPU = 10

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
    look_rarely(after=50_000)
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # repeats itself while the database is away
    if not args.once:
        threading.Thread(target=_get_ready, name="getting ready", daemon=True).start()
    with contextlib.nullcontext() if args.once else _compiling_beside():
        while not _work_until_interrupted(concurrency=args.concurrency, wait=not args.once):
            log.warning("The database went away; trying again.")
            time.sleep(PAUSE_SECONDS)
    return 0


@contextlib.contextmanager
def _compiling_beside() -> Iterator[None]:
    """On a new installation, compile the matching engine's loops beside the work, at the lowest priority."""
    from pairwell.matching.warming import is_warm  # noqa: PLC0415 - after Django, as all of the worker

    if is_warm():
        yield
        return
    compiling = subprocess.Popen(
        [sys.executable, "-m", "pairwell.matching.warming"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with compiling:
        try:
            yield
        finally:
            compiling.terminate()


def _get_ready() -> None:
    """Where a program is large, load what its match needs before somebody waits for it: once, behind everything else.

    Looks again every few minutes, as programs grow; an installation with small programs never loads it.
    """
    # Imported here because Django must be ready first.
    from django.db import DatabaseError, connections  # noqa: PLC0415
    from django.urls import get_resolver  # noqa: PLC0415

    from pairwell.matching import warming  # noqa: PLC0415
    from pairwell.pairing.queries.size import has_large_programs  # noqa: PLC0415

    if sys.platform == "linux":  # there each thread has its own priority
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LEAST_CPU)
    while True:
        with contextlib.suppress(DatabaseError, PostgresError):
            is_wanted = warming.is_warm() and has_large_programs()
            connections.close_all()
            if is_wanted and _could_load():
                break
        connections.close_all()
        time.sleep(LOOK_SECONDS)
    _ = get_resolver().url_patterns  # letters and notices name addresses


def _could_load() -> bool:
    """Load what the match of a large program needs; False, and a line in the log, when what was compiled is broken."""
    from pairwell.matching import warming  # noqa: PLC0415 - after Django, as all of the worker

    try:
        warming.load()
    except (OSError, EOFError, pickle.UnpicklingError, ImportError, AttributeError):
        log.warning("What was compiled for large matches could not be loaded.", exc_info=True)
        return False
    return True


def _work_until_interrupted(*, concurrency: int, wait: bool) -> bool:
    """Work; return True when the work is over, False when the database went away in the middle of it."""
    # Imported here because Django must be ready first.
    from procrastinate.contrib.django import app  # noqa: PLC0415
    from procrastinate.contrib.django.django_connector import DjangoConnector  # noqa: PLC0415

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"procrastinate's Django app has a {type(connector).__name__}")
    try:
        with app.replace_connector(connector.get_worker_connector()) as working_app:
            return asyncio.run(_work(working_app, concurrency=concurrency, wait=wait))
    except Exception as error:
        if not _is_lost_database(error):
            raise
        return False


async def _work(app: App, *, concurrency: int, wait: bool) -> bool:
    """Work; return whether that ended as it should: by a signal, or with an empty queue if not to wait."""
    async with app.open_async():
        work = asyncio.create_task(
            app.run_worker_async(
                concurrency=concurrency,
                wait=wait,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="successful",
                install_signal_handlers=False,
            )
        )
        told_to_stop = False

        def stop() -> None:
            nonlocal told_to_stop
            told_to_stop = True
            work.cancel()  # the worker finishes the jobs it has begun, within its grace

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        with contextlib.suppress(asyncio.CancelledError):
            await work
        # The worker ends quietly when it loses the database; without a signal it never ends otherwise.
        return told_to_stop or not wait


def _is_lost_database(error: BaseException | None) -> bool:
    """Whether the error, or one that caused it, is a connection that broke or could not be made."""
    while error is not None:
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError | PostgresError):
            return True
        if isinstance(error, BaseExceptionGroup):
            return any(_is_lost_database(inner) for inner in error.exceptions)
        error = error.__cause__ or error.__context__
    return False
