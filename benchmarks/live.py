"""A thousand people with the conversation open on one server process, by streams, while messages are written.

On an installation of its own (var/bench/live): 500 pairs of 1,000 people, each with a session of
their own. One `pairwell serve` with one process. The readers are sockets of this process. Then one message after the
other is written, and each reader of that conversation notes when the announcement came.
"""

from __future__ import annotations

import os
import selectors
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from benchmarks.pages import cookie as cookie_of
from benchmarks.serving import serving

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "bench" / "live"
READERS, MESSAGES = 1_000, 100
PATIENCE = 60


def live(runs: int) -> dict[str, Any]:
    """Memory of the server process with all streams open; the time from a message's commit to its announcement."""
    start()
    pairs = _pairs()
    cookies = [(pair, cookie_of(person)) for pair in pairs for person in pair.people]
    with serving(processes=1) as (site, port):
        (web,) = web_processes(site.pid)
        empty = web.memory_info().rss
        with _open(port, cookies) as readers:
            delays = [delay for turn in range(runs) for delay in _write(pairs, readers, turn)]
            full = web.memory_info().rss
            threads = web.num_threads()
    return {
        "readers": READERS, "messages": runs * MESSAGES, "median": statistics.median(delays), "worst": max(delays),
        "empty_mb": empty / 2**20, "rss_mb": full / 2**20, "threads": threads, "load": os.getloadavg()[0],
    }  # fmt: skip


def start() -> None:
    """The installation, with current tables and static files."""
    os.environ |= {"PAIRWELL_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "pairwell.settings"}
    from pairwell.cli.start import collect_static, migrate, start_django  # noqa: PLC0415 - after the folder is chosen

    start_django()
    migrate()
    collect_static()


def web_processes(parent: int) -> list[psutil.Process]:
    """The processes of `pairwell serve` that answer requests."""
    children = psutil.Process(parent).children()
    return [child for child in children if "resource_tracker" not in " ".join(child.cmdline())]


def _pairs() -> list[Any]:
    from django.db import transaction  # noqa: PLC0415
    from tests.factories.mentorships import make_mentorship  # noqa: PLC0415
    from tests.factories.people import make_person  # noqa: PLC0415
    from tests.factories.programs import make_program  # noqa: PLC0415

    from pairwell.mentorships.models import Mentorship  # noqa: PLC0415

    if Mentorship.objects.count() < READERS // 2:
        with transaction.atomic():
            program = make_program(state="active")
            for number in range(READERS // 2):
                two = [make_person(f"{side} {number}") for side in ("Mara", "Milo")]
                make_mentorship(*two, program=program)
    pairs = list(Mentorship.objects.order_by("pk")[: READERS // 2])
    for pair in pairs:
        pair.people = [m.person for m in pair.memberships.select_related("person")]  # type: ignore[attr-defined]
    return pairs


class _Reader:
    """One open stream, read when the system says that something has come."""

    def __init__(self, port: int, pair: int, cookie: str) -> None:
        self.pair, self.said = pair, b""
        self.line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        path = f"/mentorships/{pair}/conversation/live/"
        self.line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())

    def read(self) -> None:
        """Take what has come."""
        more = self.line.recv(65536)
        if not more:
            raise SystemExit(f"a stream has ended: {self.said[-200:]!r}")
        self.said += more

    def has_heard(self, version: int) -> bool:
        """Whether this version was announced."""
        return b"data: %d\n" % version in self.said


@contextmanager
def _open(port: int, cookies: list[tuple[Any, str]]) -> Iterator[list[_Reader]]:
    readers = []
    try:
        for pair, cookie in cookies:
            reader = _Reader(port, pair.pk, cookie)
            readers.append(reader)
            while b"data:" not in reader.said:
                reader.read()
        yield readers
    finally:
        for reader in readers:
            reader.line.close()


def _write(pairs: list[Any], readers: list[_Reader], turn: int) -> Iterator[float]:
    from pairwell.mentorships.actions import write_message  # noqa: PLC0415

    chosen = selectors.DefaultSelector()
    for reader in readers:
        chosen.register(reader.line, selectors.EVENT_READ, reader)
    for number in range(MESSAGES):
        pair = pairs[number * len(pairs) // MESSAGES]
        waiting = {reader for reader in readers if reader.pair == pair.pk}
        key = f"{turn}-{time.monotonic_ns()}"
        version = write_message(by=pair.people[0], mentorship=pair, text="Until Monday?", key=key).version
        written = time.perf_counter()
        while waiting:
            for event, _ in chosen.select(PATIENCE) or _nobody():
                event.data.read()
            heard = {reader for reader in waiting if reader.has_heard(version)}
            yield from [time.perf_counter() - written] * len(heard)
            waiting -= heard
    chosen.close()


def _nobody() -> Any:
    raise SystemExit(f"nothing was announced for {PATIENCE} seconds")
