"""One measured piece of work per process: `python -m benchmarks.tasks <task> <arguments>` prints JSON.

Peak memory is read by the parent; `before_mb` is what the process held when the inputs were there.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.data import problem


def held_mb() -> float:
    """What this process holds now."""
    return psutil.Process().memory_info().rss / 2**20


def ours(mentees: str, *objective: str) -> dict[str, Any]:
    """From the problem to certified pairs."""
    _load_libraries()
    from pairwell.matching.solving import solve_pairs  # noqa: PLC0415 - so that other tasks do not load it

    given = problem(int(mentees), objective or ("coverage", "floor", "total"))
    before, started, wall = held_mb(), time.process_time(), time.perf_counter()
    solution = solve_pairs(given)
    seconds, proof = time.process_time() - started, solution.certificate
    scores = solution.scoring.exact(*solution.pairs.T)
    return {
        "seconds": seconds, "elapsed": time.perf_counter() - wall, "before_mb": before, "pairs": len(scores),
        "total": int(scores.sum()), "floor": int(scores.min()), "holds": proof["holds"],
        "priced": proof["priced"] / proof["pairs"], "rounds": proof["rounds"], "phases": solution.times,
    }  # fmt: skip


def _load_libraries() -> None:
    """What solving imports; the others' libraries are there too before their memory is read."""
    names = ("scan", "solvers.mending", "solvers.relaxing", "solvers.seats")
    for name in ("ortools.graph.python.min_cost_flow", *(f"pairwell.matching.{name}" for name in names)):
        importlib.import_module(name)


def insights_page(runs: str) -> dict[str, Any]:
    """The insights page of a large installation."""
    from benchmarks.site import insights_page as asked  # noqa: PLC0415 - so that other tasks do not load Django

    return asked(int(runs))


def live(runs: str) -> dict[str, Any]:
    """A thousand open conversations on one process."""
    from benchmarks.live import live as opened  # noqa: PLC0415

    return opened(int(runs))


def workspace(runs: str) -> dict[str, Any]:
    """A mentorship's page with much behind it."""
    from benchmarks.workspace import workspace as asked  # noqa: PLC0415

    return asked(int(runs))


def letters(number: str) -> dict[str, Any]:
    """A letter box emptied by two workers."""
    from benchmarks.letters import letters as sent  # noqa: PLC0415

    return sent(int(number))


def pages(runs: str) -> dict[str, Any]:
    """Three pages of a large program, clicked by twenty at once."""
    from benchmarks.pages import pages as clicked  # noqa: PLC0415 - so that other tasks do not load Django

    return clicked(int(runs))


def studio_site(rounds: str) -> dict[str, Any]:
    """The studio of a large program from request to answer."""
    from benchmarks.studio import studio_site as asked  # noqa: PLC0415 - so that other tasks do not load Django

    return asked(int(rounds))


def phases(mentees: str) -> dict[str, Any]:
    """Scoring and solving apart, with as many blocks of the bare product before and after as a sample."""
    from benchmarks.inside import product_of_blocks  # noqa: PLC0415 - so that other tasks do not load it
    from pairwell.matching.scoring import Scoring  # noqa: PLC0415
    from pairwell.matching.solving import solve_pairs  # noqa: PLC0415

    given = problem(int(mentees))
    _load_libraries()
    before = held_mb()
    product = product_of_blocks(given)
    started = time.process_time()
    scoring_ = Scoring(given)
    scoring_.best()
    scored = time.process_time()
    print(f"scored in {scored - started:.1f} s of processor time", file=sys.stderr, flush=True)
    product = (product + product_of_blocks(given)) / 2
    solving = time.process_time()
    solution = solve_pairs(given, scoring=scoring_)
    solved, proof = time.process_time(), solution.certificate
    return {
        "mentees": int(mentees), "seconds": scored - started, "product": product, "solving": solved - solving,
        "before_mb": before, "total": int(solution.scores.sum()), "floor": int(solution.scores.min()),
        "holds": proof["holds"], "priced": proof["priced"] / proof["pairs"], "rounds": proof["rounds"],
        "phases": solution.times,
    }  # fmt: skip


def whole(mentees: str) -> dict[str, Any]:
    """A whole result with its reasons."""
    from benchmarks import inside  # noqa: PLC0415 - so that other tasks do not load it

    return inside.whole(int(mentees))


def grid(mentees: str, file: str) -> dict[str, Any]:
    """Write the points of all pairs, -1 where forbidden, for the other solvers."""
    from pairwell.matching.scoring import Scoring  # noqa: PLC0415 - so that other tasks do not load it

    given = problem(int(mentees))
    scoring = Scoring(given)
    points = np.empty((scoring.mentees, scoring.mentors), dtype=np.int32)
    step = max(1, (1 << 21) // scoring.mentors)
    for start in range(0, scoring.mentees, step):
        rows = np.arange(start, min(start + step, scoring.mentees))
        flat, cols = np.repeat(rows, scoring.mentors), np.tile(np.arange(scoring.mentors), len(rows))
        scores = scoring.exact(flat, cols)
        good = scoring.allowed(flat, cols)
        points[rows] = np.where(good, scores, -1).reshape(len(rows), -1)
    np.savez(file, points=points, places=given.pool.mentors.places)
    if scoring.mentees <= 100:
        small = {"points": points.tolist(), "places": given.pool.mentors.places.tolist()}
        Path(file).with_suffix(".json").write_text(json.dumps(small))
    return {"forbidden": float((points < 0).mean())}


def _reached(points: Any, rows: Any, cols: Any) -> dict[str, Any]:
    scores = points[rows, cols]
    scores = scores[scores >= 0]
    return {"pairs": len(scores), "total": int(scores.sum()), "floor": int(scores.min())}


def _timed(file: str, work: Any, floor: str = "0") -> dict[str, Any]:
    loaded = np.load(file)
    points, places = loaded["points"], loaded["places"]
    np.putmask(points, points < int(floor), -1)
    before, started = held_mb(), time.process_time()
    rows, cols = work(points, places)
    seconds = time.process_time() - started
    return {"seconds": seconds, "before_mb": before, **_reached(points, np.asarray(rows), np.asarray(cols))}


def dense(file: str, floor: str) -> dict[str, Any]:
    """scipy's dense assignment, one column for every place."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - so that other tasks do not load it

    def work(points: Any, places: Any) -> Any:
        seats = np.repeat(np.arange(len(places)), places)
        costs = np.where(points < 0, 1e9, -points.astype(np.float64))[:, seats]
        rows, cols = linear_sum_assignment(costs)
        return rows, seats[cols]

    return _timed(file, work, floor)


def sparse(file: str, floor: str) -> dict[str, Any]:
    """scipy's sparse assignment on all allowed pairs."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - so that other tasks do not load it
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # noqa: PLC0415

    def work(points: Any, places: Any) -> Any:
        seats = np.repeat(np.arange(len(places)), places)
        rows, cols = np.nonzero(points[:, seats] >= 0)
        weights = 1_000_001 - points[rows, seats[cols]].astype(np.float64)
        graph = csr_matrix((weights, (rows, cols)), shape=(len(points), len(seats)))
        left, right = min_weight_full_bipartite_matching(graph)
        return left, seats[right]

    return _timed(file, work, floor)


def ortools(file: str, floor: str) -> dict[str, Any]:
    """OR-tools' min-cost flow alone, on all allowed pairs."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - so that other tasks do not load it

    def work(points: Any, places: Any) -> Any:
        mentees, mentors = points.shape
        solver, end = min_cost_flow.SimpleMinCostFlow(), mentees + mentors
        rows, cols = np.nonzero(points >= 0)
        arcs = solver.add_arcs_with_capacity_and_unit_cost(
            rows, cols + mentees, np.ones(len(rows), dtype=np.int64), -points[rows, cols].astype(np.int64)
        )
        free = np.zeros(mentors, dtype=np.int64)
        solver.add_arcs_with_capacity_and_unit_cost(
            np.arange(mentors) + mentees, np.full(mentors, end), places, free
        )
        solver.set_nodes_supplies(np.arange(mentees), np.ones(mentees, dtype=np.int64))
        solver.set_node_supply(end, -mentees)
        if solver.solve() != solver.OPTIMAL:
            raise ArithmeticError("no flow for everybody")
        used = np.flatnonzero(solver.flows(arcs))
        return rows[used], cols[used]

    return _timed(file, work, floor)


def greedy(file: str) -> dict[str, Any]:
    """The highest score first, what most tools do."""

    def work(points: Any, places: Any) -> Any:
        left, free = places.copy(), np.ones(len(points), dtype=np.bool_)
        order = np.argsort(-points, axis=None, kind="stable")
        found = []
        for code in order[: int((points >= 0).sum())].tolist():
            i, j = divmod(code, points.shape[1])
            if free[i] and left[j]:
                free[i] = False
                left[j] -= 1
                found.append((i, j))
                if len(found) == len(points):
                    break
        return tuple(np.array(found).T)

    return _timed(file, work)


def by_chance(file: str) -> dict[str, Any]:
    """Each mentee in random order gets a random allowed mentor with a place."""

    def work(points: Any, places: Any) -> Any:
        random, left, found = np.random.default_rng(1), places.copy(), []
        for i in random.permutation(len(points)).tolist():
            open_to = np.flatnonzero((points[i] >= 0) & (left > 0))
            if len(open_to):
                j = int(random.choice(open_to))
                left[j] -= 1
                found.append((i, j))
        return tuple(np.array(found).T)

    return _timed(file, work)


def main() -> None:
    """Run the task that is named."""
    Path("var/bench").mkdir(parents=True, exist_ok=True)
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))


if __name__ == "__main__":
    main()
