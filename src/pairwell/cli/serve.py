"""`pairwell serve`: the site, by granian, with static files by whitenoise."""

import argparse
import os
import socket
from typing import TYPE_CHECKING

from pairwell.cli.errors import CommandError
from pairwell.cli.start import collect_static, insist_on_current_tables, start_django
from pairwell.cli.together import go_with_parent
from pairwell.core.postgres import keep_running

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

THREADS = 8  # a page holds a thread while the database works; each thread holds one connection


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--processes", type=int, default=1, help="web processes (default 1)")
    parser.add_argument("--threads", type=int, default=THREADS, help=f"threads in each (default {THREADS})")


def run(args: argparse.Namespace) -> int:
    """Check the tables, collect static files, serve until told to stop."""
    refuse_taken_port(args.host, args.port)
    start_django()
    insist_on_current_tables()
    collect_static()
    _forget_connections()
    keep_running()
    go_with_parent()
    _serve(args)
    return 0


def refuse_taken_port(host: str, port: int) -> None:
    """Raise CommandError when something else listens on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"cannot listen on {host} port {port}: {error.strerror}. Choose another with --port."
            ) from None


def _forget_connections() -> None:
    """Close the connections made so far: web processes are forked and must not share them."""
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    connections.close_all()


def _serve(args: argparse.Namespace) -> None:
    from granian import Granian  # noqa: PLC0415 - starts logging as it is imported
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    server = Granian(
        "pairwell.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.processes,
        blocking_threads=args.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=_Loader(os.getpid()), wrap_loader=False)


class _Loader:
    """Loads the application inside a web process, which is to go when the serving process is gone."""

    def __init__(self, parent: int) -> None:
        self.parent = parent

    def __call__(self) -> "WSGIHandler":
        go_with_parent(self.parent)
        from pairwell.wsgi import application  # noqa: PLC0415 - in the web process

        return application
