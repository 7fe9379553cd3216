"""Two people looked at on their own: how well they fit, and which rules they break."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pairwell.matching import POINTS, Pair, Problem, Scoring
from pairwell.pairing.engine import checked, make_problem, policy_for_engine
from pairwell.pairing.formats import format_chosen, policy_in
from pairwell.pairing.models import MatchRun
from pairwell.pairing.outcome import (
    contributions,
    least_shared_hours,
    mean_contributions,
    telling_of,
    wording_of,
)
from pairwell.pairing.pool import records_of
from pairwell.pairing.warm import warm_run
from pairwell.pairing.words import rule_label
from pairwell.programs.models import Enrollment, Policy, Program


@dataclass(frozen=True)
class Fit:
    """How well two people fit: score and known share from 0 to 1, and labels of the rules they break."""

    score: float
    known: float
    contributions: tuple[dict[str, Any], ...]
    broken: tuple[str, ...]


def fit_of_two(program: Program, mentee: Enrollment, mentor: Enrollment) -> Fit | None:
    """The fit by the present policy; None while the program has none."""
    policy = Policy.objects.filter(program=program).first()
    if policy is None:
        return None
    left, right, fields = records_of(program, mentee, mentor)
    inputs = {
        "mentees": [left], "mentors": [right], "fields": fields, "forbid": [], "standing": [],
        "policy": policy_in(program, policy.body, format_chosen(program, mentee)), "seed": 0,
    }  # fmt: skip
    return fit_in(make_problem(inputs), (0, 0), program, left, right)


def contributions_in(
    run: MatchRun, pairs: Sequence[tuple[str, str]]
) -> tuple[list[dict[str, Any]], float | None, int | None]:
    """What a pair or a circle of a run is made of: contributions, share known, hours in common."""
    inputs: Mapping[str, Any] = run.inputs or {}
    mentees = {r["id"]: r for r in inputs["mentees"]}
    mentors = {r["id"]: r for r in inputs["mentors"]} or mentees
    pool = warm_run(run)
    policy = policy_for_engine(inputs["policy"])
    problem = pool.problem(policy)
    fits = [
        fit_in(problem, pool.place(pair), run.program, mentees[pair[0]], mentors[pair[1]]) for pair in pairs
    ]
    lists = [list(fit.contributions) for fit in fits]
    known = sum(fit.known for fit in fits) / len(fits) if fits else None
    hours = least_shared_hours([(mentees[a], mentors[b]) for a, b in pairs])
    return lists[0] if len(lists) == 1 else mean_contributions(lists), known, hours


def fit_in(
    problem: Problem,
    at: tuple[int, int],
    program: Program,
    mentee: Mapping[str, Any],
    mentor: Mapping[str, Any],
) -> Fit:
    """The fit of a mentee and a mentor of a problem, by their rows."""
    scoring = Scoring(problem)
    broken = scoring.broken(np.array([at[0]]), np.array([at[1]]))[0]
    pair = pair_of(scoring, at, str(mentee["id"]), str(mentor["id"]))
    telling = telling_of(checked(problem.policy.to_dict()), wording_of(program))
    rows_of = contributions(pair, telling, mentee, mentor)
    labels = tuple(rule_label(key) for key, hit in zip(scoring.rule_keys, broken, strict=True) if hit)
    return Fit(pair.score / POINTS, pair.known, tuple(rows_of), labels)


def pair_of(scoring: Scoring, at: tuple[int, int], mentee: str, mentor: str) -> Pair:
    """A pair by its rows: the score, what every criterion adds to it, and how much of it is known."""
    (found,) = pairs_of(scoring, [at], [(mentee, mentor)])
    return found


def pairs_of(scoring: Scoring, at: Sequence[tuple[int, int]], ids: Sequence[tuple[str, str]]) -> list[Pair]:
    """The same for several pairs, worked out together. ids: mentee and mentor of each."""
    if not at:
        return []
    rows, cols = (np.array(side) for side in zip(*at, strict=True))
    points, known, weights = (
        scoring.contributions(rows, cols),
        scoring.known(rows, cols),
        scoring.weights[rows],
    )
    keys = scoring.criterion_keys
    return [
        Pair(
            mentee=mentee,
            mentor=mentor,
            score=int(points[n].sum()),
            contributions={key: int(p) for key, p in zip(keys, points[n], strict=True)},
            known=float(weights[n][known[n]].sum() / max(1, weights[n].sum())),
            unknown=tuple(key for key, told in zip(keys, known[n], strict=True) if not told),
        )
        for n, (mentee, mentor) in enumerate(ids)
    ]
