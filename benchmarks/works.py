"""What is measured: each work gives rows by name, and names the sizes it was measured at."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import inside
from benchmarks.environments import python_of
from benchmarks.measuring import child, median_of

Rows = dict[str, dict[str, Any]]
TENTHS = (100, 1_000, 10_000)
PEERS = 120


def scoring(runs: int, full: bool) -> Rows:
    """All pairs scored with every rule, against the bare product of the folded matrices."""
    rows = {f"scoring {n}": inside.scoring(n, runs) for n in (2_000, 10_000)}
    return {**rows, "phases 100000": child("phases", "100000")} if full else rows


def optimum(runs: int, full: bool) -> Rows:
    """From the problem to certified pairs; what solving takes beyond scoring, and how much it prices."""
    return {f"optimum {n}": median_of([child("ours", str(n)) for _ in range(runs)]) for n in TENTHS}


def dense(runs: int, full: bool) -> Rows:
    """The same scores, the same floor: scipy dense and sparse, OR-tools alone, greedy and chance."""
    rows: Rows = {}
    for n in TENTHS:
        with tempfile.TemporaryDirectory(dir="var/bench") as folder:
            file = str(Path(folder) / "grid.npz")
            mine = child("ours", str(n))
            child("grid", str(n), file)
            floor = str(mine["floor"])
            turns = 1 if n > 1_000 else runs
            rows[f"dense {n}"] = median_of([child("dense", file, floor) for _ in range(turns)])
            if n <= 1_000:
                rows[f"sparse {n}"] = median_of([child("sparse", file, floor) for _ in range(turns)])
                rows[f"ortools {n}"] = median_of([child("ortools", file, floor) for _ in range(turns)])
            rows[f"greedy {n}"] = child("greedy", file)
            rows[f"chance {n}"] = child("by_chance", file)
            if n == 100:
                rows["mentor-match 100"] = child(
                    "mentor_match.py", file.replace(".npz", ".json"), python=python_of("bench-mentor-match")
                )
    return rows


def rematch(runs: int, full: bool) -> Rows:
    """One in a hundred mentees leaves, one in a hundred mentors changes places."""
    return {f"rematch {n}": inside.rematch(n, runs) for n in (1_000, 10_000)}


def whatif(runs: int, full: bool) -> Rows:
    """One change asked of a warm session."""
    return {f"whatif {n}": inside.what_if(n, 4 * runs) for n in (300, 1_000, 10_000)}


def stable(runs: int, full: bool) -> Rows:
    """Deferred acceptance on the same preferences, against PyPI `matching`."""
    rows: Rows = {}
    for n in (100, 1_000):
        with tempfile.TemporaryDirectory(dir="var/bench") as folder:
            file = str(Path(folder) / "grid.npz")
            child("grid", str(n), file)
            theirs = child("pypi_matching.py", file, python=python_of("bench"))
        mine = inside.stable(n, runs)
        rows[f"stable {n}"] = {**mine, "theirs": theirs["seconds"], "their_total": theirs["total"]}
    return rows


def peer(runs: int, full: bool) -> Rows:
    """Everybody with everybody, against rustworkx and networkx, which get so many processor seconds at most."""
    rows: Rows = {}
    for n in (300, 1_000, 5_000):
        with tempfile.TemporaryDirectory(dir="var/bench") as folder:
            file = str(Path(folder) / "peers.npy")
            mine = inside.peer(n, file, runs if n < 5_000 else 1)
            names = ("rustworkx", "networkx") if n <= 300 else ("rustworkx",)
            found = {
                name: child("peers.py", name, file, python=python_of("bench"), limit=PEERS) for name in names
            }
        rows[f"peer {n}"] = mine
        for name, other in found.items():
            if "over" in other:
                rows[f"peer {n}"] |= {name: other["over"], f"{name}_over": True}
            else:
                rows[f"peer {n}"] |= {name: other["seconds"], "their_total": other["total"]}
    return rows


def command(runs: int, full: bool) -> Rows:
    """`pairwell match` on 300 mentees, process start included: texts seen before, and texts never seen."""
    return inside.command(runs)


def studio(runs: int, full: bool) -> Rows:
    """5,000 x 2,500 to a whole result, and a changed weight at 300 and at 5,000."""
    return {
        **inside.studio_run(5_000),
        **{f"studio weight {n}": inside.studio_weight(n, runs) for n in (300, 5_000)},
    }


def studio_site(runs: int, full: bool) -> Rows:
    """The same from request to answer: server, worker and database beside."""
    return {"studio site 5000": child("studio_site", str(runs))}


def insights(runs: int, full: bool) -> Rows:
    """The insights page of a program with 20,000 mentorships among 100,000 people, nothing kept from before."""
    return {"insights 100000": child("insights_page", str(3 * runs))}


def pages(runs: int, full: bool) -> Rows:
    """People table, directory and enrollment form of a program with 5,000 of 20,000 people, twenty clicking at once."""
    return {"pages 20000": child("pages", str(runs))}


def live(runs: int, full: bool) -> Rows:
    """A thousand people with the conversation open on one server process, while messages are written."""
    return {"live 1000": child("live", str(runs))}


def workspace(runs: int, full: bool) -> Rows:
    """The page of a mentorship with 200 sessions and 5,000 messages, one reader at a time."""
    return {"workspace 5000": child("workspace", str(runs))}


def letters(runs: int, full: bool) -> Rows:
    """100,000 letters by two workers to a mail server of this machine; once, whatever the runs."""
    return {"letters 100000": child("letters", "100000")}


WORKS: dict[str, Callable[[int, bool], Rows]] = {
    "scoring": scoring,
    "optimum": optimum,
    "dense": dense,
    "rematch": rematch,
    "whatif": whatif,
    "stable": stable,
    "peer": peer,
    "command": command,
    "studio": studio,
    "studio-site": studio_site,
    "insights": insights,
    "pages": pages,
    "live": live,
    "workspace": workspace,
    "letters": letters,
}
