"""`pairwell demo`: one command up, one Ctrl-C down, and never over anybody's real data."""

import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar

import psutil
import pytest

from tests.cli.test_processes import command, eventually, status
from tests.installations import Installation, free_port, installation

COUNT = """
from pairwell.cli.start import start_django
start_django()
from pairwell.people.models import Person
print(Person.objects.count(), Person.objects.order_by("pk").first().email)
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """An installation with a small demo company."""
    with installation(PAIRWELL_SMTP_URL="smtp://127.0.0.1:9") as made:
        done = made.pairwell("demo", "--people", "120", "--prepare-only")
        assert done.returncode == 0, done.stderr
        yield made


class Running:
    """A demo that runs: its process, its port, what it said."""

    def __init__(self, place: Installation) -> None:
        self.port = free_port()
        self.process = place.start(command("demo", "--port", str(self.port)))
        self.said: list[str] = []

    def wait_until_ready(self) -> None:
        """Read what it says until it says that all is there."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if "Ctrl-C" in line:
                return
        pytest.fail("\n".join(self.said))

    def links(self) -> dict[str, str]:
        """The address that signs in, by role."""
        return {
            line.rsplit(maxsplit=1)[0].strip(): line.split()[-1] for line in self.said if "/sign-in/" in line
        }

    def children(self) -> list[psutil.Process]:
        """Every process below it."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self) -> tuple[int, str]:
        """Wait for its end; its exit code and what else it said."""
        rest, _ = self.process.communicate(timeout=40)
        return self.process.returncode, rest


@pytest.fixture
def demo(place: Installation) -> Iterator[Running]:
    """The demo, ready."""
    running = Running(place)
    running.wait_until_ready()
    yield running
    if running.process.poll() is None:
        running.process.send_signal(signal.SIGTERM)
        running.end()


def all_gone(processes: list[psutil.Process]) -> bool:
    """Whether none of them runs any more."""
    return not any(process.is_running() and process.status() != "zombie" for process in processes)


def test_every_role_has_a_link_that_signs_in_with_one_click(demo: Running):
    assert {"Mentor", "Mentee", "Program manager", "Administrator"} <= set(demo.links())
    for role, link in demo.links().items():
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(link, timeout=30) as page:
            assert (page.status, "login" in page.url) == (200, False), role


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_everything_it_started(demo: Running, place: Installation, number: int):
    children = demo.children()
    assert len(children) >= 3  # web, its process that answers, worker
    assert place.server_pid() is not None
    demo.process.send_signal(number)
    code, said = demo.end()
    assert (code, said.strip()) == (0, "Stopped.")
    assert all_gone(children)
    assert status(demo.port) == 0
    assert place.server_pid() is None


@pytest.mark.parametrize("name", ["serve", "worker"])
def test_when_one_part_dies_it_says_so_and_stops_the_rest(demo: Running, name: str):
    children = demo.children()
    next(child for child in children if name in child.cmdline()).kill()
    code, said = demo.end()
    assert code == 1
    assert f"the {'web' if name == 'serve' else name} process ended by itself" in said
    assert eventually(lambda: all_gone(children))


def test_a_killed_demo_leaves_no_process_behind(demo: Running):
    children = demo.children()
    os.kill(demo.process.pid, signal.SIGKILL)
    assert eventually(lambda: all_gone(children))
    demo.process.communicate(timeout=10)


def said(done: "subprocess.CompletedProcess[str]") -> str:
    """What a command that must have ended well said."""
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_taken_port_is_said_before_anything_is_made(place: Installation, demo: Running):
    second = place.pairwell("demo", "--port", str(demo.port))
    assert second.returncode == 1
    assert "Choose another with --port" in second.stderr


def test_real_people_are_never_touched():
    own = "from pairwell.cli.start import migrate, start_django; start_django(); migrate()\n"
    own += "from pairwell.people.models import Person\n"
    own += "Person.objects.create(email='real@example.org', full_name='Real Person')"
    with installation() as real:
        said(real.python(own))
        refused = real.pairwell("demo", "--prepare-only", "--fresh")
        assert refused.returncode == 1
        assert "not the demo company's" in refused.stderr
        assert said(real.python(COUNT)) == "1 real@example.org"


def test_starting_again_keeps_the_company_and_another_size_needs_fresh(place: Installation):
    before = said(place.python(COUNT))
    assert "120 people" in said(place.pairwell("demo", "--prepare-only"))
    refused = place.pairwell("demo", "--prepare-only", "--people", "150")
    assert refused.returncode == 1
    assert "--fresh" in refused.stderr
    assert said(place.python(COUNT)) == before
    said(place.pairwell("demo", "--prepare-only", "--people", "150", "--fresh"))
    assert said(place.python(COUNT)).startswith("150 ")
