"""Large pools: rounds that go on from the last prices reach what a fresh solve and other list lengths reach."""

import numpy as np
import pytest
from benchmarks.data import problem
from scipy.optimize import linear_sum_assignment

from pairwell.matching.kept import Kept
from pairwell.matching.limits import find_limits
from pairwell.matching.network import Weights
from pairwell.matching.scoring import Scoring
from pairwell.matching.solving import solve_pairs
from pairwell.matching.stages import solve_stage


@pytest.fixture(scope="module")
def scoring() -> Scoring:
    return Scoring(problem(1000))


def test_short_and_long_lists_and_a_dense_solver_agree(scoring: Scoring) -> None:
    found = [solve_pairs(scoring.problem, scoring=scoring, k=k) for k in (8, 64)]
    totals = {int(scoring.exact(*solution.pairs.T).sum()) for solution in found}
    floor = found[0].certificate["floor"]
    rows, cols = (index.reshape(-1) for index in np.indices((scoring.mentees, scoring.mentors)))
    scores = scoring.exact(rows, cols)
    usable = scoring.allowed(rows, cols) & (scores >= floor)
    grid = np.where(usable, scores, -(10**9)).reshape(scoring.mentees, -1)
    seats = np.repeat(grid, scoring.problem.pool.mentors.places, axis=1)
    assert totals == {int(seats[linear_sum_assignment(seats, maximize=True)].sum())}
    assert all(solution.certificate["holds"] for solution in found)


@pytest.mark.parametrize("seed", range(4))
def test_a_start_from_another_problems_prices_reaches_the_same_optimum(scoring: Scoring, seed: int) -> None:
    random = np.random.default_rng(seed)
    limits = find_limits(scoring.problem, scoring)
    kept = Kept.start(scoring, scoring.problem.pool, 64)
    before = solve_stage(kept, limits, Weights(coverage=4_000_000, total=1), 0, "main")
    change = np.where(random.random(scoring.mentors) < 0.1, random.integers(-1, 2, size=scoring.mentors), 0)
    limits.capacity[:] = np.maximum(limits.capacity + change, 0)
    limits.first[random.random(scoring.mentees) < 0.02] = 0
    for weights in (Weights(coverage=4_000_000, total=1), Weights(coverage=3, total=7)):
        mended = solve_stage(kept, limits, weights, 300_000, "main", before.warm)
        fresh = solve_stage(kept, limits, weights, 300_000, "main")
        assert mended.value == mended.bound == fresh.value
