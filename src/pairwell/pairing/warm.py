"""Pools that stay in memory between two clicks, so that a changed weight is answered at once.

Each process keeps its own, a few programs at a time, and each is read again as soon as any row that matching
looks at has changed (see freshness). Nothing here writes; a program that is too large for this is evaluated
without being kept.
"""

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from pairwell.core.errors import Refusal, Refused
from pairwell.matching import (
    POINTS,
    Criterion,
    MatchingError,
    Policy,
    Pool,
    Problem,
    Result,
    Scoring,
    ShadowPrice,
)
from pairwell.pairing.engine import (
    compared_texts,
    helpful,
    policy_for_engine,
    pool_of,
    problem_of,
    texts_of,
    tried,
    understood,
)
from pairwell.pairing.freshness import stamp_of
from pairwell.pairing.meanings import unknown
from pairwell.pairing.models import MatchRun
from pairwell.pairing.needs import tried_for_needs
from pairwell.pairing.pool import build_pool
from pairwell.programs.models import Program

MOST_PROGRAMS, MOST_PEOPLE, MOST_PAIRS, MOST_RESULTS, MOST_SCORINGS = 4, 40_000, 60_000, 12, 3
"""What a process keeps at most: pools, people in them together; per pool pairs of results, results, scorings."""
AT_ONCE = 32
"""So many new texts are understood while somebody waits for a page."""
NEW_TEXTS = (
    "{new:,} texts that people wrote are new here and being understood. "
    "What this policy brings is shown as soon as that is done."
)
IdPair = tuple[str, str]
NOBODY = (
    "Nobody is free to be matched now: everybody has a match or a proposal, or nobody is approved yet. "
    "As soon as somebody is, you will see here what the policy brings."
)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a policy would bring for a pool, and how long that took."""

    policy: Policy
    result: Result
    seconds: float
    help: Callable[[], tuple[ShadowPrice, ...]]

    @cached_property
    def advice(self) -> tuple[ShadowPrice, ...]:
        """What would help most; worked out when first asked for, as it solves again several times."""
        return self.help()

    @cached_property
    def pairs(self) -> frozenset[IdPair]:
        """(mentee, mentor) of every pair; in a circle every member with every leader; peers once."""
        return frozenset((p.mentee, p.mentor) for p in self.result.pairs)

    @cached_property
    def partners(self) -> dict[str, tuple[str, ...]]:
        """Who each matched person gets; for pairs of two roles, of the mentees."""
        found: dict[str, list[str]] = {}
        peers = self.result.format == "peer"
        for pair in self.result.pairs:
            found.setdefault(pair.mentee, []).append(pair.mentor)
            if peers:
                found.setdefault(pair.mentor, []).append(pair.mentee)
        return {who: tuple(sorted(others)) for who, others in found.items()}


class Warm:
    """One program's pool in memory, with the latest evaluations. One computation at a time."""

    def __init__(self, pool: Pool, *, stamp: str, peers: bool, program_id: int | None = None) -> None:
        """program_id: of a pool as it is now, whose texts the worker understands when they are many."""
        self.pool, self.stamp, self.peers, self._program_id = pool, stamp, peers, program_id
        self._lock = threading.Lock()
        self._texts: frozenset[str] = frozenset()
        self._found: OrderedDict[str, Evaluation] = OrderedDict()
        self._scorings: OrderedDict[str, Scoring] = OrderedDict()

    @property
    def people(self) -> int:
        return len(self.pool.mentees) + len(self.pool.mentors)

    @property
    def can_match(self) -> bool:
        """Whether there is anybody to match with anybody."""
        least = 2 if self.peers else 1
        return len(self.pool.mentees) >= least and (self.peers or len(self.pool.mentors) > 0)

    def evaluated(self, body: Mapping[str, Any]) -> Evaluation:
        """The best pairs under this policy. Raises Refused or MatchingError when the engine does not take it."""
        policy = policy_for_engine(body)
        key = _key(policy)
        with self._lock:
            if key not in self._found:
                self._found[key] = self._solve(policy, key)
                self._forget()
            self._found.move_to_end(key)
            return self._found[key]

    def _solve(self, policy: Policy, key: str) -> Evaluation:
        started = time.perf_counter()
        problem, result, solution = tried_for_needs(self._problem(policy), tried)
        if solution is not None:
            self._remember(key, solution.scoring)
            solution = solution if solution.scoring.small else None  # a large one is not worth its memory
        return Evaluation(
            policy, result, time.perf_counter() - started, lambda: helpful(problem, solution, result)
        )

    def _problem(self, policy: Policy) -> Problem:
        texts = frozenset(compared_texts(policy))
        if not texts <= self._texts:
            self._leave_many(policy)
            self.pool, self._texts = understood(self.pool, policy), self._texts | texts
        return problem_of(self.pool, policy)

    def _leave_many(self, policy: Policy) -> None:
        """Nobody waits on a page for many texts that are new."""
        from pairwell.pairing.understanding import ask_to_understand  # noqa: PLC0415 - work of the worker

        if self._program_id is None:
            return
        new = len(unknown(texts_of(self.pool, policy)))
        if new > AT_ONCE:
            ask_to_understand(self._program_id)
            raise Refused.because("new_texts", NEW_TEXTS.format(new=new))

    def _forget(self) -> None:
        while len(self._found) > MOST_RESULTS or (
            len(self._found) > 1 and sum(len(e.result.pairs) for e in self._found.values()) > MOST_PAIRS
        ):
            self._found.popitem(last=False)

    def _remember(self, key: str, scoring: Scoring) -> None:
        self._scorings[key] = scoring
        while len(self._scorings) > MOST_SCORINGS:
            self._scorings.popitem(last=False)

    def scoring(self, policy: Policy) -> Scoring:
        """Scores and rules of a policy for this pool; that of the last policies tried is still there."""
        key = _key(policy)
        with self._lock:
            if key not in self._scorings:
                self._remember(key, Scoring(self._problem(policy)))
            self._scorings.move_to_end(key)
            return self._scorings[key]

    def problem(self, policy: Policy, *, seed: int = 0) -> Problem:
        """The pool with this policy, texts understood."""
        with self._lock:
            return replace(self._problem(policy), seed=seed)

    def knows(self, pair: IdPair) -> bool:
        """Whether both are in this pool."""
        right = self.pool.mentees if self._one_side else self.pool.mentors
        return pair[0] in self.pool.mentees.positions and pair[1] in right.positions

    def scores(self, policy: Policy, pairs: Sequence[IdPair]) -> list[float]:
        """What these pairs score under a policy, 0 to 1."""
        if not pairs:
            return []
        scores = self.scoring(policy).exact(*self.places(pairs))
        return [float(s) / POINTS for s in scores]

    def criteria(self, criteria: Iterable[Criterion], pairs: Sequence[IdPair]) -> dict[str, float]:
        """The mean of every criterion over these pairs, 0 to 1, whatever its weight."""
        even = tuple(replace(criterion, weight=1.0) for criterion in criteria)
        if not pairs or not even:
            return {}
        policy = Policy(criteria=even, format="traditional")
        scoring = self.scoring(policy)
        points = scoring.contributions(*self.places(pairs)).mean(axis=0)
        share = POINTS / len(scoring.criterion_keys)
        keyed = zip(scoring.criterion_keys, points.tolist(), strict=True)
        return {key: min(1.0, value / share) for key, value in keyed}

    @property
    def _one_side(self) -> bool:
        return self.peers and not len(self.pool.mentors)

    def place(self, pair: IdPair) -> tuple[int, int]:
        """Row and column of a pair."""
        rows, cols = self.places([pair])
        return int(rows[0]), int(cols[0])

    def places(self, pairs: Sequence[IdPair]) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of pairs."""
        left = self.pool.mentees.positions
        right = left if self._one_side else self.pool.mentors.positions
        rows = np.array([left[a] for a, _ in pairs], dtype=np.int64)
        return rows, np.array([right[b] for _, b in pairs], dtype=np.int64)


def _key(policy: Policy) -> str:
    """The same text for the same policy, however it was written."""
    return json.dumps(policy.to_dict(), sort_keys=True)


_kept: OrderedDict[tuple[str, int, str], Warm] = OrderedDict()
_keeping = threading.Lock()


def warm(program: Program, format_: str = "") -> Warm:
    """The program's pool as it is now: from memory when nothing has changed since it was read.

    format_: those who chose one of its other formats.
    """
    stamp = stamp_of(program)
    return _remembered(
        ("program", program.pk, format_), stamp, program,
        lambda: build_pool(program, keep_suggestions=False, format_=format_).to_dict(),
    )  # fmt: skip


def warm_run(run: MatchRun) -> Warm:
    """The pool of a run as it was frozen; it never changes."""
    return _remembered(("run", run.pk, ""), "frozen", run.program, lambda: run.inputs or {})


def _remembered(
    key: tuple[str, int, str], stamp: str, program: Program, read: Callable[[], Mapping[str, Any]]
) -> Warm:
    with _keeping:
        found = _kept.get(key)
        if found is not None and found.stamp == stamp:
            _kept.move_to_end(key)
            return found
    program_id = program.pk if key[0] == "program" else None
    made = Warm(pool_of(read()), stamp=stamp, peers=program.format == "peer", program_id=program_id)
    with _keeping:
        _kept[key] = made
        _kept.move_to_end(key)
        while len(_kept) > 1 and (
            len(_kept) > MOST_PROGRAMS or sum(w.people for w in _kept.values()) > MOST_PEOPLE
        ):
            _kept.popitem(last=False)
    return made


def evaluated(pool: Warm, body: Mapping[str, Any]) -> Evaluation:
    """What the policy brings for the pool; Refused in a sentence when it can not be."""
    if not pool.can_match:
        raise Refused.because("nobody", NOBODY)
    try:
        return pool.evaluated(body)
    except MatchingError as problem:
        raise Refused(Refusal("policy", str(problem))) from problem


def forget_everything() -> None:
    """Let go of every pool; for tests and for processes that want the memory back."""
    with _keeping:
        _kept.clear()
