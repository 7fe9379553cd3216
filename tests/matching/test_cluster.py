"""Scoring by a Dask cluster gives the lists of one machine, also when a worker is killed in the middle."""

import contextlib
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pairwell.matching import Policy, Pool, Problem, solve
from pairwell.matching import cluster as cluster_module
from pairwell.matching.cluster import ClusterAbsent, ClusterScoring, connect, solve_on
from pairwell.matching.scoring import SMALL, Scoring

SKILLS = [f"skill {number}" for number in range(60)]


def person(side: str, number: int, chance: random.Random) -> dict:
    key = "skills_wanted" if side == "mentee" else "skills_offered"
    return {
        "id": f"{side}-{number}",
        "places": chance.randint(1, 3),
        key: {skill: chance.randint(1, 5) for skill in chance.sample(SKILLS, 4)},
        "languages": chance.sample(["en", "de", "fr", "es"], 2),
        "level": chance.randint(1, 6),
        "place": chance.choice(["Oslo", "Lagos", "Lima"]),
    }


@pytest.fixture(scope="module")
def problem() -> Problem:
    chance = random.Random(5)
    mentees = [person("mentee", number, chance) for number in range(9000)]
    mentors = [person("mentor", number, chance) for number in range(80)]
    assert len(mentees) * len(mentors) > SMALL
    columns = {name for record in [*mentees, *mentors] for name in record}
    return Problem(Pool.from_records(mentees, mentors), Policy.default("traditional", columns))


def started(*words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@contextlib.contextmanager
def processes(folder: Path):
    """A scheduler and two workers on 127.0.0.1, each a process of its own."""
    told = folder / "scheduler.json"
    running = [
        started(
            "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(told),
        )
    ]  # fmt: skip
    try:
        deadline = time.monotonic() + 30
        while not told.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        for number in range(2):
            running.append(
                started(
                    "distributed.cli.dask_worker", "--scheduler-file", str(told), "--host", "127.0.0.1",
                    "--nthreads", "1", "--no-nanny", "--no-dashboard",
                    "--local-directory", str(folder / f"w{number}"),
                )
            )  # fmt: skip
        yield json.loads(told.read_text())["address"], running[1:]
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.wait()


def same_bits(one, other) -> bool:
    parts = ("indptr", "cols", "scores", "threshold")
    return all(getattr(one, part).tobytes() == getattr(other, part).tobytes() for part in parts)


def test_a_cluster_gives_the_same_lists_even_when_a_worker_is_killed_in_the_middle(
    problem, tmp_path, monkeypatch
):
    alone = Scoring(problem).best(16)
    monkeypatch.setattr(cluster_module, "BLOCKS_A_TASK", 1)
    killed = []

    def kill_one(done: int, total: int) -> None:
        if done == 1 and not killed:
            killed.append(total)
            workers[0].send_signal(signal.SIGKILL)

    with processes(tmp_path) as (address, workers), connect(address, timeout=30) as client:
        client.wait_for_workers(2, timeout=60)
        undisturbed = ClusterScoring(problem, client).best(16)
        client.run(cluster_module._prepared.clear)
        disturbed = ClusterScoring(problem, client, tick=kill_one).best(16)
        left = len(client.scheduler_info()["workers"])
        result = solve_on(problem, client)

    assert same_bits(alone, undisturbed)
    assert same_bits(alone, disturbed)
    assert killed == [9]
    assert workers[0].returncode == -signal.SIGKILL
    assert left == 1
    assert result.to_json(times=False) == solve(problem).to_json(times=False)


def test_different_lists_would_be_noticed(problem):
    scoring = Scoring(problem)

    assert not same_bits(scoring.best(16), scoring.best(15))


def test_a_scheduler_that_does_not_answer_is_said_with_the_command_that_starts_one():
    with pytest.raises(ClusterAbsent, match="Start one with: dask scheduler"):
        connect("tcp://127.0.0.1:9", timeout=0.5)
