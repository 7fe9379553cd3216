"""The processes that `pairwell demo` starts and stops together."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from types import FrameType

from pairwell.cli.together import PARENT

STOP_SECONDS = 12


@dataclass(slots=True)
class Children:
    """Named child processes; all stop when one ends or when this process is told to stop."""

    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    told_to_stop: threading.Event = field(default_factory=threading.Event)

    def stop_on_signals(self) -> None:
        """Let Ctrl-C, SIGTERM and a closed terminal stop the children instead of killing this process."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.told_to_stop.set()

    def start(self, name: str, *words: str) -> None:
        """Start `pairwell` with these words, in a session of its own: Ctrl-C reaches only this process."""
        self.running[name] = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "pairwell.cli", *words],
            env={**os.environ, PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def ended(self) -> tuple[str, int] | None:
        """The name and exit code of a child that has ended, if any has."""
        for name, child in self.running.items():
            code = child.poll()
            if code is not None:
                return name, code
        return None

    def wait(self) -> tuple[str, int] | None:
        """Wait until told to stop (None) or until a child ends (its name and exit code)."""
        while not self.told_to_stop.wait(0.2):
            ended = self.ended()
            if ended is not None:
                return ended
        return None

    def stop(self) -> None:
        """Ask every child to stop; kill those that have not after twelve seconds."""
        for child in self.running.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.running.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
