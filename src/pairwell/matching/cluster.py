"""Scoring spread over several machines by Dask (`pip install 'pairwell[cluster]'`), with the same lists.

Row blocks need nothing from each other: every worker builds the same matrices from the same problem, scans
the blocks it is given and sends back their best lists. Blocks are cut as on one machine, so the lists are
the same bit for bit, whichever worker scored which (on processors for which numpy's matrix product gives
the same bits; final scores are whole numbers and are computed anew where the lists come together).

A worker that dies costs the blocks it held: Dask gives them to another one.
"""

from __future__ import annotations

import hashlib
import importlib
import pickle
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pairwell.matching.assemble import finish
from pairwell.matching.blocks import ROWS, best_lists
from pairwell.matching.columns import IntArray
from pairwell.matching.errors import MatchingError
from pairwell.matching.packing import pack_rules
from pairwell.matching.problem import Problem
from pairwell.matching.result import Result
from pairwell.matching.scoring import Scoring
from pairwell.matching.solving import Progress, solve_pairs

if TYPE_CHECKING:
    from distributed import Client

BLOCKS_A_TASK = 4
TIMEOUT = 10.0
Lists = tuple[NDArray[np.float32], IntArray, IntArray]


class ClusterAbsent(MatchingError):  # noqa: N818 - it says what is so
    """Dask is not installed, or no scheduler answers; the message says what to do."""


def connect(address: str, *, timeout: float | None = None) -> Client:
    """A client of the Dask scheduler at `address` ("tcp://10.0.0.5:8786").

    Raises:
        ClusterAbsent: Dask is not installed, or nobody answers within `timeout` seconds (10).
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise ClusterAbsent(
            "Dask is not installed. Install it with: pip install 'pairwell[cluster]'."
        ) from None
    try:
        client: Client = distributed.Client(address, timeout=TIMEOUT if timeout is None else timeout)
    except (OSError, TimeoutError):
        raise ClusterAbsent(
            f"No Dask scheduler answers at {address}. Start one with: dask scheduler."
        ) from None
    return client


class ClusterScoring(Scoring):
    """`Scoring` whose lists of best mentors come from a cluster; everything else stays here."""

    def __init__(
        self,
        problem: Problem,
        client: Client,
        *,
        threads: int | None = None,
        tick: Callable[[int, int], None] | None = None,
    ) -> None:
        super().__init__(problem, threads, tick)
        self._client: Any = client
        self._packed = pickle.dumps(problem, protocol=pickle.HIGHEST_PROTOCOL)
        self._key = hashlib.blake2b(self._packed, digest_size=16).hexdigest()

    def _scan(self, rows: IntArray, k: int) -> tuple[NDArray[np.float32], IntArray, IntArray]:
        k = max(1, min(k, self.mentors))
        values = np.zeros((len(rows), k), dtype=np.float32)
        cols = np.zeros((len(rows), k), dtype=np.int64)
        count = np.zeros(len(rows), dtype=np.int64)
        # A task of its own, not data laid on a worker: when its holder dies, it is made again from here.
        problem = self._client.submit(_unpacked, self._packed, key=f"problem-{self._key}")
        step = ROWS * BLOCKS_A_TASK
        places, tasks = [], []
        for levels, chosen in self._variants(rows):
            for start in range(0, len(chosen), step):
                place = chosen[start : start + step]
                places.append(place)
                tasks.append(
                    self._client.submit(_best_of_part, problem, self._key, levels, rows[place], k, pure=False)
                )
        for place, found in zip(places, self._gathered(tasks), strict=True):
            values[place], cols[place], count[place] = found
        return values, cols, count

    def _gathered(self, tasks: Sequence[Any]) -> list[Lists]:
        distributed: Any = importlib.import_module("distributed")
        for done, _ in enumerate(distributed.as_completed(tasks), start=1):
            self.tick(done, len(tasks))
        found: list[Lists] = self._client.gather(list(tasks))
        return found


def solve_on(problem: Problem, client: Client, *, progress: Progress | None = None) -> Result:
    """`solve` with the scoring done by a cluster; for pairs of mentors and mentees and their objectives.

    The result is the one that `solve` gives. Pools of up to 400,000 pairs are scored here: sending
    them would take longer.
    """
    tell = progress or (lambda phase, done, total: None)
    scoring = ClusterScoring(problem, client, tick=lambda done, total: tell("scoring", done, total))
    return finish(problem, solve_pairs(problem, scoring=scoring, progress=progress), tell)


def _unpacked(data: bytes) -> Problem:
    problem: Problem = pickle.loads(data)  # noqa: S301 - written by our own client, over its own connection
    return problem


# One problem at a time is enough for a worker; an older one only takes memory.
_prepared: dict[str, Scoring] = {}


def _best_of_part(problem: Problem, key: str, levels: IntArray, rows: IntArray, k: int) -> Lists:
    """Runs on a worker: the best k of each of `rows`, whose rules stand at `levels`."""
    scoring = _prepared.get(key)
    if scoring is None:
        scoring = Scoring(problem)
        scoring.folded()
        _prepared.clear()
        _prepared[key] = scoring
    rules = pack_rules(scoring.rules, levels, scoring.mentees, scoring.mentors)
    return best_lists(scoring.folded(), scoring.blocks, rows, k, rules, lambda done, total: None)
