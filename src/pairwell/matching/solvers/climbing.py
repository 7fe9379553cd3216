"""Local search for circles: move or swap people while fit plus mix rises (see `grouping`)."""

from numba import njit

NOBODY = -1
ROUNDS = 8


@njit(cache=True, nogil=True)
def climb(fit, unit, seat, members, size, caps, smallest, mix_points):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """The best step of each person in order, for some rounds; `seat`, `members` and `size` change in place."""
    for _ in range(ROUNDS):
        changed = False
        for i in range(len(seat)):
            if seat[i] >= 0:
                to, other = best_step(fit, unit, seat[i], members, size, caps, smallest, mix_points, i)
                if to >= 0:
                    take_step(seat, members, size, i, to, other)
                    changed = True
        if not changed:
            return


@njit(cache=True, nogil=True)
def best_step(fit, unit, a, members, size, caps, smallest, mix_points, i):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """The circle to move to and whom to swap with (or nobody) for the largest gain of person `i` in `a`."""
    best, to, other = 0, NOBODY, NOBODY
    for b in range(len(caps)):
        if b == a or caps[b] == 0 or fit[i, b] < 0 or size[b] == 0:
            continue
        for slot in range(size[b] + 1):
            k = members[b, slot] if slot < size[b] else NOBODY
            if k < 0 and (size[a] <= smallest or size[b] >= caps[b]):
                continue
            gain = fit[i, b] - fit[i, a]
            if k >= 0:
                if fit[k, a] < 0:
                    continue
                gain += fit[k, a] - fit[k, b]
            # One change moves the mix of each circle by at most two full shares.
            if gain + 4 * mix_points <= best:
                continue
            gain += mix_change(unit, members, size, a, i, k, mix_points)
            gain += mix_change(unit, members, size, b, k, i, mix_points)
            if gain > best:
                best, to, other = gain, b, k
    return to, other


@njit(cache=True, nogil=True)
def mix_change(unit, members, size, circle, out, into, mix_points):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """How a circle's mix changes when `out` leaves and `into` comes; either may be nobody."""
    before, after = 0, 0
    for x in range(size[circle]):
        p = members[circle, x]
        if unit[p] < 0:
            continue
        for y in range(size[circle]):
            q = members[circle, y]
            if x != y and unit[p] == unit[q]:
                before += 1
                if out not in (p, q):
                    after += 1
        if into >= 0 and p != out and unit[p] == unit[into]:
            after += 2
    old = size[circle]
    new = old + (1 if into >= 0 else 0) - (1 if out >= 0 else 0)
    change = 0
    if old > 1:
        change -= mix_points * (old * (old - 1) - before) // (old - 1)
    if new > 1:
        change += mix_points * (new * (new - 1) - after) // (new - 1)
    return change


@njit(cache=True, nogil=True)
def take_step(seat, members, size, i, to, other):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Move `i` to circle `to`, in exchange for `other` unless that is nobody."""
    a = seat[i]
    place = 0
    while members[a, place] != i:
        place += 1
    if other >= 0:
        there = 0
        while members[to, there] != other:
            there += 1
        members[a, place], members[to, there] = other, i
        seat[other] = a
    else:
        size[a] -= 1
        members[a, place] = members[a, size[a]]
        members[to, size[to]] = i
        size[to] += 1
    seat[i] = to
