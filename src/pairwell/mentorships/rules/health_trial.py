"""How good the signals are: simulated relationships, some of which fail, judged from counts and dates alone.

Each relationship lives through weeks. Those that fail do so in one of the ways the field knows (drifting
apart, one side silent, always postponed, sessions that help nobody, never beginning); those that go well
have holidays, busy weeks and quiet weeks too. The signals see what they would see in a program, at a random
day, and are right or wrong. Deterministic: the same weights give the same figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from pairwell.mentorships.rules.health import Facts, health
from pairwell.mentorships.states import HealthState, MentorshipState

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
FAILING = ("drift", "silent side", "postponed", "useless", "never began")
NUMBER = 600


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it. A pair counts as found when its state is quiet or at risk."""

    failing: int
    found: int
    healthy: int
    false_alarms: int
    by_kind: Mapping[str, tuple[int, int]]

    @property
    def recall(self) -> float:
        """Share of failing pairs that were found."""
        return self.found / self.failing if self.failing else 0.0

    @property
    def alarm_rate(self) -> float:
        """Share of healthy pairs that were flagged all the same."""
        return self.false_alarms / self.healthy if self.healthy else 0.0

    @property
    def precision(self) -> float:
        """Share of the flagged pairs that do fail, with one failing pair in four."""
        flagged = self.found + self.false_alarms
        return self.found / flagged if flagged else 0.0


def trial(weights: Mapping[str, int] | None = None, *, number: int = NUMBER, seed: int = 20260601) -> Trial:
    """Judge `number` simulated relationships, a quarter of which fail, with these weights."""
    chance = Random(seed)  # noqa: S311 - a simulation, not a secret
    failing = number // 4
    kinds = [FAILING[n % len(FAILING)] for n in range(failing)]
    found: dict[str, list[int]] = {kind: [0, 0] for kind in FAILING}
    for kind in kinds:
        flagged = _is_flagged(_life(chance, kind), weights)
        found[kind][0] += flagged
        found[kind][1] += 1
    alarms = sum(_is_flagged(_life(chance, ""), weights) for _ in range(number - failing))
    return Trial(
        failing=failing, found=sum(hit for hit, _ in found.values()), healthy=number - failing,
        false_alarms=alarms, by_kind={kind: (hit, total) for kind, (hit, total) in found.items()},
    )  # fmt: skip


def _is_flagged(facts: Facts, weights: Mapping[str, int] | None) -> bool:
    return health(facts, NOW, dict(weights or {})).state in (HealthState.AT_RISK, HealthState.QUIET)


def _life(chance: Random, kind: str) -> Facts:
    """One relationship as the signals see it today; kind: how it fails, or "" when it goes well."""
    cadence = chance.choice((7, 14, 14, 21, 28))
    age = chance.uniform(1.5, 9.0) * cadence
    began = NOW - timedelta(days=age)
    turns = age / cadence
    fails_after = chance.uniform(0.2, 0.6) * turns if kind else turns
    held = _meetings(chance, cadence, age, fails_after if kind in ("drift", "postponed") else turns)
    if kind == "never began":
        held = []
    last = max(held, default=None)
    moved = 0
    if kind == "postponed":
        moved = chance.randint(2, 4)
    elif chance.random() < 0.3:
        moved = 1
    useful = _useful(chance, len(held), falls=kind == "useless")
    planned = chance.random() < (
        0.25 if kind in ("drift", "never began") else 0.9 if kind == "postponed" else 0.75
    )
    words = _words(chance, kind)
    talked = NOW - timedelta(days=chance.uniform(0, cadence)) if sum(words) else last
    goals = chance.random() < (0.5 if kind else 0.85)
    moved_goal = (
        NOW - timedelta(days=chance.uniform(0, 1.8 * cadence if not kind else age)) if goals else None
    )
    unsettled = chance.random() < (0.25 if kind else 0.12)
    return Facts(
        state=MentorshipState.ACTIVE,
        cadence_days=cadence,
        started_at=began,
        held=len(held),
        last_held_at=last,
        next_at=NOW + timedelta(days=chance.uniform(1, cadence)) if planned else None,
        unresolved_since=NOW - timedelta(days=chance.uniform(1, 12)) if unsettled else None,
        moved_since_held=moved,
        last_message_at=talked,
        words_by=words,
        useful=useful,
        open_goals=int(goals),
        goals_ever=int(goals),
        goals_changed_at=moved_goal,
        has_agreement=chance.random() < (0.55 if kind else 0.9),
    )


def _meetings(chance: Random, cadence: int, age: float, turns: float) -> list[datetime]:
    """Sessions held, roughly in the rhythm, with a holiday here and there."""
    found = []
    for n in range(int(turns)):
        if chance.random() < 0.12:
            continue  # a holiday, an illness, a busy week
        day = (n + 0.6 + chance.uniform(-0.3, 0.3)) * cadence
        if day < age - 0.5:
            found.append(NOW - timedelta(days=age - day))
    return found


def _useful(chance: Random, held: int, *, falls: bool) -> tuple[float, ...]:
    marks = []
    for n in range(held):
        if chance.random() < 0.35:
            continue  # nobody reflected
        late = falls and n >= held / 2
        marks.append(min(5.0, max(1.0, chance.gauss(2.0 if late else 3.9, 0.6))))
    return tuple(marks)


def _words(chance: Random, kind: str) -> tuple[int, int]:
    if kind == "silent side":
        return (chance.randint(3, 8), 0) if chance.random() < 0.9 else (2, 1)
    if kind in ("drift", "never began"):
        return (chance.randint(0, 2), chance.randint(0, 1))
    return (chance.randint(0, 9), chance.randint(0, 9))
