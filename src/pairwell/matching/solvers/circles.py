"""The format `group`: circles of mentees with one or two leaders (the algorithm is in `grouping`)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pairwell.matching.columns import Category, IntArray
from pairwell.matching.problem import Problem
from pairwell.matching.result import POINTS, Circle, Load, Result, Unmatched
from pairwell.matching.scoring import Scoring
from pairwell.matching.solvers.grouping import Seating, mix_value, seat_all
from pairwell.matching.solvers.stable import whole_grid

Progress = Callable[[str, int, int], None]
MIX_FIELD = "unit"
MIX_POINTS = POINTS // 10
"""A circle whose members all come from different units gains a tenth of a perfect score per member."""
DEFAULT_PLACES = 1


@dataclass(frozen=True, eq=False)
class Table:
    """The circles that may open: `leaders` (mentor rows of each), `fit` (mentees, circles), `largest` (circles,)."""

    leaders: tuple[tuple[int, ...], ...]
    fit: IntArray
    largest: IntArray
    unit: IntArray


def solve_circles(
    problem: Problem, scoring: Scoring, *, seed: int = 0, progress: Progress | None = None
) -> Result:
    """Seat mentees in circles of `policy.circles` sizes: most people first, then fit and mix.

    Fit is the mean score with the leaders, all of whom the rules must allow. A mentor leads one circle; places
    above one bound its size, places zero lead none. Two leaders are mentors who are strong for different mentees.
    The certificate reports the gap to a relaxation; `holds` only when it is zero. Memory: mentees x mentors.
    """
    tell = progress or (lambda phase, done, total: None)
    started = time.perf_counter()
    tell("scoring", 0, 1)
    table = _table(problem, scoring)
    scored = time.perf_counter()
    tell("circles", 0, 1)
    seating = seat_all(table.fit, table.unit, table.largest, problem.policy.circles.smallest, MIX_POINTS)
    times = {"scoring": scored - started, "circles": time.perf_counter() - scored}
    return _result(problem, scoring, table, seating, times)


def _table(problem: Problem, scoring: Scoring) -> Table:
    sizes = problem.policy.circles
    places = problem.pool.mentors.places
    points, allowed = whole_grid(scoring)
    scores = np.where(allowed, points, -1)
    scores[problem.pool.mentees.places == 0] = -1
    leading = np.flatnonzero(places > 0)
    leaders = _leaders(scores, leading) if sizes.leaders == 2 else [(int(col),) for col in leading]
    fit = np.full((len(scores), len(leaders)), -1, dtype=np.int64)
    for number, rows in enumerate(leaders):
        of_each = scores[:, rows]
        fit[:, number] = np.where((of_each >= 0).all(axis=1), of_each.sum(axis=1) // len(rows), -1)
    for row, col in problem.pool.keep:
        elsewhere = np.array([col not in rows for rows in leaders], dtype=np.bool_)
        fit[row, elsewhere] = -1
    room = np.where(places > DEFAULT_PLACES, np.minimum(places, sizes.largest), sizes.largest)
    largest = np.array([int(room[list(rows)].min()) for rows in leaders], dtype=np.int64)
    column = problem.pool.mentees.columns.get(MIX_FIELD)
    unit = column.codes if isinstance(column, Category) else np.full(len(fit), -1, dtype=np.int64)
    return Table(tuple(leaders), fit, largest, unit.astype(np.int64))


def _leaders(scores: IntArray, leading: IntArray) -> list[tuple[int, ...]]:
    """Mentors two by two: the best total of what each mentee could get from the better one of the two."""
    from pairwell.matching.solvers.double_cover import Gains  # noqa: PLC0415 - numba, only for two leaders
    from pairwell.matching.solvers.general_matching import match_all  # noqa: PLC0415 - the same

    number = len(leading)
    gain = np.full((number, number), -1, dtype=np.int64)
    for a in range(number):
        one, others = scores[:, [leading[a]]], scores[:, leading]
        both = np.where((one >= 0) & (others >= 0), np.maximum(one, others), 0)
        gain[a] = both.sum(axis=0) // max(1, len(scores))
    np.fill_diagonal(gain, -1)
    partner = match_all(Gains(number, lambda a, b: gain[a:b], (POINTS + 1) * (number + 1))).partner
    groups = [(a,) if b < 0 else (a, int(b)) for a, b in enumerate(partner) if b < 0 or a < b]
    return [tuple(int(leading[v]) for v in group) for group in groups]


def _result(
    problem: Problem, scoring: Scoring, table: Table, seating: Seating, times: dict[str, float]
) -> Result:
    from pairwell.matching.assemble import assembled, sealed  # noqa: PLC0415 - it imports the solvers

    seat = seating.seat
    pairs = np.array(
        [(row, col) for row in np.flatnonzero(seat >= 0) for col in sorted(table.leaders[seat[row]])],
        dtype=np.int64,
    ).reshape(-1, 2)
    circles = tuple(
        _circle(problem, scoring, table, seat, int(number)) for number in np.unique(seat[seat >= 0])
    )
    result = assembled(
        problem,
        scoring,
        pairs,
        certificate={**certificate(seating), "tables": [sorted(rows) for rows in table.leaders]},
        times=times,
        circles=circles,
        notes=(*_notes(problem), *_not_kept(problem, table, seat)),
    )
    reasons = {entry.mentee: entry for entry in result.unmatched}
    unmatched = tuple(
        _why_left(problem, table, seating, int(row), reasons[problem.pool.mentees.ids[row]])
        for row in np.flatnonzero(seat < 0)
    )
    return sealed(replace(result, unmatched=unmatched, loads=_loads(problem, table, seating)))


def certificate(seating: Seating) -> dict[str, Any]:
    """How far the circles can be from the best: fit plus mix against a bound that no seating exceeds."""
    seated = int((seating.seat >= 0).sum())
    return {
        "kind": "relaxation",
        "holds": seating.proved,
        "gap": seating.bound - seating.value,
        "gap_share": round((seating.bound - seating.value) / seating.bound, 6) if seating.bound else 0.0,
        "value": seating.value,
        "bound": seating.bound,
        "fit": seating.fit,
        "mix": seating.value - seating.fit,
        "seated": seated,
        "seated_at_most": seating.most,
        "prices": seating.prices.tolist(),
        "floor": 0,
    }


def _circle(problem: Problem, scoring: Scoring, table: Table, seat: IntArray, number: int) -> Circle:
    rows, leaders = np.flatnonzero(seat == number), sorted(table.leaders[number])
    pool = problem.pool
    scores = scoring.exact(np.repeat(rows, len(leaders)), np.tile(np.array(leaders), len(rows)))
    return Circle(
        leaders=tuple(pool.mentors.ids[col] for col in leaders),
        mentees=tuple(pool.mentees.ids[row] for row in rows),
        score=int(scores.sum()),
        mix=mix_value(table.unit[rows], POINTS) // len(rows),
    )


def _loads(problem: Problem, table: Table, seating: Seating) -> tuple[Load, ...]:
    used = np.zeros(len(problem.pool.mentors), dtype=np.int64)
    room = np.zeros_like(used)
    for number, leaders in enumerate(table.leaders):
        used[list(leaders)] = int((seating.seat == number).sum())
        room[list(leaders)] = table.largest[number]
    return tuple(
        Load(mentor, int(room[row]), int(used[row]), problem.policy.circles.smallest if used[row] else 0)
        for row, mentor in enumerate(problem.pool.mentors.ids)
    )


def _why_left(problem: Problem, table: Table, seating: Seating, row: int, plain: Unmatched) -> Unmatched:
    if plain.reason in ("no_places", "nobody_allowed"):
        return plain
    usable = table.fit[row] >= 0
    smallest = problem.policy.circles.smallest
    if not usable.any():
        words = "Every circle has a leader whom the rules do not allow for this person."
        return replace(plain, reason="nobody_allowed", words=words)
    closed, small = int((usable & seating.closed).sum()), int((usable & (table.largest < smallest)).sum())
    full = int(usable.sum()) - closed - small
    parts = [f"{full} open circles are full or taken by a better seating"] if full else []
    parts += (
        [f"{closed} were not opened, because too few people could join to make {smallest}"] if closed else []
    )
    parts += [f"{small} have leaders with fewer places than {smallest}"] if small else []
    return replace(plain, reason="no_capacity", words=f"Of the circles allowed, {'; '.join(parts)}.")


def _not_kept(problem: Problem, table: Table, seat: IntArray) -> tuple[str, ...]:
    """Kept pairs whose mentee sits nowhere: with another leader they never sit."""
    pool = problem.pool
    return tuple(
        f"The kept pair ({pool.mentees.ids[row]}, {pool.mentors.ids[col]}) has no circle: it did not open."
        for row, col in pool.keep.tolist()
        if seat[row] < 0 or col not in table.leaders[seat[row]]
    )


def _notes(problem: Problem) -> tuple[str, ...]:
    unused = [
        name for name in ("floor", "leximin", "spread", "stability") if name in problem.policy.objective
    ]
    notes = [f"The objective {name!r} is not offered for circles and was not used." for name in unused]
    if not isinstance(problem.pool.mentees.columns.get(MIX_FIELD), Category):
        notes.append(f"Nobody answered {MIX_FIELD!r}, so every circle counts as fully mixed.")
    return tuple(notes)
