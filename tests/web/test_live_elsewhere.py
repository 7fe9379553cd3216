"""Streams when the database is a server of its own, reached over TCP, that is started anew while they are open."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.installations import Installation, free_port, installation
from tests.web.running_site import ROOT, Reader, RunningSite, eventually
from tests.with_tcp_server import restart_server, tcp_server

pytestmark = pytest.mark.slow

READY = "from pairwell.cli.start import migrate, start_django; start_django(); migrate()\n"
PAIR = """
import json
from django.urls import reverse
from tests.factories.mentorships import make_mentorship
from tests.factories.people import make_person
from tests.web.running_site import cookie_of
ada, ben = make_person("Ada Moss"), make_person("Ben Okoro")
pair = make_mentorship(ada, ben)
print(json.dumps([pair.pk, cookie_of(ben)]))
"""
WRITE = """
import sys, time
from pairwell.mentorships import actions
from pairwell.mentorships.models import Mentorship
pair = Mentorship.objects.get()
by = pair.memberships.order_by("pk")[0].person
print(actions.write_message(by=by, mentorship=pair, text="Hello", key=str(time.monotonic_ns())).version)
"""


@dataclass
class Place:
    """A site on a database server of its own, and a pair whose conversation somebody may read."""

    at: Installation
    url: str
    site: RunningSite
    pair: int
    cookie: str

    def read(self) -> Reader:
        """Another reader of the stream."""
        return Reader(self.site, f"/mentorships/{self.pair}/conversation/live/", self.cookie)

    def write(self) -> str:
        """Write a message; the version that the conversation has then."""
        done = self.at.python(READY + WRITE)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()[-1]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with tcp_server() as url, installation(DATABASE_URL=url, PYTHONPATH=str(ROOT)) as at:
        made = at.python(READY + PAIR)
        assert made.returncode == 0, made.stderr
        pair, cookie = json.loads(made.stdout.splitlines()[-1])
        port = free_port()
        command = [sys.executable, "-m", "pairwell.cli", "serve", "--port", str(port), "--threads", "2"]
        process = at.start(command)
        site = RunningSite(process, port)
        try:
            assert eventually(lambda: answers(site))
            yield Place(at, url, site, pair, cookie)
        finally:
            process.terminate()
            process.communicate(timeout=30)


def answers(site: RunningSite) -> bool:
    assert site.process.poll() is None, "the site has ended"
    try:
        return site.get("/accounts/login/").status == 200
    except OSError:
        return False


def test_streams_are_told_over_tcp(place: Place) -> None:
    reader = place.read()
    assert (reader.status, reader.next()) == (200, "0")
    version = place.write()
    assert reader.next() == version == "1"
    reader.close()


def test_a_database_server_that_is_started_anew_ends_streams_and_the_next_ones_hear(place: Place) -> None:
    readers = [place.read() for _ in range(3)]
    begun = [reader.next() for reader in readers]
    restart_server(place.url)
    assert [reader.next() for reader in readers] == [None, None, None]
    path = f"/mentorships/{place.pair}/conversation/"
    assert [place.site.get(path, place.cookie).status for _ in range(6)] == [200] * 6
    again: list[Reader] = []

    def opens() -> bool:
        again.append(place.read())
        return again[-1].status == 200

    assert eventually(opens)
    assert again[-1].next() == begun[0]
    version = place.write()
    assert again[-1].next() == version
    again[-1].close()
