"""Seats are put right from any prices and any seating, also wrong ones: the best sum, and prices that prove it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pairwell.matching.solvers.seats import mend
from pairwell.matching.stages import NO_INDEX
from tests.matching.worlds import examples


def drawn(seed):
    """Pairs by mentee and falling score, some shut, some standing; a seating and prices that fit nothing."""
    dice = np.random.default_rng(seed)
    n, m = dice.integers(1, 9), dice.integers(1, 6)
    there = np.argwhere(dice.random((n, m)) < 0.7)
    scores = dice.integers(0, dice.choice([3, 1000]), size=len(there))
    order = np.lexsort((there[:, 1], -scores, there[:, 0]))
    rows, cols = there[order].T
    start = np.searchsorted(rows, np.arange(n))
    stop = start + [int(dice.integers(count + 1)) for count in np.bincount(rows, minlength=n)]
    worth = int(dice.choice([0, 5, 5000])), int(dice.integers(1, 3)), int(dice.choice([0, 2, 300]))
    standing, shut = dice.random((2, len(rows))) < 0.2
    pairs = (start, stop, cols.copy(), rows.copy(), scores[order], standing, shut, worth)
    wanted, room = dice.random(n) < 0.8, dice.integers(0, 4, size=m)
    return (
        pairs,
        wanted,
        room,
        dice.integers(-1, m, size=n),
        dice.integers(0, 2000, size=m) * dice.integers(2, size=m),
    )


@examples(400)
@given(st.integers(0, 10**9))
def test_any_start_ends_at_the_best_sum_with_prices_that_prove_it(seed):
    pairs, wanted, room, match, price = drawn(seed)
    start, stop, cols, rows, scores, standing, shut, (cover, total, bonus) = pairs
    profit, place, _ = mend(pairs, NO_INDEX, wanted, room, match, price)

    here = np.arange(len(rows))
    open_ = ~shut & (here >= start[rows]) & (here < stop[rows]) & wanted[rows] & (room > 0)[cols]
    value = cover + total * scores + bonus * standing
    table = np.zeros((len(wanted), len(room)), dtype=np.int64)
    table[rows[open_], cols[open_]] = value[open_]
    seats = np.repeat(table, room, axis=1)
    best = seats[linear_sum_assignment(seats, maximize=True)].sum()

    chosen = place[place >= 0]
    assert open_[chosen].all()
    assert rows[chosen].tolist() == np.flatnonzero(place >= 0).tolist()
    assert (np.bincount(cols[chosen], minlength=len(room)) <= room).all()
    assert value[chosen].sum() == best
    assert (profit >= 0).all()
    assert (price >= 0).all()
    assert (profit[rows[open_]] + price[cols[open_]] >= value[open_]).all()
    assert profit[wanted].sum() + (room * price).sum() == best
