"""A worker that is killed in the middle of a run: another one does it again by itself, whole and once."""

import subprocess
import time
from pathlib import Path

import pytest

from tests.browser.site import PAIRWELL, ROOT, Site

PATIENCE = 300
MAKE = """
from pairwell.people.models import Organization
from tests.factories.people import make_person
from tests.factories.pairing import make_pool
from pairwell.pairing.actions import start_run
Organization.objects.get_or_create(pk=1)
cora = make_person("Cora Manager", email="cora@example.org")
run = start_run(by=cora, program=make_pool(400, 250, by=cora, places=2))
print("RUN", run.pk)
"""
LOOK = """
from pairwell.pairing.models import MatchRun, Proposal
run = MatchRun.objects.latest("pk")
print("SEEN", run.state, Proposal.objects.filter(run=run).count())
"""
CATCH = """
import subprocess, sys, time
from pairwell.pairing.models import MatchRun
worker = subprocess.Popen([sys.executable, "-m", "pairwell.cli", "worker"], stderr=subprocess.DEVNULL)
end = time.monotonic() + 120
while MatchRun.objects.values_list("state", flat=True).latest("pk") == "queued" and time.monotonic() < end:
    time.sleep(0.005)
worker.kill()
worker.wait()
"""
STALE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '10 minutes'")
print("SEEN aged", cursor.rowcount)
"""


@pytest.fixture
def site(tmp_path: Path):
    found = Site(tmp_path / "home")
    found.run("migrate")
    yield found
    found.stop()


def seen(site: Site, program: str = LOOK) -> list[str]:
    line = next(one for one in site.python(program).splitlines() if one.startswith("SEEN"))
    return line.split()[1:]


def worker(site: Site) -> subprocess.Popen[bytes]:
    with site.log.open("ab") as log:
        process = subprocess.Popen(
            [*PAIRWELL, "worker"],
            env=site.environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    site.processes.append(process)
    return process


def until(site: Site, state: str) -> list[str]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = seen(site)
        if found[0] == state:
            return found
        time.sleep(0.2)
    raise AssertionError(f"the run is {found}: {site.said()[-2000:]}")


def test_a_run_survives_kill_9_of_its_worker(site: Site) -> None:
    site.python(MAKE)
    site.python(CATCH)
    assert seen(site) == ["running", "0"], "no longer killed in the middle of a run: make the pool larger"
    seen(site, STALE)  # as if the minute without a heartbeat had passed
    worker(site)
    assert until(site, "done")[1] == "400"
