"""A program's directory in memory, so that a search is answered at once; each process keeps a few programs.

A snapshot is read again when a row it is made of has changed. In large programs others' changes may be as old
as a few seconds (`PATIENCE` times what reading takes); whether somebody may be seen at all is never taken from
here but asked anew for every page.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pairwell.matching import POINTS, Policy, Pool, Scoring
from pairwell.pairing.directory.quickly import quickly_understood
from pairwell.pairing.directory.rows import Entry, Rows, read_rows, stamp_of, stems_of
from pairwell.pairing.directory.shortly import Couple, Shortly, told_shortly
from pairwell.pairing.engine import policy_for_engine, problem_of
from pairwell.pairing.formats import policy_of
from pairwell.pairing.outcome import Telling, Wording, contributions, telling_of, wording_of
from pairwell.pairing.pairs import pairs_of
from pairwell.pairing.queries.completeness import complete_percent
from pairwell.pairing.sharing import STRANGERS, told
from pairwell.programs.models import Program
from pairwell.programs.states import Side

MOST_PROGRAMS = 6
MOST_TOLD = 200
"""People of whom is kept what was said about them to one reader."""
SMALL = 1_500
"""Up to so many people a program is compared with the database for every page."""
PATIENCE = 20
HALF_SECONDS = 30
"""A directory without the meaning of its texts is read again after so long."""
PERCENT_SECONDS = 60
"""How many profiles are complete is asked again after so long."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SideIndex:
    """One side, ready to be searched: masks over its entries by value of every filter, values in order (`counting`: as
    a matrix in the same order), positions by stem and by word as it is written.
    """

    entries: tuple[Entry, ...]
    ids: NDArray[np.int64]
    position: dict[int, int]
    masks: dict[str, dict[str, Bools]]
    counting: dict[str, NDArray[np.float32]]
    stems: dict[str, NDArray[np.int64]]
    written: dict[str, NDArray[np.int64]]
    order: NDArray[np.int64]

    @classmethod
    def of(cls, entries: tuple[Entry, ...]) -> "SideIndex":
        names = sorted(range(len(entries)), key=lambda row: (entries[row].name.casefold(), entries[row].id))
        masks = _masks(entries)
        return cls(
            entries=entries,
            ids=np.array([entry.id for entry in entries], dtype=np.int64),
            position={entry.id: row for row, entry in enumerate(entries)},
            masks=masks,
            counting={name: _matrix(values, len(entries)) for name, values in masks.items()},
            stems=_positions(stems_of([entry.text for entry in entries])),
            written=_positions(set(entry.text.split()) for entry in entries),
            order=np.array(names, dtype=np.int64),
        )


def _positions(words: Iterable[Iterable[str]]) -> dict[str, NDArray[np.int64]]:
    """Where each word is, of the words of every entry."""
    found: dict[str, list[int]] = {}
    for row, listed in enumerate(words):
        for word in listed:
            found.setdefault(word, []).append(row)
    return {word: np.array(rows, dtype=np.int64) for word, rows in found.items()}


def _masks(entries: tuple[Entry, ...]) -> dict[str, dict[str, Bools]]:
    masks: dict[str, dict[str, Bools]] = {"skill": {}, "department": {}, "office": {}, "language": {}}
    for row, entry in enumerate(entries):
        values = [("skill", key) for key in entry.skills] + [("language", one) for one in entry.languages]
        values += [("department", entry.department)] if entry.department else []
        values += [("office", entry.office)] if entry.office else []
        for name, value in values:
            masks[name].setdefault(value, np.zeros(len(entries), dtype=np.bool_))[row] = True
    return {name: dict(sorted(values.items())) for name, values in masks.items()}


def _matrix(values: dict[str, Bools], length: int) -> NDArray[np.float32]:
    """The masks of one filter as rows of a matrix: all its values are counted by one product, exactly."""
    return np.array(list(values.values()), dtype=np.float32).reshape(len(values), length)


@dataclass(frozen=True)
class Fits:
    """How well everybody of the other side fits one person: points of a million, and whether the rules allow it.

    told: what was said of some of them already, by id; somebody who looks around sees the best fits again and again.
    """

    scores: NDArray[np.int64]
    allowed: Bools
    told: dict[int, Shortly] = field(default_factory=dict)


@dataclass
class Snapshot:
    """The directory of a format of a program: both sides, the policy it is weighed with, how reasons are said.

    complete: how many percent of the whole program said enough to be recommended, and when that was asked.
    """

    program_id: int
    stamp: str
    rows: Rows
    sides: dict[str, SideIndex]
    scoring: Scoring
    policy: Policy
    wording: Wording
    has_meaning: bool
    made_at: float
    seconds: float
    fits: OrderedDict[tuple[str, int], Fits] = field(default_factory=OrderedDict)
    complete: tuple[int, float] | None = None

    @property
    def is_half_understood(self) -> bool:
        """Texts were new when it was read; by now the worker may have understood them."""
        return not self.has_meaning and time.monotonic() - self.made_at > HALF_SECONDS

    def complete_percent(self, program: Program) -> int:
        """The share of its program's people who said enough, at most `PERCENT_SECONDS` old: people come and go without
        a change of the rows in here.
        """
        asked = self.complete
        if asked is None or time.monotonic() - asked[1] > PERCENT_SECONDS:
            asked = self.complete = (complete_percent(program), time.monotonic())
        return asked[0]

    def fits_of(self, viewer: int, looking_at: str) -> Fits | None:
        """The fit of everybody on a side with this enrollment; None for somebody who is not on the other side."""
        own = self.sides[Side.MENTEE if looking_at == Side.MENTOR else Side.MENTOR].position.get(viewer)
        if own is None:
            return None
        key = (looking_at, viewer)
        found = self.fits.get(key)
        if found is None:
            every = np.arange(len(self.sides[looking_at].entries))
            mine = np.full(len(every), own)
            rows, cols = (mine, every) if looking_at == Side.MENTOR else (every, mine)
            found = self.fits[key] = Fits(self.scoring.exact(rows, cols), self.scoring.allowed(rows, cols))
            while len(self.fits) > 200:
                self.fits.popitem(last=False)
        return found

    @cached_property
    def telling(self) -> Telling:
        """How its pairs are told of."""
        return telling_of(self.policy, self.wording)

    def why(self, mentee: int, mentor: int) -> tuple[float, float, list[dict[str, object]]]:
        """(score, known, contributions with reasons) of two enrollments that are both in here."""
        (found,) = self.why_each([(mentee, mentor)])
        return found

    def why_each(
        self, pairs: Sequence[tuple[int, int]]
    ) -> list[tuple[float, float, list[dict[str, object]]]]:
        """The same for several (mentee, mentor), worked out together."""
        couples = self._couples(pairs)
        at = [(one.row, one.col) for one in couples]
        fits = pairs_of(self.scoring, at, [(one.mentee["id"], one.mentor["id"]) for one in couples])
        found = []
        for pair, one in zip(fits, couples, strict=True):
            parts = contributions(pair, self.telling, one.mentee, one.mentor)
            found.append((pair.score / POINTS, pair.known, told(parts, one.seen, STRANGERS)))
        return found

    def shortly(self, viewer: int, looking_at: str, others: Sequence[int]) -> dict[int, Shortly]:
        """Fits with the reasons that count most, for a list, by the other's id; nothing for who is not in here."""
        fits, there = self.fits_of(viewer, looking_at), self.sides[looking_at].position
        if fits is None:
            return {}
        found = {pk: said for pk in others if (said := fits.told.get(pk))}  # others may clear it meanwhile
        new = [pk for pk in others if pk in there and pk not in found]
        pairs = [(viewer, pk) if looking_at == Side.MENTOR else (pk, viewer) for pk in new]
        found |= zip(new, told_shortly(self.scoring, self.telling, self._couples(pairs)), strict=True)
        if len(fits.told) > MOST_TOLD:
            fits.told.clear()
        fits.told.update(found)
        return found

    def _couples(self, pairs: Sequence[tuple[int, int]]) -> list[Couple]:
        left, right = self.sides[Side.MENTEE], self.sides[Side.MENTOR]
        at = ((left.position[mentee], right.position[mentor]) for mentee, mentor in pairs)
        return [
            Couple(
                row,
                col,
                self.rows.mentees[row],
                self.rows.mentors[col],
                left.entries[row].seen & right.entries[col].seen,
            )
            for row, col in at
        ]


def read_snapshot(program: Program, stamp: str, format_: str = "") -> Snapshot:
    """Everything anew: seconds for the largest programs."""
    started = time.perf_counter()
    rows = read_rows(program, format_)
    policy = policy_for_engine(policy_of(program, format_))
    pool = Pool.from_records(rows.mentees, rows.mentors, fields=rows.fields)
    pool, complete = quickly_understood(pool, policy)
    return Snapshot(
        program_id=program.pk,
        stamp=stamp,
        rows=rows,
        sides={
            Side.MENTEE: SideIndex.of(rows.mentee_entries),
            Side.MENTOR: SideIndex.of(rows.mentor_entries),
        },
        scoring=Scoring(problem_of(pool, policy)),
        policy=policy,
        wording=wording_of(program),
        has_meaning=complete,
        made_at=time.monotonic(),
        seconds=time.perf_counter() - started,
    )


_kept: OrderedDict[tuple[int, str], Snapshot] = OrderedDict()
_keeping = threading.Lock()
_reading: dict[tuple[int, str], threading.Lock] = {}


def snapshot_of(program: Program, format_: str = "", *, fresh: bool = False) -> Snapshot:
    """The directory of a program, of those in one format; `fresh` insists on the present rows (somebody has just
    changed their own).
    """
    key = (program.pk, format_)
    with _keeping:
        found = _kept.get(key)
        own = _reading.setdefault(key, threading.Lock())
    if found is not None and not fresh and _is_young(found):
        return found
    with own:
        stamp = stamp_of(program)
        with _keeping:
            found = _kept.get(key)
        if found is None or found.stamp != stamp or found.is_half_understood:
            found = read_snapshot(program, stamp, format_)
        elif found.has_meaning:
            found.made_at = time.monotonic()
    with _keeping:
        _kept[key] = found
        _kept.move_to_end(key)
        while len(_kept) > MOST_PROGRAMS:
            _kept.popitem(last=False)
    return found


def _is_young(found: Snapshot) -> bool:
    people = sum(len(side.entries) for side in found.sides.values())
    return people > SMALL and time.monotonic() - found.made_at < PATIENCE * found.seconds
