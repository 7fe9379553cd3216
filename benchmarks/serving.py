"""`pairwell serve` for a benchmark, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def serving(*, processes: int) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The site and its port, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["serve", "--port", str(port), "--processes", str(processes)]
    own = {"PYTHONPATH": "src:.", "PAIRWELL_LIVE_SECONDS": "3600"}
    site = subprocess.Popen(
        [sys.executable, "-m", "pairwell.cli", *words], cwd=ROOT, env={**os.environ, **own}
    )
    try:
        _wait(port)
        yield site, port
    finally:
        site.terminate()
        site.wait(30)


def _wait(port: int) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=30).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the site does not answer")
