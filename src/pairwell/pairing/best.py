"""The best partner who is still free for one mentee, by the present policy."""

from dataclasses import dataclass

import numpy as np

from pairwell.matching import Scoring
from pairwell.pairing.engine import make_problem
from pairwell.pairing.formats import format_chosen, policy_in
from pairwell.pairing.outcome import least_shared_hours
from pairwell.pairing.pairs import Fit, fit_in
from pairwell.pairing.pool import build_pool
from pairwell.programs.models import Enrollment, Policy, Program


@dataclass(frozen=True)
class Partner:
    """Somebody who is free, and how well they fit."""

    enrollment_id: int
    fit: Fit
    hours: int | None


def best_partner(program: Program, mentee: Enrollment) -> Partner | None:
    """The mentor with a free place and the best fit whom no rule forbids; places of suggestions count as taken.

    Among those who chose the mentee's format, where the program has several.
    """
    policy = Policy.objects.filter(program=program).first()
    if policy is None:
        return None
    format_ = format_chosen(program, mentee)
    pool = build_pool(program, keep_suggestions=True, format_=format_)
    inputs = {**pool.to_dict(), "policy": policy_in(program, policy.body, format_), "seed": 0}
    here = [r for r in inputs["mentees"] if r["id"] == str(mentee.pk)]
    if not here or not inputs["mentors"]:
        return None
    inputs["mentees"] = here
    inputs["forbid"] = [pair for pair in inputs["forbid"] if pair[0] == str(mentee.pk)]
    inputs["standing"] = []
    problem = make_problem(inputs)
    scoring = Scoring(problem)
    cols = np.arange(len(inputs["mentors"]))
    rows = np.zeros_like(cols)
    never = set(problem.pool.forbid[:, 1].tolist())
    allowed = scoring.allowed(rows, cols) & ~np.isin(cols, list(never))
    if not allowed.any():
        return None
    best = int(np.argmax(np.where(allowed, scoring.exact(rows, cols), -1)))
    record = inputs["mentors"][best]
    fit = fit_in(problem, (0, best), program, here[0], record)
    return Partner(int(record["id"]), fit, least_shared_hours([(here[0], record)]))
