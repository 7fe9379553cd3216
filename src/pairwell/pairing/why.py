"""Why not these two? The rule that forbids it, or what choosing them would cost the whole."""

from dataclasses import dataclass, replace

import numpy as np

from pairwell.matching import POINTS, Problem, Result
from pairwell.pairing.engine import make_problem, solved
from pairwell.pairing.models import MatchRun
from pairwell.pairing.pairs import Fit, fit_in
from pairwell.pairing.parties import told_about
from pairwell.pairing.sharing import MANAGERS
from pairwell.people.models import Person


@dataclass(frozen=True)
class WhyNot:
    """The answer for two people of a run. chosen: they are a pair; fewer, total, floor: what it would cost."""

    fit: Fit
    chosen: bool
    forbidden: bool
    fewer_matched: int = 0
    total_lost: float = 0.0
    floor_before: float | None = None
    floor_after: float | None = None


def why_not(run: MatchRun, mentee_id: int, mentor_id: int) -> WhyNot | None:
    """The exact price of a pair, found by matching everybody else around it; None when one was not in the run.

    Solves the run's problem once more with the pair kept, so it takes as long as the run itself did.
    """
    inputs = run.inputs or {}
    mentees = {r["id"]: (n, r) for n, r in enumerate(inputs.get("mentees", ()))}
    mentors = {r["id"]: (n, r) for n, r in enumerate(inputs.get("mentors", ()))}
    if str(mentee_id) not in mentees or str(mentor_id) not in mentors or not run.result:
        return None
    (row, left), (col, right) = mentees[str(mentee_id)], mentors[str(mentor_id)]
    problem = make_problem(inputs)
    fit = _told(fit_in(problem, (row, col), run.program, left, right), mentee_id, mentor_id)
    pairs = {(p["mentee"], p["mentor"]) for p in run.result["pairs"]}
    together = (left["id"], right["id"]) in pairs
    never = [left["id"], right["id"]] in inputs["forbid"]
    if together or never or fit.broken:
        return WhyNot(fit, chosen=together, forbidden=never)
    return _priced(run, fit, _with_pair(problem, (row, col)))


def _told(fit: Fit, mentee_id: int, mentor_id: int) -> Fit:
    found = Person.objects.filter(enrollments__in=(mentee_id, mentor_id)).select_related("profile")
    return replace(fit, contributions=tuple(told_about(found, fit.contributions, MANAGERS)))


def _with_pair(problem: Problem, pair: tuple[int, int]) -> Result:
    pool = replace(problem.pool, keep=np.array([pair], dtype=np.int64))
    return solved(Problem(pool, problem.policy, seed=problem.seed), _silent)


def _silent(phase: str, done: int, total: int) -> None:
    """Nobody watches this one."""


def _priced(run: MatchRun, fit: Fit, other: Result) -> WhyNot:
    before = (run.result or {})["summary"]
    floor = before["floor"]
    return WhyNot(
        fit,
        chosen=False,
        forbidden=False,
        fewer_matched=before["matched"] - other.summary.matched,
        total_lost=(before["total"] - other.summary.total) / POINTS,
        floor_before=None if floor is None else floor / POINTS,
        floor_after=None if other.summary.floor is None else other.summary.floor / POINTS,
    )
