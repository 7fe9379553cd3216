"""One mentor for each mentee, mended after a change: prices stay, and only what they contradict is moved.

Mentees have a profit, mentors a price: profit + price is at least what each pair is worth, and exactly that for a
chosen one. A change breaks this in a few places. A mentee whose choice does not hold any longer looks for another
seat, a seat that became free looks for somebody, both along shortest paths (Edmonds and Karp 1972); prices move
only where a search has been. At the end every mentee's profit is read off the prices again.
"""

# mypy: disable-error-code="misc, no-any-return"
from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from pairwell.matching.solvers.heap import pop, push

FAR = np.int64(1) << np.int64(62)


@njit(cache=True, nogil=True)
def look(i: int, pairs: Any, room: Any, price: Any, wanted: int) -> Any:
    """A mentee's profit, where among the pairs its pair with `wanted` is (or -1), and what that one would leave."""
    start, stop, cols, _, scores, standing, shut, worth = pairs
    cover, total, bonus = worth
    best: Any = np.int64(0)
    own: Any = np.int64(-1)
    place: Any = np.int64(-1)
    for p in range(start[i], stop[i]):
        value = cover + total * scores[p]
        if value + bonus < best:
            break  # the scores fall, and no price is below nothing
        j = cols[p]
        left = value - price[j]
        if bonus > 0 and standing[p]:
            left += bonus
        if (left > best or j == wanted) and not shut[p] and room[j] > 0:
            best = max(best, left)
            if j == wanted:
                own, place = left, p
    return best, own, place


@njit(cache=True, nogil=True)
def link(i: int, j: int, match: Any, members: Any) -> None:
    """Seat a mentee with a mentor; `members` are linked lists (first, after, before)."""
    first, after, before = members
    match[i] = j
    after[i], before[i] = first[j], -1
    if first[j] >= 0:
        before[first[j]] = i
    first[j] = i


@njit(cache=True, nogil=True)
def unlink(i: int, match: Any, members: Any) -> None:
    """Take a mentee from its seat."""
    first, after, before = members
    if before[i] >= 0:
        after[before[i]] = after[i]
    else:
        first[match[i]] = after[i]
    if after[i] >= 0:
        before[after[i]] = before[i]
    match[i] = -1


@njit(cache=True, nogil=True)
def room_for(key: Any, item: Any, size: int, more: int) -> Any:
    """The heap's arrays, larger when `more` would not fit."""
    if size + more <= len(key):
        return key, item
    extra = np.empty(len(key) + more, dtype=np.int64)
    return np.concatenate((key, extra)), np.concatenate((item, extra))


@njit(cache=True, nogil=True)
def find_seat(
    mentee: int,
    pairs: Any,
    room: Any,
    match: Any,
    load: Any,
    profit: Any,
    price: Any,
    members: Any,
    marks: Any,
) -> None:
    """Seat a mentee with a profit, others moving up, or leave out whoever loses least by it."""
    start, stop, cols, rows, scores, standing, shut, worth = pairs
    cover, total, bonus = worth
    first, after, _ = members
    far, via, done, reached, key, item = marks
    end, out, sink = profit[mentee], mentee, -1
    size, count, here, last = 0, 0, np.int64(0), -1
    while True:
        member = mentee if last < 0 else first[last]
        while member >= 0:
            if here + profit[member] < end:
                end, out = here + profit[member], member
            key, item = room_for(key, item, size, stop[member] - start[member])
            for p in range(start[member], stop[member]):
                value = cover + total * scores[p]
                if here + profit[member] - value - bonus > end:
                    break
                j = cols[p]
                if shut[p] or room[j] <= 0 or done[j]:
                    continue
                there = here + profit[member] + price[j] - value - bonus * standing[p]
                if there <= end and there < far[j]:
                    if far[j] == FAR:
                        reached[count] = j
                        count += 1
                    far[j], via[j] = there, p
                    size = push(key, item, size, there, j)
            member = after[member] if last >= 0 else -1
        last = -1
        while size > 0 and last < 0:
            here, j, size = pop(key, item, size)
            last = -1 if done[j] else j
        if last < 0 or here > end:
            break
        if load[last] < room[last]:
            end, sink = here, last
            break
        done[last] = True
    profit[mentee] -= end
    for x in range(count):
        j = reached[x]
        if done[j] and far[j] < end:
            price[j] += end - far[j]
            member = first[j]
            while member >= 0:
                profit[member] -= end - far[j]
                member = after[member]
        far[j], done[j] = FAR, False
    if sink < 0 and out != mentee:
        sink = match[out]
        unlink(out, match, members)
    elif sink >= 0:
        load[sink] += 1
    while sink >= 0:
        i = rows[via[sink]]
        old = match[i]
        if old >= 0:
            unlink(i, match, members)
        link(i, sink, match, members)
        sink = old


@njit(cache=True, nogil=True)
def fill_seat(
    mentor: int, by_mentor: Any, pairs: Any, room: Any, wanted: Any, match: Any, load: Any, profit: Any,
    price: Any, members: Any, marks: Any,
) -> None:  # fmt: skip
    """Find somebody for a mentor's free seat that has a price, others moving up, or let a price fall to nothing."""
    at, places = by_mentor
    _, stop, cols, rows, scores, standing, shut, worth = pairs
    cover, total, bonus = worth
    first, after, _ = members
    far, via, done, reached, key, item = marks
    lowest = FAR
    for i in range(len(profit)):
        if wanted[i]:
            lowest = min(lowest, profit[i])
    end, free = price[mentor], mentor
    seated: Any = np.int64(-1)
    far[mentor], reached[0] = 0, mentor
    size, count = push(key, item, 0, 0, mentor), 1
    while size > 0:
        here, j, size = pop(key, item, size)
        if here >= end:
            break
        if done[j]:
            continue
        done[j] = True
        if here + price[j] < end:
            end, free, seated = here + price[j], j, -1
        key, item = room_for(key, item, size, at[j + 1] - at[j])
        for q in range(at[j], at[j + 1]):
            p = places[q]
            i, value = rows[p], cover + total * scores[p]
            if here + lowest + price[j] - value - bonus >= end:
                continue
            if p >= stop[i] or shut[p] or not wanted[i] or match[i] == j:
                continue
            there = here + profit[i] + price[j] - value - bonus * standing[p]
            if there >= end:
                continue
            if match[i] < 0:
                end, seated = there, p
            elif there < far[match[i]] and not done[match[i]]:
                other = match[i]
                if far[other] == FAR:
                    reached[count] = other
                    count += 1
                far[other], via[other] = there, p
                size = push(key, item, size, there, other)
    for x in range(count):
        j = reached[x]
        if done[j] and far[j] < end:
            price[j] -= end - far[j]
            member = first[j]
            while member >= 0:
                profit[member] += end - far[j]
                member = after[member]
    load[mentor] += 1
    if seated >= 0:
        free = cols[seated]
        link(rows[seated], free, match, members)
    else:
        load[free] -= 1
    while free != mentor:
        p = via[free]
        unlink(rows[p], match, members)
        free = cols[p]
        link(rows[p], free, match, members)
    for x in range(count):
        far[reached[x]], done[reached[x]] = FAR, False


@njit(cache=True, nogil=True)
def pairs_by_mentor(cols: Any, mentors: int) -> Any:
    """Compressed rows of each mentor's pairs, and where they are."""
    at = np.zeros(mentors + 1, dtype=np.int64)
    for p in range(len(cols)):
        at[cols[p] + 1] += 1
    for j in range(mentors):
        at[j + 1] += at[j]
    places, free = np.empty(len(cols), dtype=np.int32), at[:-1].copy()
    for p in range(len(cols)):
        places[free[cols[p]]] = p
        free[cols[p]] += 1
    return at, places


@njit(cache=True, nogil=True)
def mend(pairs: Any, by_mentor: Any, wanted: Any, room: Any, match: Any, price: Any) -> tuple[Any, Any, Any]:
    """Put `match` and `price` right, both changed; returns each mentee's profit and where its pair is, or -1.

    `pairs`: start and stop of every mentee's pairs, then of each pair its mentor, mentee, score, whether it stands,
    whether it is shut; and what being matched, a point and a standing pair are worth. `by_mentor` is made when it
    is empty and needed, and returned too. No price may be below nothing.
    """
    mentees, mentors = len(match), len(price)
    profit, place = np.zeros(mentees, dtype=np.int64), np.full(mentees, -1, dtype=np.int64)
    load, waiting = np.zeros(mentors, dtype=np.int64), np.zeros(mentees, dtype=np.bool_)
    nobody = np.full(mentors, -1, dtype=np.int64)
    members = nobody.copy(), np.full(mentees, -1, dtype=np.int64), np.full(mentees, -1, dtype=np.int64)
    for i in range(mentees):
        j = match[i]
        match[i] = -1
        if wanted[i]:
            profit[i], own, found = look(i, pairs, room, price, j)
            if found >= 0 and own == profit[i] and load[j] < room[j]:
                place[i] = found
                load[j] += 1
                link(i, j, match, members)
            else:
                waiting[i] = profit[i] > 0
    heap = np.empty(4096, dtype=np.int64), np.empty(4096, dtype=np.int64)
    marks = (
        np.full(mentors, FAR, dtype=np.int64), nobody.copy(), np.zeros(mentors, dtype=np.bool_),
        nobody.copy(), heap[0], heap[1],
    )  # fmt: skip
    before, first = price.copy(), profit.copy()
    for i in range(mentees):
        if waiting[i]:
            find_seat(i, pairs, room, match, load, profit, price, members, marks)
    for j in range(mentors):
        while load[j] < room[j] and price[j] > 0:
            if not len(by_mentor[0]):
                by_mentor = pairs_by_mentor(pairs[2], mentors)
            fill_seat(j, by_mentor, pairs, room, wanted, match, load, profit, price, members, marks)
    fell = (price < before).any()
    for i in range(mentees):
        j, p = match[i], place[i]
        same = p >= 0 and j == pairs[2][p] and price[j] == before[j]
        # A price that rose takes nothing from somebody whose own seat costs what it did; one that fell may give more.
        if not fell and same:
            profit[i] = first[i]
        elif wanted[i]:
            profit[i], _, place[i] = look(i, pairs, room, price, j)
    return profit, place, by_mentor


@njit(cache=True, nogil=True)
def places_of(start: Any, stop: Any, cols: Any, shut: Any, match: Any, hint: Any) -> Any:
    """Where each mentee's pair with `match` is among its pairs from `start` to `stop`, -1 if nowhere.

    `hint` says where it may be, and is put right.
    """
    found = np.full(len(match), -1, dtype=np.int64)
    for i in range(len(match)):
        if match[i] < 0:
            continue
        p = hint[i]
        if not (start[i] <= p < stop[i] and cols[p] == match[i]):
            p = start[i]
            while p < stop[i] and cols[p] != match[i]:
                p += 1
        if p < stop[i] and not shut[p]:
            found[i] = hint[i] = p
    return found
