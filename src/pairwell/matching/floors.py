"""The highest floor: the largest score t so that the best counts are still reached with pairs >= t only."""

from __future__ import annotations

from typing import Any

import numpy as np

from pairwell.matching.columns import IntArray
from pairwell.matching.kept import Kept
from pairwell.matching.limits import Limits
from pairwell.matching.network import Prices, Weights, price_bound, whole_sum
from pairwell.matching.scoring import SMALL
from pairwell.matching.solvers.augmenting import augment, compiled
from pairwell.matching.stages import Stage, price_dropped, settled, solve_stage


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
        if not price_dropped(kept, stage, 0):
            return stage


def _search(
    kept: Kept, limits: Limits, above: int, match: IntArray, most_failed: int
) -> tuple[int, IntArray, IntArray]:
    ends, room = kept.ends(above), limits.capacity - limits.held
    wanted = limits.first > 0
    match[~wanted | (_places(kept, above, match) < 0)] = -1
    load = np.bincount(match[match >= 0], minlength=len(room)).astype(np.int64)
    for col in np.flatnonzero(load > room).tolist():
        match[np.flatnonzero(match == col)[room[col] :]] = -1
        load[col] = room[col]
    large = _large(kept)
    run: Any = compiled() if large else augment
    use = (kept.indptr(), kept.cols, ends, kept.shut, wanted, room, match, load)
    if not large:
        as_lists = [part.tolist() for part in use]
        failed, mentees, mentors = run(*as_lists, most_failed)
        match[:] = as_lists[6]
        return failed, mentees, mentors
    result: tuple[int, IntArray, IntArray] = run(*use, most_failed)
    return result


def _large(kept: Kept) -> bool:
    return len(kept.rows) > SMALL // 2


def _places(kept: Kept, above: int, match: IntArray) -> IntArray:
    """Where each mentee's pair with `match` is among the kept pairs that score at least `above`; -1 if nowhere."""
    if _large(kept):
        from pairwell.matching.solvers.seats import places_of  # noqa: PLC0415 - numba, for large pools only

        found: IntArray = places_of(kept.indptr(), kept.ends(above), kept.cols, kept.shut, match, kept.hint())
        return found
    places = np.full(len(match), -1, dtype=np.int64)
    used = np.flatnonzero((kept.cols == match[kept.rows]) & (kept.scores >= above) & ~kept.shut)
    places[kept.rows[used]] = used
    return places


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
    places = _places(kept, above, match)
    used = places[places >= 0]
    rows = kept.rows[used]
    # No mentor's price is below nothing, so only pairs of mentees with a price below it can gain.
    near = _pairs_of(kept, above, np.flatnonzero(prices.mentees < 0))
    gain = -prices.mentees[kept.rows[near]] - prices.mentors[kept.cols[near]]
    bound = price_bound(limits, weights, prices) + whole_sum((gain > 0) & ~kept.shut[near], gain)
    return Stage(
        name, above, weights, unit * len(rows), bound, prices, rows, kept.cols[used], kept.scores[used]
    )


def _pairs_of(kept: Kept, above: int, rows: IntArray) -> IntArray:
    """Where the pairs of these mentees are that score at least `above`."""
    start = kept.indptr()[rows]
    count = kept.ends(above)[rows] - start
    before = np.cumsum(count) - count
    found: IntArray = np.arange(int(count.sum())) + np.repeat(start - before, count)
    return found


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
            low, low_match = _bisect(kept, limits, counts, kept.distinct(), low, low_match)
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
