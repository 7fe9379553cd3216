"""Site and worker stop when told to, outlive a killed database, and leave nothing behind when killed."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from tests.installations import Installation, free_port, installation

MIGRATE = "from pairwell.cli.start import migrate, start_django; start_django(); migrate()"
DEFER = """
from pairwell.cli.start import start_django
start_django()
from pairwell.core.jobs import retry_stalled_jobs
retry_stalled_jobs.defer(timestamp=0)
"""
LEFT = """
from pairwell.cli.start import start_django
start_django()
from procrastinate.contrib.django.models import ProcrastinateJob
print(ProcrastinateJob.objects.exclude(status="succeeded").count())
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """An installation with current tables."""
    with installation() as made:
        done = made.python(MIGRATE)
        assert done.returncode == 0, done.stderr
        yield made


def command(*words: str) -> list[str]:
    """The words that start a `pairwell` command."""
    return [sys.executable, "-m", "pairwell.cli", *words]


def eventually(happens: Callable[[], bool], *, seconds: float = 40) -> bool:
    """Whether it happens in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.2)
    return False


def status(port: int) -> int:
    """The status of the sign-in page; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.fixture
def site(place: Installation) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """The site on a free port."""
    port = free_port()
    process = place.start(command("serve", "--port", str(port)))
    assert eventually(lambda: status(port) == 200)
    yield process, port
    if process.poll() is None:
        process.terminate()
        process.wait(timeout=20)


def test_the_site_serves_pages_and_static_files_and_stops_cleanly(site, place: Installation):
    process, port = site
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as answer:
        page = answer.read().decode()
    sheet = next(part.split('"')[0] for part in page.split('href="')[1:] if ".css" in part.split('"')[0])
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{sheet}") as answer:
        assert answer.headers["Content-Type"].startswith("text/css")
        assert "immutable" in answer.headers["Cache-Control"]
    taken = place.pairwell("serve", "--port", str(port))
    assert taken.returncode == 1
    assert "Choose another with --port" in taken.stderr
    process.terminate()
    assert process.wait(timeout=20) == 0
    assert status(port) == 0
    assert place.server_pid() is None


def test_a_killed_site_leaves_no_process_on_its_port(site):
    process, port = site
    process.kill()
    process.wait(timeout=10)
    assert eventually(lambda: status(port) == 0)


def test_the_site_answers_again_after_the_database_was_killed(site, place: Installation):
    _, port = site
    os.kill(place.server_pid() or 0, signal.SIGKILL)
    assert eventually(lambda: place.server_pid() is not None and status(port) == 200)


def test_a_site_without_tables_says_what_to_do():
    with installation() as bare:
        done = bare.pairwell("serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "Run `pairwell migrate` first" in done.stderr


def test_the_worker_does_what_is_queued_also_after_the_database_was_killed(place: Installation):
    worker = place.start(command("worker"))
    try:
        assert place.python(DEFER).returncode == 0
        assert eventually(lambda: place.python(LEFT).stdout.strip() == "0")
        os.kill(place.server_pid() or 0, signal.SIGKILL)
        assert place.python(DEFER).returncode == 0
        assert eventually(lambda: place.python(LEFT).stdout.strip() == "0", seconds=60)
        worker.send_signal(signal.SIGINT)
        assert worker.wait(timeout=30) == 0
    finally:
        worker.kill()
        worker.wait(timeout=10)


def test_mail_servers_understand_what_became_of_a_mail(place: Installation):
    mail = b"From: ben@example.org\r\nTo: mentoring@example.org\r\n\r\nHello\r\n"
    done = subprocess.run(
        command("receive"), input=mail, env=place.variables(), capture_output=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (os.EX_NOUSER, b"")
    assert b"Nobody reads mail" in done.stderr
