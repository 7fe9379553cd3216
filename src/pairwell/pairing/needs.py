"""Programs in which a mentee has one mentor for each of several needs.

The engine knows that a mentor has to serve one of the mentee's needs (the rule below), and how many mentors a mentee
may have. That each of them serves another need is seen to here: where two would serve the same one, the weaker pair
is ruled out and the best pairs are looked for again. What is ruled out stands in the inputs of the run, so that its
record is checked as it was solved.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count, pairwise
from typing import Any, Final

import numpy as np
from django.db.models import Q

from pairwell.matching import Pair, Pool, Problem, Result
from pairwell.matching.columns import Multi
from pairwell.matching.pool import Side
from pairwell.mentorships.rules.ending import OVER
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.engine import make_problem
from pairwell.pairing.models import ProposalSide
from pairwell.pairing.states import HOLDING, ProposalState
from pairwell.programs.models import Program
from pairwell.programs.states import Format

RULE: Final = {"key": "need_in_common", "kind": "shares", "field": "needs"}
KIND: Final = "need"
"""What the part of a match's reasons is called that says what it is for; it stands first and adds no points."""
PATIENCE, END = 4, 8
"""Rounds in which pairs are ruled out; after that a mentee is given fewer places, and in the end one."""
SIDES: Final = ("mentees", "mentors")
Inputs = Mapping[str, Any]
IdPair = tuple[str, str]


def with_needs(program: Program, body: Mapping[str, Any]) -> dict[str, Any]:
    """The policy, with the rule that a mentor serves one of the mentee's needs, where the program has needs.

    A circle is led for everybody alike, and peers have no mentors: there needs count for nothing.
    """
    made = dict(body)
    present = list(made.get("rules", ()))
    alike = made.get("format") in (Format.GROUP, Format.PEER)
    if not program.needs or alike or any(rule["key"] == RULE["key"] for rule in present):
        return made
    return {**made, "rules": [*present, dict(RULE)]}


def still_needed(
    program: Program, mentees: Sequence[dict[str, Any]], *, keep_suggestions: bool
) -> list[dict[str, Any]]:
    """Records of mentees with the needs that nobody serves yet, and one place for each; who has all is left out.

    Served is what a proposal or a mentorship is for that stands, and suggestions that the run keeps.
    """
    if not program.needs or program.format in (Format.GROUP, Format.PEER):
        return list(mentees)
    met = _met(program, keep_suggestions=keep_suggestions)
    found = []
    for record in mentees:
        left = [need for need in record["needs"] or () if need not in met.get(record["id"], ())]
        if left:
            found.append({**record, "needs": left, "places": min(record["places"], len(left))})
        elif not record["needs"]:
            found.append(record)
    return found


def _met(program: Program, *, keep_suggestions: bool) -> dict[str, set[str]]:
    kept = Q(proposal__state=ProposalState.SUGGESTED)
    kept = kept if keep_suggestions else kept & Q(proposal__is_locked=True)
    standing = Q(proposal__state__in=HOLDING) & ~Q(proposal__mentorship__state__in=OVER)
    rows = ProposalSide.objects.filter(
        standing | kept, proposal__program=program, proposal__contributions__0__kind=KIND,
        role=MemberRole.MENTEE,
    )  # fmt: skip
    met: dict[str, set[str]] = {}
    for enrollment, need in rows.values_list("enrollment_id", "proposal__contributions__0__need"):
        met.setdefault(str(enrollment), set()).add(need)
    return met


def has_needs(inputs: Inputs) -> bool:
    """Whether a run looks at needs."""
    return any(rule["key"] == RULE["key"] for rule in inputs["policy"].get("rules", ()))


def own_needs(wanted: Iterable[str], offers: Sequence[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """A need for each mentor, each need once: for as many as possible, those named first before the others.

    offers: (mentor, needs that they serve), the best mentor first. Somebody of whom no needs are known serves any.
    Augmenting paths; a mentor who once has a need keeps one.
    """
    needs = sorted(set(wanted))
    serves = {
        who: sorted(set(theirs) & set(needs)) or (needs if not list(theirs) else []) for who, theirs in offers
    }
    taken: dict[str, str] = {}

    def place(who: str, tried: set[str]) -> bool:
        for need in serves[who]:
            if need in tried:
                continue
            tried.add(need)
            if need not in taken or place(taken[need], tried):
                taken[need] = who
                return True
        return False

    for who, _ in offers:
        place(who, set())
    return {who: need for need, who in taken.items()}


Needs = Mapping[str, Sequence[str]]


def needs_of_pairs(inputs: Inputs, pairs: Iterable[Pair]) -> dict[IdPair, str]:
    """(mentee, mentor) -> the need that the pair is for; pairs without a need of their own are not in it."""
    return _shared_out(*_of_records(inputs), pairs)


def _shared_out(wanted: Needs, served: Needs, pairs: Iterable[Pair]) -> dict[IdPair, str]:
    mine: dict[str, list[Pair]] = {}
    for pair in pairs:
        if pair.mentee in wanted:
            mine.setdefault(pair.mentee, []).append(pair)
    found: dict[IdPair, str] = {}
    for mentee, theirs in mine.items():
        best_first = sorted(theirs, key=lambda pair: (-pair.score, pair.mentor))
        given = own_needs(wanted[mentee], [(pair.mentor, served.get(pair.mentor, ())) for pair in best_first])
        found |= {(mentee, mentor): need for mentor, need in given.items()}
    return found


def _of_records(inputs: Inputs) -> tuple[Needs, Needs]:
    wanted, served = ({r["id"]: r["needs"] for r in inputs[side] if r.get("needs")} for side in SIDES)
    return wanted, served


def _of_pool(pool: Pool) -> tuple[Needs, Needs]:
    wanted, served = (_labels(side) for side in (pool.mentees, pool.mentors))
    return wanted, served


def _labels(side: Side) -> Needs:
    column = side.columns.get("needs")
    if not isinstance(column, Multi):
        return {}
    codes, ends = column.codes.tolist(), column.indptr.tolist()
    listed = ([column.labels[code] for code in codes[start:stop]] for start, stop in pairwise(ends))
    return {who: needs for who, needs in zip(side.ids, listed, strict=True) if needs}


def _second(own: Mapping[IdPair, str], wanted: Needs, pairs: Iterable[Pair]) -> list[IdPair]:
    """Pairs for a need that another mentor of the mentee serves already."""
    return [(p.mentee, p.mentor) for p in pairs if p.mentee in wanted and (p.mentee, p.mentor) not in own]


def solved_for_needs(
    inputs: Inputs, problem: Problem, solve: Callable[[Problem], Result]
) -> tuple[Inputs, Result]:
    """The best pairs in which no mentee has two mentors for one need, and the inputs that they are the best of."""
    for turn in count():
        result = solve(problem)
        if not has_needs(inputs):
            break
        wanted, served = _of_records(inputs)
        own = _shared_out(wanted, served, result.pairs)
        second = _second(own, wanted, result.pairs)
        if not second:
            break
        inputs = _without(inputs, second, own, turn)
        problem = make_problem(inputs)
    return inputs, result


def tried_for_needs(
    problem: Problem, solve: Callable[[Problem], tuple[Result, Any]]
) -> tuple[Problem, Result, Any]:
    """The same for a draft, which has no inputs: the problem without what was ruled out, and what `solve` gives."""
    shares = any(rule.key == RULE["key"] for rule in problem.policy.rules)
    wanted, served = _of_pool(problem.pool) if shares else ({}, {})
    for turn in count():
        result, solution = solve(problem)
        own = _shared_out(wanted, served, result.pairs)
        second = _second(own, wanted, result.pairs)
        if not second:
            break
        problem = replace(problem, pool=_pool_without(problem.pool, second, own, turn))
    return problem, result, solution


def _pool_without(pool: Pool, second: Sequence[IdPair], own: Mapping[IdPair, str], turn: int) -> Pool:
    if turn < PATIENCE:
        rows = [[pool.mentees.positions[a], pool.mentors.positions[b]] for a, b in second]
        return replace(pool, forbid=np.unique([*pool.forbid.tolist(), *rows], axis=0))
    places = pool.mentees.places.copy()
    for mentee, fewer in _fewer(second, own, turn).items():
        places[pool.mentees.positions[mentee]] = fewer
    return replace(pool, mentees=replace(pool.mentees, places=places))


def _fewer(second: Sequence[IdPair], own: Mapping[IdPair, str], turn: int) -> dict[str, int]:
    """Places for those who still have two mentors for one need."""
    mine = Counter(mentee for mentee, _ in own)
    return {mentee: mine.get(mentee, 1) if turn < END else 1 for mentee, _ in second}


def _without(inputs: Inputs, second: Sequence[IdPair], own: Mapping[IdPair, str], turn: int) -> Inputs:
    if turn < PATIENCE:
        return {**inputs, "forbid": [*inputs["forbid"], *(list(pair) for pair in second)]}
    fewer = _fewer(second, own, turn)
    mentees = [{**r, "places": fewer.get(r["id"], r["places"])} for r in inputs["mentees"]]
    return {**inputs, "mentees": mentees}
