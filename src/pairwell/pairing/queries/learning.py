"""What the outcomes of a program teach: aggregates over many mentorships, never one of them.

Usefulness, fit checks and endings of single mentorships are averaged in the database and leave this module only as
figures over many (see learning_rules for the least numbers).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Avg, Case, Count, F, FloatField, OuterRef, Q, Subquery, Value, When

from pairwell.mentorships.models import Reflection
from pairwell.mentorships.states import MentorshipState
from pairwell.pairing.learning_rules import (
    ENOUGH,
    LEAST,
    PLENTY,
    WENT_WELL,
    Foretold,
    Group,
    Outcomes,
    Proposed,
    blended,
    calibration,
    counted,
    foretold,
    outcome_of,
    propose,
)
from pairwell.pairing.models import FitCheck, Proposal
from pairwell.pairing.needs import KIND
from pairwell.programs.models import Program

NEUTRAL = 0.5


@dataclass(frozen=True)
class Lesson:
    """One criterion: its present weight and the proposed one in percent, and how far it foretold outcomes."""

    key: str
    label: str
    weight: float
    proposed: float | None
    known: float
    foretold: Foretold | None


@dataclass(frozen=True)
class Learned:
    """Everything the page shows. counted: mentorships the figures are made from; missing: how many more it takes."""

    counted: int
    missing: int
    for_weights: int
    is_little: bool
    went_well: float | None
    groups: tuple[Group, ...]
    whole: Foretold | None
    lessons: tuple[Lesson, ...]
    proposed: Proposed | None


def learned_from(program: Program) -> Learned:
    """Did scores foretell how mentorships went? Two queries, whatever their number."""
    rows = _outcomes(program)
    number = counted(len(rows))
    if number < LEAST:
        return Learned(number, LEAST - len(rows), ENOUGH - len(rows), True, None, (), None, (), None)
    rows = rows[:number]
    data, labels = _arrays(rows)
    proposal = propose(data)
    present = [round(100 * float(w), 1) for w in data.weights]
    new: list[float | None] = [None] * len(present)
    if proposal is not None:
        new = list(blended(present, [proposal.weights[key] for key in data.keys], number))
    lessons = tuple(
        Lesson(
            key=key,
            label=labels[key],
            weight=present[at],
            proposed=new[at],
            known=float(data.known[:, at].mean()),
            foretold=foretold(data.values[data.known[:, at], at], data.outcomes[data.known[:, at]]),
        )
        for at, key in enumerate(data.keys)
    )
    return Learned(
        counted=number,
        missing=0,
        for_weights=max(0, ENOUGH - number),
        is_little=number < PLENTY,
        went_well=float((data.outcomes >= WENT_WELL).mean()),
        groups=tuple(calibration(data.scores, data.outcomes)),
        whole=foretold(data.scores, data.outcomes),
        lessons=tuple(sorted(lessons, key=lambda lesson: -lesson.weight)),
        proposed=proposal,
    )


Row = tuple[float, list[Mapping[str, Any]], float]


def _outcomes(program: Program) -> list[Row]:
    """(score, contributions, outcome) of every mentorship that is over and that somebody said something about."""
    found = []
    for score, parts, useful, fit, state in _over(program).values_list(
        "score", "contributions", "useful", "fit", "mentorship__state"
    ):
        outcome = outcome_of(useful=useful, fit=fit, completed=state == MentorshipState.COMPLETED)
        if outcome is not None and parts:
            found.append((float(score), [part for part in parts if part.get("kind") != KIND], outcome))
    return found


def _over(program: Program) -> Any:  # the columns it adds are unknown to the type of its rows
    """In the order in which they ended, so that a later look only adds to an earlier one."""
    said = Reflection.objects.filter(mentorship=OuterRef("mentorship")).order_by()
    useful = said.values("mentorship").annotate(mean=Avg("useful")).values("mean")
    worth = Case(
        When(answer="good", then=Value(1.0)),
        When(answer="undecided", then=Value(0.5)),
        default=Value(0.0),
        output_field=FloatField(),
    )
    checks = FitCheck.objects.filter(~Q(answer=""), mentorship=OuterRef("mentorship")).order_by()
    fit = checks.values("mentorship").annotate(mean=Avg(worth), n=Count("pk")).values("mean")
    ended = (MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY)
    found = Proposal.objects.filter(program=program, mentorship__state__in=ended, score__isnull=False)
    found = found.annotate(useful=Subquery(useful), fit=Subquery(fit))
    return found.order_by(F("mentorship__ended_at").asc(nulls_last=True), "mentorship_id")


def _arrays(rows: list[Row]) -> tuple[Outcomes, dict[str, str]]:
    labels: dict[str, str] = {}
    weights: dict[str, list[float]] = {}
    for _, parts, _ in rows:
        for part in parts:
            labels[part["key"]] = part["label"]
            weights.setdefault(part["key"], []).append(float(part["weight"]))
    keys = tuple(sorted(key for key in labels if len(weights[key]) >= len(rows) // 2))
    values, known = np.full((len(rows), len(keys)), NEUTRAL), np.zeros((len(rows), len(keys)), dtype=np.bool_)
    for row, (_, parts, _) in enumerate(rows):
        for part in parts:
            if part["key"] in keys:
                at = keys.index(part["key"])
                values[row, at], known[row, at] = float(part["score"]), bool(part["known"])
    share = np.array([float(np.mean(weights[key])) for key in keys])
    share = share / share.sum() if share.sum() else np.full(len(keys), 1 / max(1, len(keys)))
    data = Outcomes(
        keys=keys, scores=np.array([r[0] for r in rows]), values=values, known=known,
        outcomes=np.array([r[2] for r in rows]), weights=share,
    )  # fmt: skip
    return data, labels
