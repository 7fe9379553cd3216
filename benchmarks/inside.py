"""Works that are measured inside one process, A and B in turn, and the command line and the studio."""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.data import problem
from benchmarks.measuring import child, in_turn, median_of
from pairwell.matching.blas import one_blas_thread
from pairwell.matching.blocks import COLS, ROWS
from pairwell.matching.problem import Problem
from pairwell.matching.scoring import Scoring
from pairwell.matching.session import Change, Session
from pairwell.matching.solvers import stable as stable_solver
from pairwell.matching.solvers.peer import best_pairs
from pairwell.matching.solving import solve, solve_pairs

ROOT = Path(__file__).resolve().parent.parent


def scoring(mentees: int, runs: int) -> dict[str, Any]:
    """Folding, all rules, the best 64 of everybody and their exact points, against the bare product."""
    given = problem(mentees)
    width = sum(_folded_columns(given))
    random_ = np.random.default_rng(1)
    left = random_.random((mentees, width), dtype=np.float32)
    right = random_.random((mentees // 2, width), dtype=np.float32)
    out = np.empty((ROWS, COLS), dtype=np.float32)

    def product() -> None:
        with one_blas_thread():
            for a in range(0, len(left), ROWS):
                for b in range(0, len(right), COLS):
                    x, y = left[a : a + ROWS], right[b : b + COLS]
                    np.matmul(x, y.T, out=out.reshape(-1)[: len(x) * len(y)].reshape(len(x), len(y)))

    def whole() -> None:
        Scoring(given, 1).best()

    whole()
    found = in_turn(runs, whole=whole, product=product)
    return {"mentees": mentees, "columns": width, "seconds": found["whole"], "product": found["product"]}


def product_of_blocks(given: Problem, blocks: int = 16) -> float:
    """Processor seconds of the bare product of all pairs, from a sample of blocks."""
    width, draw = sum(_folded_columns(given)), np.random.default_rng(1)
    left, right = draw.random((ROWS, width), dtype=np.float32), draw.random((COLS, width), dtype=np.float32)
    out = np.empty((ROWS, COLS), dtype=np.float32)
    with one_blas_thread():
        np.matmul(left, right.T, out=out)
        started = time.process_time()
        for _ in range(blocks):
            np.matmul(left, right.T, out=out)
        taken = (time.process_time() - started) / blocks
    pairs = len(given.pool.mentees) * len(given.pool.mentors)
    return taken * pairs / out.size


def _folded_columns(given: Problem) -> tuple[int, int]:
    folded = Scoring(given, 1).folded()
    return folded.left.shape[1], folded.table.shape[0]


def changed(given: Problem, share: float, seed: int) -> Problem:
    """Some mentees leave, as many mentors in a hundred take one more or one less."""
    draw, pool = np.random.default_rng(seed), given.pool
    wants, takes = pool.mentees.places.copy(), pool.mentors.places.copy()
    wants[draw.choice(len(wants), max(1, int(share * len(wants))), replace=False)] = 0
    some = draw.choice(len(takes), max(1, int(share * len(takes))), replace=False)
    takes[some] = np.maximum(takes[some] + draw.choice([-1, 1], len(some)), 0)
    sides = {"mentees": replace(pool.mentees, places=wants), "mentors": replace(pool.mentors, places=takes)}
    return replace(given, pool=replace(pool, **sides))


def rematch(mentees: int, runs: int) -> dict[str, Any]:
    """A hundredth changed: mended from the present solution, solved anew after scoring, and all anew."""
    base = solve_pairs(problem(mentees))
    after = changed(base.scoring.problem, 0.01, 1)
    totals = [int(solve_pairs(after, scoring=base.scoring, near=near).scores.sum()) for near in (base, None)]
    found = in_turn(
        runs,
        warm=lambda: solve_pairs(after, scoring=base.scoring, near=base),
        cold=lambda: solve_pairs(after, scoring=base.scoring),
        anew=lambda: solve_pairs(after),
    )
    return {"mentees": mentees, **found, "same_total": totals[0] == totals[1]}


def what_if(mentees: int, times: int) -> dict[str, Any]:
    """The median over changes of four kinds, each certified."""
    given = problem(mentees)
    session, draw, taken, walls = Session(given), np.random.default_rng(2), [], []
    pairs, pool = session._solution.pairs, given.pool
    for number in range(times):
        row, col = pairs[draw.integers(len(pairs))].tolist()
        mentee, mentor = pool.mentees.ids[row], pool.mentors.ids[col]
        kinds = (
            Change("forbid", mentee, mentor),
            Change("places", mentor=mentor, value=0),
            Change("remove", mentee=mentee),
            Change("places", mentor=mentor, value=int(pool.mentors.places[col]) + 1),
        )
        started, wall = time.process_time(), time.perf_counter()
        session.what_if(kinds[number % 4])
        taken.append(time.process_time() - started)
        walls.append(time.perf_counter() - wall)
    return {"mentees": mentees, "seconds": float(np.median(taken)), "elapsed": float(np.median(walls))}


def stable(mentees: int, runs: int) -> dict[str, Any]:
    """Deferred acceptance when the preferences are there, as PyPI `matching` is measured."""
    given = problem(mentees, ("stable",))
    scoring_ = Scoring(given)
    points, allowed = stable_solver.whole_grid(scoring_)
    views = stable_solver.views_from_scores(points, points, allowed, 0)
    wants, capacity = given.pool.mentees.places, given.pool.mentors.places
    pairs = stable_solver.deferred_acceptance(views, wants, capacity)
    many = 20
    found = in_turn(
        runs,
        seconds=lambda: [stable_solver.deferred_acceptance(views, wants, capacity) for _ in range(many)],
        ranking=lambda: stable_solver.views_from_scores(points, points, allowed, 0),
    )
    total = int(points[pairs[:, 0], pairs[:, 1]].sum())
    return {
        "mentees": mentees,
        "seconds": found["seconds"] / many,
        "ranking": found["ranking"],
        "total": total,
    }


def peer(people: int, file: str, runs: int) -> dict[str, Any]:
    """Everybody with everybody on a table of points that the others get too."""
    scoring_ = Scoring(problem(2 * people))
    rows, cols = (index.reshape(-1) for index in np.indices((people, people)))
    points = scoring_.exact(rows, cols).reshape(people, people)
    points = np.where(scoring_.allowed(rows, cols).reshape(people, people), points, -1)
    table = np.minimum(points, points.T)
    np.fill_diagonal(table, -1)
    np.save(file, table)
    best_pairs(table[:50, :50], ("total",))
    best = best_pairs(table, ("total",))[0]
    found = in_turn(runs, seconds=lambda: best_pairs(table, ("total",)))
    return {"people": people, **found, "total": best.value, "gap": float(best.bound - best.value)}


WORDS = (
    *("lead", "teams", "budgets", "reports", "cloud", "data", "pricing", "contracts", "hiring", "coaching"),
    *("design", "research", "testing", "sales", "customers", "logistics", "quality", "safety", "strategy"),
    *("planning", "writing", "talks", "negotiation", "automation", "security", "audits"),
)


def command(runs: int) -> dict[str, dict[str, Any]]:
    """300 mentees and 150 mentors from CSV files to pairs, result and report."""
    rows: dict[str, list[dict[str, Any]]] = {
        "command 300 seen": [],
        "command 300 new": [],
        "command 300 none": [],
    }
    with tempfile.TemporaryDirectory(dir="var/bench") as folder:
        home = Path(folder)
        for run in range(runs + 1):
            _write_people(home, run)
            for name, more in (("new", []), ("seen", []), ("none", ["--no-meaning"])):
                found = _match(home, more)
                if run:
                    rows[f"command 300 {name}"].append(found)
    return {name: {"mentees": 300, **median_of(found)} for name, found in rows.items()}


def _match(home: Path, more: list[str]) -> dict[str, Any]:
    arguments = ["match", str(home / "mentors.csv"), str(home / "mentees.csv"), "--quiet"]
    arguments += ["--out", str(home / "pairs.csv"), "--report", str(home / "report.html")]
    arguments += ["--result", str(home / "result.json"), "--cache", str(home / "cache"), *more]
    return child("../command.py", *arguments, python=sys.executable)


def _write_people(home: Path, seed: int) -> None:
    draw = random.Random(seed)
    skills, places = [f"Skill {n}" for n in range(40)], ["Oslo", "Lagos", "Lima", "Pune"]
    for side, count in (("mentees", 300), ("mentors", 150)):
        text = "Goals" if side == "mentees" else "Experience"
        skill = "Skills wanted" if side == "mentees" else "Skills offered"
        with (home / f"{side}.csv").open("w", newline="") as file:
            write = csv.writer(file)
            write.writerow(
                ["Name", "Email", skill, text, "Level", "Languages", "Location", "Department", "Places"]
            )
            for n in range(count):
                words = " ".join(draw.choices(WORDS, k=18))
                write.writerow([
                    f"{side} {n}", f"{side}{n}@example.org", "; ".join(draw.sample(skills, 4)), f"I want to {words}.",
                    draw.randint(1, 6), "; ".join(draw.sample(["English", "Spanish", "Hindi"], 2)),
                    draw.choice(places), f"Unit {draw.randint(1, 8)}", 1 if side == "mentees" else 3,
                ])  # fmt: skip


def studio_run(mentees: int) -> dict[str, dict[str, Any]]:
    """A whole result with reasons, as the studio's worker makes it."""
    return {f"studio run {mentees}": child("whole", str(mentees))}


def studio_weight(mentees: int, runs: int) -> dict[str, Any]:
    """A warm session answers a changed weight."""
    session = Session(problem(mentees))
    weights = iter(range(20, 60))
    session.what_if(Change("weight", key="needs_coverage", value=19))
    change = lambda: session.what_if(Change("weight", key="needs_coverage", value=next(weights)))  # noqa: E731
    walls = []
    for _ in range(runs):
        wall, started = time.perf_counter(), time.process_time()
        change()
        walls.append((time.process_time() - started, time.perf_counter() - wall))
    seconds, elapsed = np.median(np.array(walls), axis=0).tolist()
    return {"mentees": mentees, "seconds": seconds, "elapsed": elapsed}


def whole(mentees: int) -> dict[str, Any]:
    """`solve`, in a process of its own."""
    given = problem(mentees)
    started, wall = time.process_time(), time.perf_counter()
    result = solve(given)
    return {
        "mentees": mentees, "seconds": time.process_time() - started, "elapsed": time.perf_counter() - wall,
        "phases": dict(result.times), "holds": result.certificate["holds"],
    }  # fmt: skip
