"""Who does how well: match rate and scores by group, small groups not shown."""

from __future__ import annotations

import numpy as np

from pairwell.matching.columns import BoolArray, Category, IntArray
from pairwell.matching.problem import Problem
from pairwell.matching.result import GroupRow

NOT_ANSWERED = ""
"""The group of those who did not answer."""


def fairness_table(problem: Problem, pairs: IntArray, scores: IntArray) -> tuple[GroupRow, ...]:
    """One row per group of every column that the policy names; `pairs` (k, 2) with their `scores`.

    Groups below the policy's size are suppressed, and when that leaves a single one suppressed, the
    smallest other group too: otherwise its figures could be had by subtraction.
    """
    rows: list[GroupRow] = []
    for name in problem.policy.fairness.fields:
        column = problem.pool.mentees.columns.get(name)
        if isinstance(column, Category):
            rows += _groups(problem, name, column, pairs, scores)
    return tuple(rows)


def _groups(
    problem: Problem, name: str, column: Category, pairs: IntArray, scores: IntArray
) -> list[GroupRow]:
    wants = np.minimum(problem.pool.mentees.places, problem.policy.places_per_mentee) > 0
    matched = np.zeros(len(column), dtype=np.bool_)
    matched[pairs[:, 0]] = True
    labels = [*column.labels, NOT_ANSWERED]
    members = [(column.codes == code) & wants for code in [*range(len(column.labels)), -1]]
    present = [(label, member) for label, member in zip(labels, members, strict=True) if member.any()]
    hidden = _hidden([int(member.sum()) for _, member in present], problem.policy.fairness.suppress_below)
    shown = [matched[m].mean() for (_, m), hide in zip(present, hidden, strict=True) if not hide]
    best = max((float(rate) for rate in shown), default=0.0)
    return [
        _row(name, label, member, matched, pairs, scores, hide, best)
        for (label, member), hide in zip(present, hidden, strict=True)
    ]


def _hidden(sizes: list[int], least: int) -> list[bool]:
    hidden = [size < least for size in sizes]
    if sum(hidden) == 1 and len(sizes) > 1:
        smallest = min((size, index) for index, size in enumerate(sizes) if not hidden[index])
        hidden[smallest[1]] = True
    return hidden


def _row(
    name: str,
    label: str,
    member: BoolArray,
    matched: BoolArray,
    pairs: IntArray,
    scores: IntArray,
    hide: bool,
    best: float,
) -> GroupRow:
    if hide:
        return GroupRow(name, label, None, None, None, None, None, None, True)
    own = scores[member[pairs[:, 0]]]
    rate = float(matched[member].mean())
    return GroupRow(
        field=name,
        group=label,
        people=int(member.sum()),
        matched=int(matched[member].sum()),
        rate=round(rate, 6),
        mean=round(float(own.mean()) / 1e6, 6) if len(own) else None,
        worst=int(own.min()) if len(own) else None,
        ratio=round(rate / best, 6) if best > 0 else None,
        suppressed=False,
    )
