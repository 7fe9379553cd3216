"""Learning from outcomes, on plain numbers: did scores foretell how mentorships went, and which weights would have?

Methods, all from scipy: Wilson's interval for a share (`scipy.stats.binomtest`), Spearman's rank correlation with a
bootstrap interval (`scipy.stats.bootstrap`), and non-negative least squares (`scipy.optimize.nnls`) drawn toward
the present weights. Weights that can be negative or jump about with little data are no use to a manager; this
model has neither, and with little data it proposes what is there already. See docs/matching.md.

Everything is about many mentorships at once: nothing is said below `LEAST`, groups have at least `LEAST_IN_GROUP`,
and figures move only when `STEP` more mentorships are in, so that no single one can be worked out by looking twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST = 20
LEAST_IN_GROUP = 5
STEP = 5
ENOUGH = 40
"""From so many on weights are proposed; below, the page says how many more are needed."""
PLENTY = 100
WENT_WELL = 0.7 - 1e-9
"""70 %, whatever the last bit of a mean says."""
GROUPS = 5
FOLDS = 5
TIMES = 6
PULL = 1.0
SURE = 1.96
RESAMPLES = 400
CONFIDENCE = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Outcomes:
    """Mentorships that are over (n): scores 0 to 1, criteria values (n, c) 0 to 1, outcomes 0 to 1; weights (c,)."""

    keys: tuple[str, ...]
    scores: Floats
    values: Floats
    known: NDArray[np.bool_]
    outcomes: Floats
    weights: Floats

    def __len__(self) -> int:
        return len(self.outcomes)


@dataclass(frozen=True)
class Group:
    """Mentorships with similar scores: the share that went well, and the range it lies in with 95 % confidence."""

    count: int
    score: float
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Foretold:
    """How far a number goes along with outcomes: rank correlation, and the range it lies in."""

    correlation: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the range leaves out that there is nothing to it."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Proposed:
    """Weights that would have foretold better, in percent, and how both do on mentorships they were not made from."""

    weights: dict[str, float]
    before: float
    after: float
    low: float
    better_in: float

    @property
    def is_better(self) -> bool:
        """Better in nineteen of twenty resampled trials, and surely better than foretelling nothing."""
        return self.low > 0 and self.better_in >= 0.95


def counted(number: int) -> int:
    """How many of so many mentorships the figures are made from."""
    return number - number % STEP


def outcome_of(*, useful: float | None, fit: float | None, completed: bool | None) -> float | None:
    """How a mentorship went, 0 to 1: the mean of what is known of it.

    useful: mean of the reflections, 1 to 5; fit: mean of the fit checks, 0 to 1; completed: False for an early end.
    None when nobody has said anything.
    """
    if useful is None and fit is None:
        return None
    parts = [(useful - 1) / 4] if useful is not None else []
    parts += [fit] if fit is not None else []
    parts += [float(completed)] if completed is not None else []
    return sum(parts) / len(parts)


def calibration(scores: Floats, outcomes: Floats) -> list[Group]:
    """Groups of similar scores, from low to high, each with the share that went well."""
    from scipy import stats  # noqa: PLC0415 - only who asks waits for it

    number = max(1, min(GROUPS, len(scores) // LEAST_IN_GROUP))
    order = np.argsort(scores, kind="stable")
    found = []
    for part in np.array_split(order, number):
        well = int((outcomes[part] >= WENT_WELL).sum())
        span = stats.binomtest(well, len(part)).proportion_ci(confidence_level=CONFIDENCE, method="wilson")
        found.append(
            Group(len(part), float(scores[part].mean()), well / len(part), float(span.low), float(span.high))
        )
    return found


def foretold(values: Floats, outcomes: Floats, *, seed: int = 7) -> Foretold | None:
    """The rank correlation of a number with the outcome; None when it is the same for everybody."""
    from scipy import stats  # noqa: PLC0415 - only who asks waits for it

    if len(values) < LEAST or np.ptp(values) < 1e-9 or np.ptp(outcomes) < 1e-9:
        return None
    span = stats.bootstrap(
        (values, outcomes), _ranked, paired=True, vectorized=True, n_resamples=RESAMPLES, method="percentile",
        confidence_level=CONFIDENCE, random_state=np.random.default_rng(seed),
    ).confidence_interval  # fmt: skip
    return Foretold(float(_ranked(values, outcomes)), float(span.low), float(span.high))


def _ranked(a: Floats, b: Floats, axis: int = -1) -> Floats:
    """Spearman's rank correlation along an axis; 0 where one side does not vary."""
    from scipy import stats  # noqa: PLC0415 - only who asks waits for it

    left, right = stats.rankdata(a, axis=axis), stats.rankdata(b, axis=axis)
    left, right = left - left.mean(axis=axis, keepdims=True), right - right.mean(axis=axis, keepdims=True)
    size = np.sqrt((left**2).sum(axis=axis) * (right**2).sum(axis=axis))
    found: Floats = np.where(size > 0, (left * right).sum(axis=axis) / np.where(size > 0, size, 1), 0.0)
    return found


def propose(data: Outcomes, *, seed: int = 7) -> Proposed | None:
    """Weights learned from outcomes, and a backtest on mentorships left out; None with too little data."""
    if len(data) < ENOUGH or np.ptp(data.outcomes) < 1e-9:
        return None
    learned = _learn(data.values, data.outcomes, data.weights)
    old, new = _backtest(data, seed)
    chance = np.random.default_rng(seed)
    drawn = chance.integers(0, len(data), (RESAMPLES, len(data)))
    reached = _ranked(new[drawn], data.outcomes[drawn])
    gain = reached - _ranked(old[drawn], data.outcomes[drawn])
    percent = {key: round(100 * float(w), 1) for key, w in zip(data.keys, learned, strict=True)}
    return Proposed(
        weights=percent,
        before=float(_ranked(old, data.outcomes)),
        after=float(_ranked(new, data.outcomes)),
        low=float(np.quantile(reached, 0.05)),
        better_in=float((gain > 0).mean()),
    )


def _learn(values: Floats, outcomes: Floats, present: Floats) -> Floats:
    """Non-negative weights that sum to 1: least squares on outcomes, drawn toward the present weights.

    Only criteria that went along with outcomes more than chance would (rank correlation, 5 %) move; the others keep
    the part they have.
    """
    from scipy import optimize  # noqa: PLC0415 - only who asks waits for it

    moves = np.abs(_ranked(values.T, outcomes[None, :])) > SURE / np.sqrt(len(outcomes) - 1)
    if not moves.any():
        return present
    left, right = values - values.mean(axis=0), outcomes - outcomes.mean()
    score = left @ present
    spread = max(1e-6, float(np.std(score)))
    slope = float(score @ right) / len(right) / spread**2
    kept = present * max(slope, 0.1 * float(np.std(outcomes)) / spread)
    pull = np.sqrt(PULL * len(values)) * max(1e-6, float(left.std(axis=0).mean())) / 3
    rows = np.vstack([left[:, moves], pull * np.eye(int(moves.sum()))])
    goal = np.concatenate([right - left[:, ~moves] @ kept[~moves], pull * kept[moves]])
    found = kept.copy()
    found[moves], _ = optimize.nnls(rows, goal)
    total = found.sum()
    weights: Floats = found / total if total > 1e-9 else present
    return weights


def _backtest(data: Outcomes, seed: int) -> tuple[Floats, Floats]:
    """What present weights, and weights learned without the mentorship in question, foretell for each mentorship."""
    chance = np.random.default_rng(seed)
    new = np.zeros(len(data))
    for _ in range(TIMES):
        order = chance.permutation(len(data))
        for fold in np.array_split(order, FOLDS):
            rest = np.setdiff1d(order, fold)
            new[fold] += (
                data.values[fold] @ _learn(data.values[rest], data.outcomes[rest], data.weights) / TIMES
            )
    return data.values @ data.weights, new


def blended(present: Sequence[float], learned: Sequence[float], number: int) -> list[float]:
    """How far to go: half way with little data, all the way with plenty."""
    share = min(1.0, 0.5 + 0.5 * max(0, number - ENOUGH) / (PLENTY - ENOUGH))
    return [round((1 - share) * a + share * b, 1) for a, b in zip(present, learned, strict=True)]
