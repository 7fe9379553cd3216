"""The highest floor: the largest score t so that the best counts are still reached with pairs >= t only."""

from __future__ import annotations

from typing import Any

import numpy as np

from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.limits import Limits
from pairwell.matching.network import Prices, Weights, price_bound, whole_sum
from pairwell.matching.scoring import SMALL
from pairwell.matching.solvers.augmenting import augment, compiled
from pairwell.matching.stages import Kept, Stage, settled, solve_stage


def best_counts(kept: Kept, limits: Limits, weights: Weights, near: IntArray | None = None) -> Stage:
    """The counts stage: as many as possible, proven over all pairs; `near` is a match to begin with."""
    return counts_above(kept, limits, weights, 0, "counts", near)


def counts_above(
    kept: Kept, limits: Limits, weights: Weights, above: int, name: str, near: IntArray | None = None
) -> Stage:
    """The best counts with pairs scoring at least `above`."""
    if not limits.plain or not weights.coverage:
        return solve_stage(kept, limits, weights, above, name)
    match = np.full(len(limits.first), -1, dtype=np.int64) if near is None else near.copy()
    while True:
        stage = _matched(kept, limits, weights, above, name, match)
        rows, cols, looked = kept.scoring.dropped_above(
            kept.candidates, 0, above, stage.prices.mentees, stage.prices.mentors
        )
        kept.looked += looked
        kept.rounds += 1
        if not len(rows) or not kept.add(rows, cols):
            return stage


def _search(
    kept: Kept, limits: Limits, above: int, match: IntArray, most_failed: int
) -> tuple[int, IntArray, IntArray]:
    indptr = kept.indptr()
    ends = kept.ends(above)
    room = limits.capacity - limits.held
    _undo_unfit(kept, limits.first > 0, room, above, match)
    load = np.bincount(match[match >= 0], minlength=len(room)).astype(np.int64)
    large = len(kept.rows) > SMALL // 2
    run: Any = compiled() if large else augment
    use = (indptr, kept.cols, ends, limits.first > 0, room, match, load)
    if not large:
        as_lists = [part.tolist() for part in use]
        failed, mentees, mentors = run(*as_lists, most_failed)
        match[:] = as_lists[5]
        return failed, mentees, mentors
    result: tuple[int, IntArray, IntArray] = run(*use, most_failed)
    return result


def _undo_unfit(kept: Kept, wanted: BoolArray, room: IntArray, above: int, match: IntArray) -> None:
    """Unmatch pairs that score below the threshold, mentees who want nobody, and those beyond a mentor's room."""
    good = kept.rows[(kept.cols == match[kept.rows]) & (kept.scores >= above)]
    match[np.setdiff1d(np.flatnonzero(match >= 0), good[wanted[good]], assume_unique=True)] = -1
    load = np.bincount(match[match >= 0], minlength=len(room))
    for col in np.flatnonzero(load > room).tolist():
        match[np.flatnonzero(match == col)[room[col] :]] = -1


def _matched(kept: Kept, limits: Limits, weights: Weights, above: int, name: str, match: IntArray) -> Stage:
    """A maximum matching and its cover as prices: seen mentees -unit, seen mentors +unit, others 0."""
    _, seen_mentees, seen_mentors = _search(kept, limits, above, match, len(match))
    unit = weights.coverage
    prices = Prices(
        np.where(seen_mentees, -unit, 0).astype(np.int64),
        np.where(seen_mentors, unit, 0).astype(np.int64),
        np.zeros(0, dtype=np.int64),
    )
    prices = settled(kept, limits, prices, weights)
    used = kept.cols == match[kept.rows]
    rows, scores = kept.rows[used], kept.scores[used]
    value = unit * len(rows)
    # No mentor's price is below nothing, so only pairs of mentees with a price below it can gain.
    near = np.flatnonzero((prices.mentees < 0)[kept.rows])
    gain = -prices.mentees[kept.rows[near]] - prices.mentors[kept.cols[near]]
    bound = price_bound(limits, weights, prices) + whole_sum((gain > 0) & (kept.scores[near] >= above), gain)
    return Stage(name, above, weights, value, bound, prices, rows, match[rows], scores)


def highest_floor(
    kept: Kept, limits: Limits, counts: Stage, near: tuple[int, IntArray] | None = None
) -> tuple[int, Stage | None]:
    """The best floor and the stage that proves none above it is possible (None at no pairs at all).

    `near`: a floor that may still be the best one, and a match above it.
    """
    low, low_match = 0, as_match(counts, limits)
    if not counts.value:
        return 0, None
    guessed = False
    if near is not None:
        tried = near[1].copy()
        guessed = _reaches(kept, limits, counts, near[0], tried)
        low, low_match = (near[0], tried) if guessed else (low, low_match)
    while True:
        if not guessed:
            ordered = np.sort(kept.scores)
            distinct = ordered[np.diff(ordered, prepend=-1) > 0]
            low, low_match = _bisect(kept, limits, counts, distinct, low, low_match)
        proof = counts_above(kept, limits, counts.weights, low + 1, "floor", low_match)
        guessed = False
        if proof.value < counts.value:
            return low, proof
        low, low_match = low + 1, as_match(proof, limits)


def _bisect(
    kept: Kept, limits: Limits, counts: Stage, distinct: IntArray, low: int, match: IntArray
) -> tuple[int, IntArray]:
    """The largest kept score that still reaches the counts on the kept pairs, at least `low`."""
    start, stop = int(np.searchsorted(distinct, low)), len(distinct)
    while start < stop:
        middle = (start + stop) // 2
        tried = match.copy()
        if _reaches(kept, limits, counts, int(distinct[middle]), tried):
            low, match, start = int(distinct[middle]), tried, middle + 1
        else:
            stop = middle
    return low, match


def _reaches(kept: Kept, limits: Limits, counts: Stage, above: int, match: IntArray) -> bool:
    if limits.plain and counts.weights.coverage:
        unmatched = int(limits.first.sum()) - counts.value // counts.weights.coverage
        failed, _, _ = _search(kept, limits, above, match, unmatched)
        return failed <= unmatched
    from pairwell.matching.stages import _solve_kept  # noqa: PLC0415 - the unpriced half of a stage

    return _solve_kept(kept, limits, counts.weights, above, "try").value >= counts.value


def as_match(stage: Stage, limits: Limits) -> IntArray:
    """One mentor for each mentee of the stage's pairs, -1 for the others."""
    match = np.full(len(limits.first), -1, dtype=np.int64)
    match[stage.rows] = stage.cols
    return match
