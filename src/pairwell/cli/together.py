"""Processes that belong together: children that go when their parent goes, even when it is killed."""

import os
import signal
import threading
import time

PARENT = "PAIRWELL_PARENT"


def go_with_parent(parent: int | None = None) -> None:
    """Send this process SIGTERM once its parent is gone, and SIGKILL ten seconds later.

    parent: the process id to watch; without it the one in the environment (`PAIRWELL_PARENT`), if any.
    """
    watched = parent or int(os.environ.get(PARENT, "0"))
    if watched:
        threading.Thread(target=_watch, args=(watched,), name="go-with-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
    os.kill(os.getpid(), signal.SIGKILL)
