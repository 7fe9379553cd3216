"""Maximum matching by augmenting paths over score-ordered lists, warm from one threshold to the next.

The function is plain Python that numba compiles for large pools: one text, two speeds. Nodes seen by a
search that failed are left out of all later searches (they cannot help), which also yields the proof:
mentees seen have all their mentors among those seen, and those are full.
"""

# mypy: disable-error-code="misc, no-any-return"
from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np


def augment(
    indptr: Any, cols: Any, ends: Any, shut: Any, wanted: Any, room: Any, match: Any, load: Any, most_failed: int
) -> Any:  # fmt: skip
    """Match as many wanted mentees as possible inside prefixes `indptr[i]:ends[i]`, but for pairs that are shut.

    `match` (mentees,) holds the mentor or -1 and `load` (mentors,) their count: both are changed.
    Returns (failed, seen mentees, seen mentors); stops once more than `most_failed` have failed.
    """
    mentees, mentors = len(match), len(load)
    # members of every mentor as linked lists
    top = np.full(mentors, -1, dtype=np.int64)
    after = np.full(mentees, -1, dtype=np.int64)
    before = np.full(mentees, -1, dtype=np.int64)
    for i in range(mentees):
        j = match[i]
        if j >= 0:
            after[i] = top[j]
            if top[j] >= 0:
                before[top[j]] = i
            top[j] = i
    seen_mentee = np.zeros(mentees, dtype=np.bool_)
    seen_mentor = np.zeros(mentors, dtype=np.bool_)
    came = np.full(mentors, -1, dtype=np.int64)
    queue = np.empty(mentees, dtype=np.int64)
    touched = np.empty(mentors, dtype=np.int64)
    failed = 0
    for start in range(mentees):
        if not wanted[start] or match[start] >= 0 or seen_mentee[start]:
            if wanted[start] and match[start] < 0:
                failed += 1
            continue
        queue[0] = start
        seen_mentee[start] = True
        size, head, marks, found = 1, 0, 0, -1
        while head < size and found < 0:
            i = queue[head]
            head += 1
            for p in range(indptr[i], ends[i]):
                j = cols[p]
                if seen_mentor[j] or shut[p]:
                    continue
                seen_mentor[j] = True
                touched[marks] = j
                marks += 1
                came[j] = i
                if load[j] < room[j]:
                    found = j
                    break
                member = top[j]
                while member >= 0:
                    if not seen_mentee[member]:
                        seen_mentee[member] = True
                        queue[size] = member
                        size += 1
                    member = after[member]
        if found < 0:
            failed += 1
            if failed > most_failed:
                break
            continue
        load[found] += 1
        j = found
        while j >= 0:
            i = came[j]
            old = match[i]
            if old >= 0:
                if before[i] >= 0:
                    after[before[i]] = after[i]
                else:
                    top[old] = after[i]
                if after[i] >= 0:
                    before[after[i]] = before[i]
            before[i], after[i] = -1, top[j]
            if top[j] >= 0:
                before[top[j]] = i
            top[j] = i
            match[i] = j
            j = old
        for m in range(marks):
            seen_mentor[touched[m]] = False
        for m in range(size):
            seen_mentee[queue[m]] = False
    return failed, seen_mentee, seen_mentor


@cache
def compiled() -> Any:
    """`augment`, compiled."""
    from numba import njit  # noqa: PLC0415 - numba is only loaded for large pools

    return njit(cache=True, nogil=True)(augment)
