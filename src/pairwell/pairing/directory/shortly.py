"""The few reasons on a card: the same as those on somebody's page (`outcome.contributions`, `sharing.told`), but only
as many sentences are written as are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pairwell.matching import POINTS, Scoring
from pairwell.pairing.outcome import Said, Telling, what_for
from pairwell.pairing.reasons import reason
from pairwell.pairing.sharing import STRANGERS, may_be_told

Record = Mapping[str, Any]
TOP_REASONS = 3


@dataclass(frozen=True, slots=True)
class Shortly:
    """How well two people fit, 0 to 1, how much of that is known, and the reasons that count most."""

    score: float
    known: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Couple:
    """A mentee and a mentor: their rows in the scoring, their records, and what both of them show of their profiles."""

    row: int
    col: int
    mentee: Record
    mentor: Record
    seen: frozenset[str]


def told_shortly(scoring: Scoring, telling: Telling, couples: Sequence[Couple]) -> list[Shortly]:
    """Each of them with the `TOP_REASONS` that strangers may read, worked out together."""
    if not couples:
        return []
    rows, cols = np.array([one.row for one in couples]), np.array([one.col for one in couples])
    points, known = scoring.contributions(rows, cols), scoring.known(rows, cols)
    weights = scoring.weights[rows]
    scores = (points.sum(axis=1) / POINTS).tolist()
    shares = ((weights * known).sum(axis=1) / np.maximum(1, weights.sum(axis=1))).tolist()
    said = sorted(
        (one for one in telling.criteria if one.criterion.key in scoring.criterion_keys),
        key=lambda one: one.criterion.key,
    )
    columns = np.array([scoring.criterion_keys.index(one.criterion.key) for one in said], dtype=np.int64)
    orders = np.argsort(-points[:, columns], axis=1, kind="stable").tolist()
    tellable = (known[:, columns] & np.array([not one.is_secret for one in said], dtype=np.bool_)).tolist()
    return [
        Shortly(score, share, _reasons(couple, telling, [said[at] for at in order if may[at]]))
        for couple, score, share, order, may in zip(couples, scores, shares, orders, tellable, strict=True)
    ]


def _reasons(couple: Couple, telling: Telling, criteria: Sequence[Said]) -> tuple[str, ...]:
    """Sentences in the order of the criteria, until there are enough."""
    mentee, mentor, wording = couple.mentee, couple.mentor, telling.wording
    found = [str(row["reason"]) for row in what_for(mentee, mentor, wording)] if telling.for_needs else []
    for one in criteria:
        if len(found) >= TOP_REASONS:
            break
        kind = one.criterion.kind
        if may_be_told({"kind": kind, "reads": one.reads}, couple.seen, STRANGERS):
            sentence = reason(kind, mentee, mentor, params=one.criterion.params, words=wording.words)
            found += [sentence] if sentence else []
    return tuple(found[:TOP_REASONS])
