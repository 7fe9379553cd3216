"""Fair figures: several runs, one after the other in turn, each in a process of its own where memory counts."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 1500
"""Processor seconds that a command may take."""


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


def child(
    task: str, *arguments: str, python: Path | str = sys.executable, limit: int = LIMIT
) -> dict[str, Any]:
    """Run `benchmarks.tasks.<task>`, or a script of `benchmarks/others`, in a fresh process.

    Adds `process_seconds` (processor time, start included), `wall` and `peak_mb` of the whole process; `over` and
    nothing else of its own when it took more than `limit` processor seconds.
    """
    if task.endswith(".py"):
        command = [str(python), str(ROOT / "benchmarks" / "others" / task), *arguments]
    else:
        command = [str(python), "-m", "benchmarks.tasks", task, *arguments]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-S", str(ROOT / "benchmarks" / "launch.py"), str(limit), *command],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, "PYTHONPATH": "src:."},
    )  # fmt: skip
    wall = time.perf_counter() - started
    *told, own = done.stdout.strip().splitlines()
    used: dict[str, Any] = json.loads(own)
    ended = used.pop("ended")
    if ended == -signal.SIGXCPU:
        return {**used, "over": limit, "wall": wall}
    if ended:
        raise SystemExit(f"{task} {' '.join(arguments)} failed")
    found: dict[str, Any] = json.loads(told[-1]) if told and told[-1].startswith("{") else {}
    return {**found, **used, "wall": wall}


def median_of(runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The median of every number in several results of `child`."""
    numbers = [key for key, value in runs[0].items() if isinstance(value, int | float)]
    return {**runs[0], **{key: statistics.median(run[key] for run in runs) for key in numbers}}
