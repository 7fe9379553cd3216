"""Scores of pairs: exact points for any index pairs, hard rules, and the best mentors per mentee.

The canonical score is a whole number: per criterion round(weight x value) in points, summed. Small
pools are scored whole and exactly; large ones by approximate blocks (`folding`), exact for what is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairwell.matching.blocks import Blocks, best_lists, violators
from pairwell.matching.columns import BoolArray, IntArray
from pairwell.matching.criteria.compiling import compile_criteria
from pairwell.matching.folding import Folded, fold_terms
from pairwell.matching.packing import Packed, pack_rules
from pairwell.matching.problem import Problem
from pairwell.matching.result import POINTS
from pairwell.matching.rules import by_level, compile_rules, first_levels, next_level, with_forbidden

SMALL = 400_000
"""Up to this many pairs, everything is scored exactly without compiled code."""
PIECE = 1 << 16


@dataclass(frozen=True, eq=False)
class Candidates:
    """Kept allowed pairs as compressed rows: mentee i has `cols[indptr[i]:indptr[i + 1]]`.

    Each row is ordered by falling `scores` (exact points), then by column. `threshold` (mentees,): no
    allowed pair that was not kept scores more than this; -1 when nothing was dropped.
    """

    indptr: IntArray
    cols: IntArray
    scores: IntArray
    threshold: IntArray

    @property
    def rows(self) -> IntArray:
        """The mentee row of every entry."""
        return np.repeat(np.arange(len(self.indptr) - 1, dtype=np.int64), np.diff(self.indptr))


@dataclass(frozen=True, eq=False)
class Priced:
    """No allowed pair that was dropped has score >= `least` and scale x score > need_rows + need_cols."""

    scale: int
    least: int
    need_rows: IntArray
    need_cols: IntArray


class Scoring:
    """Compiled criteria and rules of a problem. Safe to read from several threads once built."""

    def __init__(
        self, problem: Problem, threads: int | None = None, tick: Callable[[int, int], None] | None = None
    ) -> None:
        self.problem = problem
        self.mentees, self.mentors = len(problem.pool.mentees), len(problem.pool.mentors)
        self.criteria, self.terms, self.weights = compile_criteria(problem)
        self.criterion_keys = tuple(criterion.key for criterion in self.criteria)
        self.rules = compile_rules(problem)
        self.rule_keys = tuple(rule.key for rule in self.rules)
        self.levels = first_levels(self.rules, self.mentees)
        self.small = self.mentees * self.mentors <= SMALL
        self.blocks = Blocks(threads)
        self.tick = tick or (lambda done, total: None)
        self._folded: Folded | None = None
        self._grid: tuple[IntArray, BoolArray] | None = None
        self._lists: tuple[int, Candidates] | None = None
        self._laid_out: dict[bytes, Packed] = {}
        self._struck: IntArray = np.zeros(0, dtype=np.int64)

    def contributions(self, rows: IntArray, cols: IntArray) -> IntArray:
        """Points per criterion, shape (k, criteria); each row sums to the score exactly."""
        found = np.empty((len(rows), len(self.terms)), dtype=np.int64)
        for index, term in enumerate(self.terms):
            found[:, index] = (self.weights[rows, index] * term.values(rows, cols) + POINTS // 2) // POINTS
        return found

    def exact(self, rows: IntArray, cols: IntArray) -> IntArray:
        """Canonical scores in points, shape (k,)."""
        rows, cols = np.asarray(rows, dtype=np.int64), np.asarray(cols, dtype=np.int64)
        if self.small and self._grid is not None:
            return self._grid[0][rows, cols]
        total = np.zeros(len(rows), dtype=np.int64)
        piece = max(len(rows), 1) if self.small else PIECE

        def add(start: int) -> None:
            part = slice(start, start + piece)
            for index, term in enumerate(self.terms):
                points = self.weights[rows[part], index] * term.values(rows[part], cols[part])
                total[part] += (points + POINTS // 2) // POINTS

        self.blocks.each(add, range(0, len(rows), piece))
        return total

    def known(self, rows: IntArray, cols: IntArray) -> BoolArray:
        """Which criteria rest on answers, shape (k, criteria)."""
        return np.stack([term.known(rows, cols) for term in self.terms], axis=1)

    def broken(self, rows: IntArray, cols: IntArray) -> BoolArray:
        """Which rules forbid each pair, shape (k, rules), at the mentee's level of fallback."""
        rows, cols = np.asarray(rows, dtype=np.int64), np.asarray(cols, dtype=np.int64)
        found = np.zeros((len(rows), len(self.rules)), dtype=np.bool_)
        scores: IntArray | None = None
        for index, rule in enumerate(self.rules):
            for level, chosen in by_level(self.levels[index, rows]):
                found[chosen, index] = rule.broken(level, rows[chosen], cols[chosen])
                least = rule.least_score(level)
                if least > 0:
                    scores = self.exact(rows, cols) if scores is None else scores
                    found[chosen, index] |= scores[chosen] < least
        return found

    def broken_with_everybody(self, rows: IntArray) -> BoolArray:
        """Which rules forbid these mentees which mentors, shape (rules, rows, mentors); as `broken`, by blocks."""
        cols = np.arange(self.mentors)
        found = np.zeros((len(self.rules), len(rows), self.mentors), dtype=np.bool_)
        for index, rule in enumerate(self.rules):
            for level, chosen in by_level(self.levels[index, rows]):
                some = rows[chosen]
                found[index, chosen] = rule.broken(level, some[:, None], cols[None, :])
                least = rule.least_score(level)
                if least > 0:
                    scores = self.exact(np.repeat(some, self.mentors), np.tile(cols, len(some)))
                    found[index, chosen] |= (scores < least).reshape(len(some), self.mentors)
        return found

    def allowed(self, rows: IntArray, cols: IntArray) -> BoolArray:
        """Whether no rule forbids the pair, shape (k,). Capacity is not looked at."""
        result: BoolArray = np.asarray(~self.broken(rows, cols).any(axis=1))
        return result

    def grid(self) -> tuple[IntArray, BoolArray]:
        """All exact scores and whether allowed, both (mentees, mentors); for small pools."""
        if self._grid is None:
            shape = (self.mentees, self.mentors)
            rows, cols = (index.reshape(-1) for index in np.indices(shape))
            scores = self.exact(rows, cols)
            self._grid = scores.reshape(shape), np.zeros(shape, dtype=np.bool_)
            self._grid = self._grid[0], self.allowed(rows, cols).reshape(shape)
            self._relax_grid()
        return self._grid

    def _relax_grid(self) -> None:
        """Give mentees with nobody left the next step of the fallbacks, until someone is."""
        _, allowed = self._grid if self._grid is not None else self.grid()
        every = np.arange(self.mentors)
        for row in np.flatnonzero(~allowed.any(axis=1)) if self.mentors else ():
            strict = self.levels[:, row].copy()
            while not allowed[row].any():
                relaxed = next_level(self.rules, self.levels[:, row])
                if relaxed is None:
                    self.levels[:, row] = strict
                    break
                self.levels[:, row] = relaxed
                allowed[row] = self.allowed(np.full(self.mentors, row), every)

    def folded(self) -> Folded:
        """The matrices, built on first use."""
        if self._folded is None:
            self._folded = fold_terms(self.terms, self.weights, self.mentors)
        return self._folded

    def best(self, k: int | None = None) -> Candidates:
        """The best allowed mentors per mentee; k None: all of a small pool, 64 of a large one."""
        if self.small:
            return self._best_of_grid(self.mentors if k is None else k)
        k = k or 64
        if self._lists is None or self._lists[0] != k:
            self._lists = (k, self._best_of_blocks(k))
        elif len(self._struck):
            self._lists = (k, self._without(self._lists[1], self._struck, self._struck[:0]))
        self._struck = self._struck[:0]
        return self._lists[1]

    def threshold(self) -> IntArray:
        """The threshold of the lists there are; it stays the same array when pairs are forbidden later."""
        return self.best().threshold if self._lists is None else self._lists[1].threshold

    def _best_of_grid(self, k: int) -> Candidates:
        scores, allowed = self.grid()
        order = np.argsort(np.where(allowed, -scores, 1), axis=1, kind="stable")[:, :k]
        rows = np.arange(self.mentees)[:, None]
        kept = allowed[rows, order]
        indptr = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int64)
        picked = scores[rows, order]
        dropped = allowed.sum(axis=1) > kept.sum(axis=1)
        last = np.where(kept, picked, POINTS + 1).min(axis=1, initial=POINTS + 1)
        return Candidates(indptr, order[kept].astype(np.int64), picked[kept], np.where(dropped, last, -1))

    def _best_of_blocks(self, k: int) -> Candidates:
        rows = np.arange(self.mentees)
        values, cols, count = self._scan(rows, k)
        waiting = np.flatnonzero(self._nobody(rows, values, cols, count))
        while len(waiting):
            moved = [next_level(self.rules, self.levels[:, row]) for row in waiting]
            for row, relaxed in zip(waiting, moved, strict=True):
                self.levels[:, row] = 0 if relaxed is None else relaxed
            ended = np.array([relaxed is None for relaxed in moved])
            count[waiting[ended]] = 0
            waiting = waiting[~ended]
            if len(waiting):
                found = self._scan(waiting, k)
                values[waiting], cols[waiting], count[waiting] = found
                waiting = waiting[self._nobody(waiting, *found)]
        return self._ordered(values, cols, count)

    def _nobody(
        self, rows: IntArray, values: NDArray[np.float32], cols: IntArray, count: IntArray
    ) -> BoolArray:
        """Which of the rows just scanned have no allowed mentor; a least score is looked at exactly."""
        nobody = np.asarray(count == 0)
        least = self.least_scores()[rows]
        held = np.arange(values.shape[1])[None, :] < count[:, None]
        best = np.where(held, values, -np.inf).max(axis=1, initial=-np.inf) - self.folded().slack
        for at in np.flatnonzero(~nobody & (best < least)):
            near = cols[at, : count[at]]
            if (self.exact(np.full(len(near), rows[at]), near) >= least[at]).any():
                continue
            full = count[at] == values.shape[1] < self.mentors
            if full and values[at, : count[at]].min() + self.folded().slack >= least[at]:
                every = np.arange(self.mentors)
                nobody[at] = not self.allowed(np.full(self.mentors, rows[at]), every).any()
            else:
                nobody[at] = True
        return nobody

    def _scan(self, rows: IntArray, k: int) -> tuple[NDArray[np.float32], IntArray, IntArray]:
        """Scan groups of rows that share their levels of fallback."""
        k = max(1, min(k, self.mentors))
        values = np.zeros((len(rows), k), dtype=np.float32)
        cols = np.zeros((len(rows), k), dtype=np.int64)
        count = np.zeros(len(rows), dtype=np.int64)
        for levels, chosen in self._variants(rows):
            packed = self._rules_at(levels)
            found = best_lists(self.folded(), self.blocks, rows[chosen], k, packed, self.tick)
            values[chosen], cols[chosen], count[chosen] = found
        return values, cols, count

    def _rules_at(self, levels: IntArray) -> Packed:
        """The rules at these levels as the loops read them, laid out once."""
        key = levels.tobytes()
        if key not in self._laid_out:
            self._laid_out[key] = pack_rules(self.rules, levels, self.mentees, self.mentors)
        return self._laid_out[key]

    def _variants(self, rows: IntArray) -> list[tuple[IntArray, IntArray]]:
        if not self.levels[:, rows].any():
            return [(np.zeros(len(self.rules), dtype=np.int64), np.arange(len(rows)))]
        kinds, which = np.unique(self.levels[:, rows], axis=1, return_inverse=True)
        return [(kinds[:, kind], np.flatnonzero(which.reshape(-1) == kind)) for kind in range(kinds.shape[1])]

    def _ordered(self, values: NDArray[np.float32], cols: IntArray, count: IntArray) -> Candidates:
        k, width = values.shape[1], max(self.mentors, 1)
        held = np.arange(k)[None, :] < count[:, None]
        full = (count == k) & (k < self.mentors)
        bound = np.where(held, values, np.inf).min(axis=1) + self.folded().slack
        threshold = np.where(full, np.ceil(np.where(full, bound, 0)), -1).astype(np.int64)
        rows = np.repeat(np.arange(self.mentees), count)
        scores = self.exact(rows, cols[held])
        # One number per entry that sorts by falling score, then by column; those below the rules' least go last.
        places = np.full(held.shape, np.iinfo(np.int64).max)
        places[held] = (POINTS - scores) * width + cols[held]
        places[held] = np.where(self._enough(rows, scores), places[held], np.iinfo(np.int64).max)
        places.sort(axis=1)
        good = places < np.iinfo(np.int64).max
        behind, flat = np.divmod(places[good], width)
        indptr = np.concatenate([[0], np.cumsum(good.sum(axis=1))]).astype(np.int64)
        return Candidates(indptr, flat, POINTS - behind, threshold)

    def with_pairs(self, problem: Problem) -> Scoring:
        """The scoring of the same problem with other forbidden pairs, without scoring anything again."""
        before, after = self.problem.pool.forbid, problem.pool.forbid
        if self.small or self._lists is None or self.levels.any():
            return Scoring(problem, self.blocks.threads)
        other = copy(self)
        other.problem, other.rules = problem, with_forbidden(self.rules, problem.pool)
        other._laid_out = {}
        k, lists = self._lists
        width = max(self.mentors, 1)
        gone = np.setdiff1d(after[:, 0] * width + after[:, 1], before[:, 0] * width + before[:, 1])
        back = np.setdiff1d(before[:, 0] * width + before[:, 1], after[:, 0] * width + after[:, 1])
        back = back[other.allowed(*np.divmod(back, width))]
        if len(back):
            lists = self._without(lists, np.union1d(self._struck, gone), back)
            other._struck = self._struck[:0]
        else:
            other._struck = np.union1d(self._struck, gone)
        for row in np.unique(gone // width):
            left = lists.cols[lists.indptr[row] : lists.indptr[row + 1]] + row * width
            if not len(np.setdiff1d(left, gone)):
                return Scoring(problem, self.blocks.threads)
        other._lists = (k, lists)
        return other

    def _without(self, lists: Candidates, gone: IntArray, back: IntArray) -> Candidates:
        """The lists without some pairs and with others, given as row x mentors + column."""
        width = max(self.mentors, 1)
        codes = lists.rows * width + lists.cols
        keep = ~np.isin(codes, gone)
        rows, cols = np.divmod(np.concatenate([codes[keep], back]), width)
        scores = np.concatenate([lists.scores[keep], self.exact(*np.divmod(back, width))])
        order = np.lexsort((cols, -scores, rows)) if len(back) else slice(None)
        indptr = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=self.mentees))]).astype(np.int64)
        return Candidates(indptr, cols[order], scores[order], lists.threshold)

    def least_scores(self) -> IntArray:
        """The lowest score that the rules allow each mentee, in points."""
        least = np.zeros(self.mentees, dtype=np.int64)
        for index, rule in enumerate(self.rules):
            by_level = np.array([rule.least_score(level) for level in range(len(rule.steps))], dtype=np.int64)
            least = np.maximum(least, by_level[self.levels[index]])
        return least

    def _enough(self, rows: IntArray, scores: IntArray) -> BoolArray:
        result: BoolArray = scores >= self.least_scores()[rows]
        return result

    def dropped_above(
        self, candidates: Candidates, asked: Priced, known: Priced | None = None, per_row: int = 32
    ) -> tuple[IntArray, IntArray, int]:
        """Allowed pairs, perhaps not kept, that break what is `asked`, and how many pairs were looked at.

        Exact: nothing is missed, but at most `per_row` per mentee and block are listed at a time. Mentees whose
        threshold rules out any such pair are passed by. With what is `known` of the same lists, and no pair allowed
        that was not then, only pairs of somebody who needs less now are looked at.
        """
        scale, least, need_rows, need_cols = asked.scale, asked.least, asked.need_rows, asked.need_cols
        if self.small:
            rows = self._reaching(candidates, asked, np.ones(self.mentees, dtype=np.bool_), need_cols)
            return self._above_in_grid(rows, scale, least, need_rows, need_cols)
        all_rows = np.ones(self.mentees, dtype=np.bool_)
        all_cols = np.ones(self.mentors, dtype=np.bool_)
        parts: list[tuple[BoolArray, BoolArray]] = [(all_rows, all_cols)]
        if known is not None and known.scale == scale and known.least <= least:
            less = need_rows < known.need_rows
            parts = [(less, all_cols), (~less, need_cols < known.need_cols)]
        found = [self._dropped(candidates, asked, *part, per_row) for part in parts]
        a, b = (np.concatenate([part[side] for part in found]) for side in (0, 1))
        looked = sum(part[2] for part in found)
        if not len(a):
            return a, b, looked
        scores = self.exact(a, b)
        good = (scores >= least) & (scale * scores > need_rows[a] + need_cols[b]) & self._enough(a, scores)
        return a[good], b[good], looked

    def _reaching(
        self, candidates: Candidates, asked: Priced, rows: BoolArray, need_cols: IntArray
    ) -> IntArray:
        """Which of the rows could have a dropped pair that breaks what is asked with one of the columns."""
        bound, lowest = candidates.threshold, int(need_cols.min()) if len(need_cols) else 0
        found: IntArray = np.flatnonzero(
            rows & (bound >= max(asked.least, 0)) & (asked.scale * bound > asked.need_rows + lowest)
        )
        return found

    def _dropped(
        self, candidates: Candidates, asked: Priced, among: BoolArray, cols: BoolArray, per_row: int
    ) -> tuple[IntArray, IntArray, int]:
        """What `dropped_above` gives for these rows and columns, but approximately: perhaps too much."""
        nothing = np.zeros(0, dtype=np.int64)
        if not among.any() or not cols.any():
            return nothing, nothing, 0
        need_rows, need_cols = asked.need_rows, asked.need_cols
        rows = self._reaching(candidates, asked, among, need_cols[cols])
        reach = asked.scale * candidates.threshold - need_rows
        rows = rows[np.argsort(-reach[rows], kind="stable")]
        needs = (
            float(asked.scale), float(asked.least), need_rows.astype(np.float64), need_cols.astype(np.float64)
        )  # fmt: skip

        def cols_of(part: IntArray) -> IntArray:
            return np.flatnonzero(cols & (need_cols < int(reach[part].max())))

        found = []
        for levels, chosen in self._variants(rows) if len(rows) else ():
            packed = self._rules_at(levels)
            found.append(violators(self.folded(), self.blocks, rows[chosen], cols_of, needs, per_row, packed))
        if not found:
            return nothing, nothing, 0
        a, b = (np.concatenate([part[side] for part in found]) for side in (0, 1))
        return a, b, sum(part[2] for part in found)

    def _above_in_grid(
        self, rows: IntArray, scale: int, least: int, need_rows: IntArray, need_cols: IntArray
    ) -> tuple[IntArray, IntArray, int]:
        scores, allowed = self.grid()
        above = scale * scores[rows] > need_rows[rows, None] + need_cols[None, :]
        a, b = np.nonzero(allowed[rows] & (scores[rows] >= least) & above)
        return rows[a], b.astype(np.int64), len(rows) * self.mentors
