"""Fair figures: several runs, one after the other in turn, each in a process of its own where memory counts."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT = 1500


def in_turn(runs: int, **works: Callable[[], Any]) -> dict[str, float]:
    """Median processor seconds of each work; A, B, A, B so that a busy machine slows both alike.

    Processor time of all threads: other work on the machine hardly changes it.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            started = time.process_time()
            work()
            taken[name].append(time.process_time() - started)
    return {name: statistics.median(times) for name, times in taken.items()}


def child(task: str, *arguments: str, python: Path | str = sys.executable) -> dict[str, Any]:
    """Run `benchmarks.tasks.<task>`, or a script of `benchmarks/others`, in a fresh process.

    Adds `process_seconds` (processor time, start included), `wall` and `peak_mb` of the whole process.
    """
    if task.endswith(".py"):
        command = [str(python), str(ROOT / "benchmarks" / "others" / task), *arguments]
    else:
        command = [str(python), "-m", "benchmarks.tasks", task, *arguments]
    started = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "src:."}
    ) as running:
        text = running.stdout.read() if running.stdout else ""
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{task} {' '.join(arguments)} ended with {running.returncode}")
    last = text.strip().splitlines()[-1:]
    found: dict[str, Any] = json.loads(last[0]) if last and last[0].startswith("{") else {}
    return {
        **found,
        "process_seconds": used.ru_utime + used.ru_stime,
        "wall": time.perf_counter() - started,
        "peak_mb": used.ru_maxrss / 1024,
    }


def median_of(runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The median of every number in several results of `child`."""
    numbers = [key for key, value in runs[0].items() if isinstance(value, int | float)]
    return {**runs[0], **{key: statistics.median(run[key] for run in runs) for key in numbers}}
