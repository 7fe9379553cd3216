"""A real installation for tests: its own folder, database, web and worker processes, all on 127.0.0.1."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAIRWELL = [sys.executable, "-m", "pairwell.cli"]
PATIENCE = 600


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """An installation in `home`; every process it starts is ended by `stop`, by its id."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        cleared = {"DATABASE_URL", "PAIRWELL_DEMO", "PYTEST_XDIST_WORKER"}
        inherited = {key: value for key, value in os.environ.items() if key not in cleared}
        self.environment = {
            **inherited,
            "PAIRWELL_HOME": str(home),
            "PAIRWELL_URL": self.address,
            "PAIRWELL_TEST_DATABASE_FAST": "1",
            "DJANGO_SETTINGS_MODULE": "pairwell.settings",
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        self.log = home.with_suffix(".log")

    def run(self, *words: str) -> str:
        """Run a `pairwell` command to its end and return what it printed."""
        done = subprocess.run(
            [*PAIRWELL, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"pairwell {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def python(self, program: str) -> str:
        """Run a program inside the installation (Django ready) and return what it printed."""
        prelude = "from pairwell.cli.start import start_django; start_django()\n"
        done = subprocess.run(
            [sys.executable, "-c", prelude + program], env=self.environment, cwd=ROOT, capture_output=True,
            text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str) -> None:
        """Start a `pairwell` command that goes on until `stop`."""
        with self.log.open("ab") as log:
            self.processes.append(
                subprocess.Popen([*PAIRWELL, *words], env=self.environment, cwd=ROOT, stdout=log, stderr=log)
            )

    def serve(self) -> None:
        """Start web and worker and wait until the site answers."""
        self.start("serve", "--port", str(self.port))
        self.start("worker")
        self.wait()

    def demo(self, *, people: int) -> dict[str, str]:
        """Make and serve the demo company; returns a sign-in address per role, as the command printed it."""
        self.start("demo", "--people", str(people), "--port", str(self.port))
        self.wait(text="Ctrl-C")
        links = re.findall(rf"^  (.+?)\s+({self.address}/demo/sign-in/\S+)$", self.said(), re.MULTILINE)
        return {role.strip(): link for role, link in links}

    def said(self) -> str:
        """Everything the processes have printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def wait(self, text: str = "") -> None:
        """Until the site answers (and `text` has been printed), or a process has died."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            dead = [process for process in self.processes if process.poll() is not None]
            assert not dead, self.said()
            if text in self.said() and self.answers():
                return
            time.sleep(0.2)
        raise AssertionError(f"The site did not start in {PATIENCE} s: {self.said()[-3000:]}")

    def answers(self) -> bool:
        """Whether the sign-in page can be fetched."""
        try:
            urllib.request.urlopen(f"{self.address}/accounts/login/", timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
            return error.code < 500
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """End what was started, gently, then surely."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
        for process in self.processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes.clear()
