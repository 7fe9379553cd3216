"""`pairwell serve`: the site, by granian, with static files by whitenoise."""

import argparse
import multiprocessing
import os
import socket
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pairwell.cli.errors import CommandError
from pairwell.cli.garbage import look_rarely
from pairwell.cli.start import collect_static, insist_on_current_tables, start_django
from pairwell.cli.together import go_with_parent
from pairwell.core.postgres import keep_running

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

THREADS = 8  # a page holds a thread while the database works; each thread holds one connection
MOST_FILES = 16_384


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
    _allow_connections()
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


def _allow_connections() -> None:
    """Let this process and its web processes have as many files open as the system allows: a stream is one."""
    import resource  # noqa: PLC0415 - where there is none, there is no such limit

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _serve(args: argparse.Namespace) -> None:
    from granian import Granian  # noqa: PLC0415 - starts logging as it is imported
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    stopping = multiprocessing.Event()

    class Server(Granian):  # type: ignore[misc, valid-type]
        """Ends the streams before it waits for open connections."""

        def shutdown(self, exit_code: int = 0) -> None:
            stopping.set()
            super().shutdown(exit_code)

    server = Server(
        "pairwell.asgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.ASGI,
        workers=args.processes,
        backlog=2048,
        backpressure=MOST_FILES,  # a stream counts as a request that is never done
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=_Loader(os.getpid(), args.threads, stopping), wrap_loader=False)


class _Loader:
    """Loads the application inside a web process, which is to go when the serving process is gone."""

    def __init__(self, parent: int, threads: int, stopping: "Event") -> None:
        self.parent, self.threads, self.stopping = parent, threads, stopping

    def __call__(self) -> Any:
        go_with_parent(self.parent)
        asgi = import_module("pairwell.asgi")  # in the web process, by its name, as any server of a site does
        site = asgi.site(threads=self.threads, stopping=self.stopping)
        look_rarely(after=25_000)
        return site
