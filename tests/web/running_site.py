"""`pairwell serve` on the database of the running test, and readers of its streams, by plain sockets."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from django.test import Client

from pairwell.people.models import Person
from tests.installations import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


@dataclass
class RunningSite:
    """The site at work: its process, and the port it listens on."""

    process: "subprocess.Popen[bytes]"
    port: int

    def get(self, path: str, cookie: str = "") -> http.client.HTTPResponse:
        """The answer to a request on a connection of its own; its body is not read yet."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request("GET", path, headers={"Cookie": cookie})
        return line.getresponse()

    def web_processes(self) -> list[int]:
        """The processes that serve pages."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        named = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
        return [pid for pid, words in named.items() if b"resource_tracker" not in words]


def database_url() -> str:
    """The test's own database, as a process is told of it."""
    given = connection.settings_dict
    where = f"host={quote(str(given['HOST']), safe='')}&port={given['PORT']}"
    user, password = quote(given["USER"], safe=""), quote(given["PASSWORD"], safe="")
    return f"postgresql://{user}:{password}@/{given['NAME']}?{where}"


def start_site(*words: str, **environment: str) -> RunningSite:
    """Start it on a free port and wait until it answers."""
    port = free_port()
    own = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "pairwell.settings", **environment}
    command = [sys.executable, "-m", "pairwell.cli", "serve", "--port", str(port), *words]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own})
    site = RunningSite(process, port)

    def answers() -> bool:
        assert process.poll() is None, "the site has ended"
        try:
            return site.get("/accounts/login/").status == 200
        except OSError:
            return False

    assert eventually(answers)
    return site


@contextmanager
def running_site(*words: str, **environment: str) -> Iterator[RunningSite]:
    """The site for a while."""
    site = start_site(*words, **environment)
    try:
        yield site
    finally:
        if site.process.poll() is None:
            site.process.terminate()
        site.process.wait(timeout=30)


def eventually(happens: Callable[[], bool], *, seconds: float = PATIENCE) -> bool:
    """Whether it happens in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.05)
    return False


def cookie_of(person: Person) -> str:
    """A session of this person, as a browser names it."""
    client = Client()
    client.force_login(person)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


class Reader:
    """An open stream, or what was answered instead."""

    def __init__(self, site: RunningSite, path: str, cookie: str = "") -> None:
        self.answer = site.get(path, cookie)
        self.status = self.answer.status

    def next(self) -> str | None:
        """The data of the next message, beats left out; None when the stream has ended."""
        kind = ""
        while line := self.answer.readline().decode():
            name, _, value = line.strip().partition(":")
            if name == "event":
                kind = value.strip()
            elif name == "data" and kind != "beat":
                return value.strip()
            elif name == "data":
                kind = ""
        return None

    def close(self) -> None:
        """Hang up, as a browser does that goes elsewhere."""
        if self.answer.fp is not None:
            raw = self.answer.fp.raw  # type: ignore[attr-defined]
            raw._sock.shutdown(socket.SHUT_RDWR)
        self.answer.close()
