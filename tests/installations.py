"""Installations of their own for tests of the commands: a folder, its embedded server, its processes."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECONDS = 120


@dataclass
class Installation:
    """An installation in a folder that the server's user can reach, as /srv would be."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """Its PAIRWELL_HOME."""
        return self.folder / "home"

    def variables(self) -> dict[str, str]:
        """The environment of its processes."""
        kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("PAIRWELL_")}
        own = {
            "DJANGO_SETTINGS_MODULE": "pairwell.settings",
            "PAIRWELL_HOME": str(self.home),
            "PAIRWELL_STATE_FOLDER": str(self.folder / "state"),
            "PAIRWELL_TEST_DATABASE_FAST": "1",
        }
        return kept | own | self.environment

    def python(self, code: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run Python code in a process of its own and wait for it."""
        return self._run([sys.executable, "-c", code, *words])

    def pairwell(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a `pairwell` command and wait for it."""
        return self._run([sys.executable, "-m", "pairwell.cli", *map(str, words)])

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env=self.variables(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def start(self, command: list[str]) -> "subprocess.Popen[str]":
        """Start a process and return it with its output as a pipe."""
        return subprocess.Popen(
            command,
            env=self.variables(),
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def server_pid(self) -> int | None:
        """The number in the server's pid file, if there is one."""
        path = self.home / "postgres" / "data" / "postmaster.pid"
        return int(path.read_text().splitlines()[0]) if path.exists() else None


def free_port() -> int:
    """A TCP port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def installation(**environment: str) -> Iterator[Installation]:
    """A new installation; its server is stopped and its files removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pairwell-test-"))
    folder.chmod(0o755)
    made = Installation(folder, environment)
    try:
        yield made
    finally:
        made.python("from pairwell.core.postgres.server import stop; stop()")
        shutil.rmtree(folder)
