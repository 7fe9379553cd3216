"""What a draft of a policy would bring, beside what the saved one brings: figures, drawings and names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pairwell.matching import POINTS, Criterion
from pairwell.pairing.queries.drawing import Bars, bars_of, histogram_of
from pairwell.pairing.queries.outcome import (
    FairRow,
    advice_words,
    fairness_of,
    is_proven,
    proof_lines,
    proof_title,
)
from pairwell.pairing.warm import Evaluation, Warm
from pairwell.pairing.words import criterion_label
from pairwell.programs.models import Enrollment, Program

SHOWN = 5
ALIKE = 0.0005
"""Differences of fit below half a per mille are none."""


@dataclass(frozen=True)
class Figure:
    """One number of the outcome, and how it differs from the saved policy's; better: None for no change."""

    label: str
    value: str
    before: str
    delta: str
    better: bool | None


@dataclass(frozen=True)
class Tradeoff:
    """How well a criterion is met on average under both policies (0 to 1), and its share of the weight."""

    label: str
    before: float
    after: float
    share_before: float
    share_after: float

    @property
    def delta(self) -> float:
        return self.after - self.before

    @property
    def x_before(self) -> float:
        return round(100 * self.before, 1)

    @property
    def x_after(self) -> float:
        return round(100 * self.after, 1)

    @property
    def moved(self) -> bool:
        return abs(self.delta) >= 0.005


@dataclass(frozen=True)
class Person:
    """Somebody whose match changes. Fits are measured by the draft, 0 to 1; None without a match."""

    name: str
    before: str
    after: str
    fit_before: float | None
    fit_after: float | None

    @property
    def delta(self) -> float:
        return (self.fit_after or 0.0) - (self.fit_before or 0.0)


@dataclass(frozen=True)
class LowPair:
    """One of the pairs that fit least."""

    names: str
    fit: float


@dataclass(frozen=True)
class DraftOutcome:
    """Everything the right side of the studio shows."""

    same: bool
    figures: tuple[Figure, ...]
    bars: Bars
    tradeoffs: tuple[Tradeoff, ...]
    changed: int
    gains: tuple[Person, ...]
    losses: tuple[Person, ...]
    gaining: int
    losing: int
    newly_matched: tuple[str, ...]
    newly_unmatched: tuple[str, ...]
    lowest: tuple[LowPair, ...]
    fairness: tuple[tuple[str, tuple[FairRow, ...]], ...]
    fairness_before: tuple[tuple[str, tuple[FairRow, ...]], ...]
    used: int
    places: int
    proven: bool
    proof_title: str
    proof: tuple[str, ...]
    circles: int
    seconds: float

    @property
    def used_percent(self) -> int:
        return round(100 * self.used / self.places) if self.places else 0


@dataclass(frozen=True)
class Moved:
    """What changes for whom, by ids of enrollments."""

    changes: tuple[tuple[str, tuple[str, ...], tuple[str, ...], float, float], ...]
    newly_matched: tuple[str, ...]
    newly_unmatched: tuple[str, ...]


def draft_outcome(program: Program, pool: Warm, saved: Evaluation, draft: Evaluation) -> DraftOutcome:
    """The draft beside the saved policy. One query, for names."""
    moved = moved_between(pool, saved, draft)
    measured = pool.scores(draft.policy, [pair for pair in sorted(saved.pairs) if pool.knows(pair)])
    ordered = sorted(moved.changes, key=lambda change: change[4] - change[3])
    losing = [c for c in ordered if c[4] - c[3] < -ALIKE]
    gaining = [c for c in reversed(ordered) if c[4] - c[3] > ALIKE]
    low = sorted(draft.result.pairs, key=lambda pair: (pair.score, pair.mentee))[:SHOWN]
    shown = [*gaining[:SHOWN], *losing[:SHOWN]]
    names = names_of(
        [i for who, a, b, _, _ in shown for i in (who, *a, *b)]
        + [i for pair in low for i in (pair.mentee, pair.mentor)]
        + [*moved.newly_matched[:SHOWN], *moved.newly_unmatched[:SHOWN]]
    )
    summary = draft.result.summary
    result = {
        "certificate": draft.result.certificate,
        "summary": vars(summary),
        "objective": draft.result.objective,
    }
    return DraftOutcome(
        same=saved is draft,
        figures=_figures(saved, draft, measured),
        bars=bars_of(summary.histogram, None if saved is draft else histogram_of(measured)),
        tradeoffs=_tradeoffs(program, pool, saved, draft),
        changed=len(moved.changes),
        gains=tuple(_person(c, names) for c in gaining[:SHOWN]),
        losses=tuple(_person(c, names) for c in losing[:SHOWN]),
        gaining=len(gaining),
        losing=len(losing),
        newly_matched=tuple(names.get(i, "?") for i in moved.newly_matched[:SHOWN]),
        newly_unmatched=tuple(names.get(i, "?") for i in moved.newly_unmatched[:SHOWN]),
        lowest=tuple(
            LowPair(f"{names.get(p.mentee, '?')} and {names.get(p.mentor, '?')}", p.score / POINTS)
            for p in low
        ),
        fairness=fairness_of(vars(row) for row in draft.result.fairness),
        fairness_before=fairness_of(vars(row) for row in saved.result.fairness),
        used=sum(load.used for load in draft.result.loads),
        places=summary.places,
        proven=is_proven(draft.result.certificate),
        proof_title=proof_title(result),
        proof=tuple(proof_lines(result)),
        circles=summary.circles,
        seconds=draft.seconds,
    )


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """Names by id of enrollment: one query."""
    rows = Enrollment.objects.filter(pk__in={int(i) for i in ids}).values_list("pk", "person__full_name")
    return {str(pk): name for pk, name in rows}


def moved_between(pool: Warm, saved: Evaluation, draft: Evaluation) -> Moved:
    """Who gets somebody else under the draft, with both fits as the draft measures them."""
    old, new = saved.partners, draft.partners
    touched = sorted(who for who in {*old, *new} if old.get(who) != new.get(who))
    both = [
        who
        for who in touched
        if who in old
        and who in new
        and all(pool.knows((who, other)) for of in (old, new) for other in of[who])
    ]
    fits = _fits(pool, draft, both, (old, new))
    return Moved(
        tuple((who, old[who], new[who], *fits[who]) for who in both),
        tuple(who for who in touched if who not in old),
        tuple(who for who in touched if who not in new),
    )


def _fits(
    pool: Warm, draft: Evaluation, people: Sequence[str], partners: tuple[Mapping[str, tuple[str, ...]], ...]
) -> dict[str, tuple[float, float]]:
    """The mean fit of each person with their partners of before and after, by the draft's measure."""
    pairs = [(who, other) for who in people for of in partners for other in of[who]]
    scores = iter(pool.scores(draft.policy, pairs))
    found = {}
    for who in people:
        means = [sum(next(scores) for _ in of[who]) / len(of[who]) for of in partners]
        found[who] = (means[0], means[1])
    return found


def _person(
    change: tuple[str, tuple[str, ...], tuple[str, ...], float, float], names: Mapping[str, str]
) -> Person:
    who, old, new, before, after = change
    return Person(names.get(who, "?"), _joined(old, names), _joined(new, names), before, after)


def _joined(ids: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(i, "?") for i in ids)


def _figures(saved: Evaluation, draft: Evaluation, measured: Sequence[float]) -> tuple[Figure, ...]:
    """measured: fits of the saved policy's pairs by the draft's weights, so that both can be compared."""
    a, b = saved.result.summary, draft.result.summary
    used = [sum(load.used for load in one.result.loads) for one in (saved, draft)]
    return (
        _count("Matched", a.matched, b.matched, f"{b.matched:,} of {b.mentees:,}"),
        _fit("Mean fit", sum(measured) / len(measured) if measured else None, b.mean),
        _fit("Lowest fit", min(measured, default=None), _share(b.floor)),
        _count("Places used", used[0], used[1], f"{used[1]:,} of {b.places:,}"),
    )


def _share(points: int | None) -> float | None:
    return None if points is None else points / POINTS


def _count(label: str, before: int, after: int, value: str) -> Figure:
    delta = after - before
    return Figure(label, value, f"{before:,}", f"{delta:+,}" if delta else "", delta > 0 if delta else None)


def _fit(label: str, before: float | None, after: float | None) -> Figure:
    value, old = ("–" if v is None else f"{100 * v:.0f} %" for v in (after, before))
    delta = 0.0 if before is None or after is None else 100 * (after - before)
    shown = f"{delta:+.1f}" if abs(delta) >= 0.05 else ""
    return Figure(label, value, old, shown, delta > 0 if shown else None)


def _tradeoffs(
    program: Program,
    pool: Warm,
    saved: Evaluation,
    draft: Evaluation,
) -> tuple[Tradeoff, ...]:
    before = [pair for pair in sorted(saved.pairs) if pool.knows(pair)]
    after = sorted(draft.pairs)
    every = {c.key: c for c in (*saved.policy.criteria, *draft.policy.criteria)}
    old, new = pool.criteria(every.values(), before), pool.criteria(every.values(), after)
    shares = [_shares(one.policy.criteria) for one in (saved, draft)]
    asked = dict(program.questions.values_list("key", "text"))
    rows = [
        Tradeoff(
            criterion_label(c.key, c.kind, asked, str(c.params.get("field", ""))),
            old.get(c.key, 0.0),
            new.get(c.key, 0.0),
            shares[0].get(c.key, 0.0),
            shares[1].get(c.key, 0.0),
        )
        for c in every.values()
        if c.key in new or c.key in old
    ]
    return tuple(sorted(rows, key=lambda row: (-max(row.share_before, row.share_after), row.label)))


def _shares(criteria: Iterable[Criterion]) -> dict[str, float]:
    listed = list(criteria)
    whole = sum(c.weight for c in listed) or 1.0
    return {c.key: c.weight / whole for c in listed}


def draft_advice(program: Program, draft: Evaluation) -> tuple[str, ...]:
    """What would help most under the draft, in words with names."""
    prices: list[Mapping[str, Any]] = [vars(price) for price in draft.advice]
    return advice_words(program, prices)
