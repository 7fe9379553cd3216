"""Maximum-weight matching of everybody with everybody, proved over all pairs.

Relax (``double_cover``), match what the relaxation pairs, repair its odd rings by alternating trees
(``blossom_tree``) on the pairs with the least slack, then price every pair with the final duals; pairs that the
lists had left out and that could still help are added, and the repair starts again from the relaxation. It ends
with a certificate: duals under which no pair has a positive gain left and whose sum equals the matching's value.
"""

from dataclasses import dataclass

import numpy as np

from pairwell.matching.solvers.blossom import NOBODY, Forest, Ints, plant
from pairwell.matching.solvers.blossom_tree import blossoms, search
from pairwell.matching.solvers.double_cover import FAR, Cover, Gains, OddSets, cheapest, relax


@dataclass(frozen=True)
class Matching:
    """Who is with whom and the proof. ``value`` and ``bound`` count gains and bonuses; equal means optimal.

    ``u`` (quarter points) and ``odd_sets`` (dual in quarter points, members) are the certificate;
    ``chair`` is what the empty chair of an odd number of people is worth, already taken off value and bound;
    ``relaxed_bound`` is what the relaxation alone would prove. ``odd_rings`` had to be repaired.
    """

    partner: Ints
    value: int
    bound: float
    relaxed_bound: float
    u: Ints
    chair: int
    odd_sets: OddSets
    odd_rings: int
    rounds: int
    pairs_listed: int


def match_all(gains: Gains, keep: int = 12) -> Matching:
    """The best matching of ``gains.n`` people and its certificate over all pairs.

    An odd number of people gets an empty chair that is worth the same to everybody: somebody has to stay out
    anyway, and the relaxation becomes as tight as with an even number.
    """
    if gains.n < 2:
        return Matching(
            np.full(gains.n, NOBODY), 0, 0.0, 0.0, np.zeros(gains.n, dtype=np.int64), 0, (), 0, 0, 0
        )
    chair = 0 if gains.n % 2 == 0 else 2 * max(int(gains.block(a, b).max()) for a, b in gains.starts()) + 2
    whole = gains if gains.n % 2 == 0 else _with_chair(gains, chair)
    cover = relax(whole, keep)
    start, rings = split_rings(cover.partner)
    listed = _near_tight(whole, cover, start, keep)
    rounds = 0
    while True:
        rounds += 1
        heads, tails, gain = listed
        forest = plant(heads, tails, 4 * gain, cover.u, _edge_of(heads, tails, start))
        search(forest)
        odd_sets = tuple((dual, tuple(members)) for dual, members in blossoms(forest))
        more = cheapest(whole, (forest.u, forest.u), keep, -1, 4, odd_sets)
        if not len(more[0]):
            break
        listed = _merged(whole.n, listed, more)
    paid = chair + gains.bonus if gains.n % 2 else 0
    bound = int(forest.u.sum()) + sum(dual * (len(members) - 1) // 2 for dual, members in odd_sets)
    partner, value = _read(forest, gain)
    partner = partner[: gains.n]
    return Matching(
        np.where(partner < gains.n, partner, NOBODY), value - paid, bound / 4 - paid,
        int(cover.u.sum()) / 4 - paid, forest.u, paid, odd_sets, rings, rounds, len(heads),
    )  # fmt: skip


def _with_chair(gains: Gains, chair: int) -> Gains:
    def block(start: int, stop: int) -> Ints:
        people = gains.block(start, min(stop, gains.n)).astype(np.int64)
        wide = np.full((stop - start, gains.n + 1), chair, dtype=np.int64)
        wide[: len(people), : gains.n] = people
        if stop == gains.n + 1:
            wide[-1, -1] = -1
        return wide

    return Gains(gains.n + 1, block, gains.bonus, gains.rows)


def _read(forest: Forest, gain: Ints) -> tuple[Ints, int]:
    partner = np.full(len(forest.mate), NOBODY, dtype=np.int64)
    matched = np.flatnonzero(forest.mate >= 0)
    partner[matched] = forest.ends[forest.mate[matched]]
    pairs = forest.mate[partner > np.arange(len(partner))]
    return partner, int(gain[pairs >> 1].sum())


def split_rings(partner: Ints) -> tuple[Ints, int]:
    """Cut the rings of a permutation into pairs; each odd ring leaves one person over. Returns their number."""
    start = np.full(len(partner), NOBODY, dtype=np.int64)
    seen = np.zeros(len(partner), dtype=np.bool_)
    odd = 0
    for first in range(len(partner)):
        ring = []
        at = first
        while not seen[at]:
            seen[at] = True
            ring.append(at)
            at = int(partner[at])
        odd += len(ring) % 2 == 1 and len(ring) > 1
        for one, two in zip(ring[0::2], ring[1::2], strict=False):
            start[one], start[two] = two, one
    return start, odd


def _near_tight(gains: Gains, cover: Cover, start: Ints, keep: int) -> tuple[Ints, Ints, Ints]:
    """The pairs to begin with: of each person those with the least slack, and the pairs matched already."""
    listed = cheapest(gains, (cover.u, cover.u), keep, FAR, 4)
    one = np.flatnonzero(start >= 0)
    two = start[one]
    tight = (cover.u[one] + cover.u[two]) // 4
    return _merged(gains.n, listed, (one, two, tight))


def _merged(n: int, *lists: tuple[Ints, Ints, Ints]) -> tuple[Ints, Ints, Ints]:
    heads, tails, gain = (np.concatenate(parts) for parts in zip(*lists, strict=True))
    low, high = np.minimum(heads, tails), np.maximum(heads, tails)
    _, first = np.unique(low * n + high, return_index=True)
    return low[first], high[first], gain[first]


def _edge_of(heads: Ints, tails: Ints, start: Ints) -> Ints:
    edge = np.full(len(start), NOBODY, dtype=np.int64)
    used = np.flatnonzero(start[heads] == tails)
    edge[heads[used]] = edge[tails[used]] = used
    return edge
