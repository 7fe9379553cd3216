"""How a mentorship is doing: signals from counts and dates, relative to the rhythm its members agreed.

Triage, not verdict: each signal says why it was raised and what may help. Nothing here sees a word that
members wrote.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pairwell.mentorships.states import HealthState, MentorshipState

WEIGHTS = {
    "no_first_session": 3,
    "silence": 3,
    "not_planned": 2,
    "postponed": 3,
    "unresolved": 1,
    "one_sided": 2,
    "less_useful": 3,
    "goals_stand": 1,
    "no_goal": 1,
    "no_agreement": 1,
}
MEANING = {
    "no_first_session": "No first session",
    "silence": "Nothing happens at all",
    "not_planned": "The next session is not planned",
    "postponed": "Postponed twice or more",
    "unresolved": "Nobody said whether a session took place",
    "one_sided": "One side writes, the other is silent",
    "less_useful": "Sessions become less useful",
    "goals_stand": "No goal moves",
    "no_goal": "No goal after two sessions",
    "no_agreement": "No agreement after the first session",
}
HEAVIEST = 5
AT_RISK_FROM = 5
QUIET_FROM = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one mentorship, in counts and dates only.

    useful: averages of the reflections on held sessions, oldest first, 1 to 5;
    words_by: messages written in the last 30 days, one number per present member;
    moved_since_held: times that planned sessions were moved, missed or canceled since the last held one;
    held_in_rhythm: sessions held since started_at, where the agreed rhythm begins to count.
    """

    state: str
    cadence_days: int
    started_at: datetime
    is_single: bool = False
    held: int = 0
    last_held_at: datetime | None = None
    next_at: datetime | None = None
    unresolved_since: datetime | None = None
    moved_since_held: int = 0
    last_message_at: datetime | None = None
    words_by: tuple[int, ...] = ()
    useful: tuple[float, ...] = ()
    open_goals: int = 0
    goals_ever: int = 0
    goals_changed_at: datetime | None = None
    has_agreement: bool = True
    goals_reached: int = 0
    held_in_rhythm: int = 0


@dataclass(frozen=True, slots=True)
class Signal:
    """Something worth a look: `weight` adds up to the state, `step` is what may help."""

    code: str
    reason: str
    step: str
    weight: int


@dataclass(frozen=True, slots=True)
class Health:
    """A mentorship's state and why."""

    state: HealthState
    signals: tuple[Signal, ...] = field(default=())

    @property
    def weight(self) -> int:
        return sum(signal.weight for signal in self.signals)

    @property
    def step(self) -> str:
        """The suggestion of the heaviest signal."""
        return max(self.signals, key=lambda s: s.weight).step if self.signals else ""


def health(facts: Facts, now: datetime, weights: dict[str, int] | None = None) -> Health:
    """The state at `now`. Paused, upcoming and ended mentorships raise no signals: nothing is expected."""
    if facts.state != MentorshipState.ACTIVE:
        return Health(HealthState.STEADY)
    scale = {**WEIGHTS, **(weights or {})}
    found = [(code, check(facts, now)) for code, check in _CHECKS.items()]
    signals = [Signal(code, *told, scale[code]) for code, told in found if told and scale[code] > 0]
    signals.sort(key=lambda s: -s.weight)
    total = sum(s.weight for s in signals)
    return Health(_state(facts, total, now), tuple(signals))


def _state(facts: Facts, total: int, now: datetime) -> HealthState:
    if total >= AT_RISK_FROM:
        return HealthState.AT_RISK
    if total >= QUIET_FROM:
        return HealthState.QUIET
    met_lately = facts.last_held_at is not None and now - facts.last_held_at <= _rhythm(facts, 1.5)
    return HealthState.THRIVING if total == 0 and facts.held >= 2 and met_lately else HealthState.STEADY


def _rhythm(facts: Facts, times: float) -> timedelta:
    return timedelta(days=max(7.0, facts.cadence_days * times))


Told = tuple[str, str] | None


def _no_first_session(facts: Facts, now: datetime) -> Told:
    if facts.held or facts.next_at or now - facts.started_at < _rhythm(facts, 1.0):
        return None
    days = (now - facts.started_at).days
    return (
        f"Began {days} days ago and no first session is planned.",
        "Ask both for one hour in the coming week; “Get to know each other” is a plan for it.",
    )


def _not_planned(facts: Facts, now: datetime) -> Told:
    if not facts.last_held_at or facts.next_at or facts.is_single:
        return None
    if now - facts.last_held_at < _rhythm(facts, 1.0):
        return None
    days = (now - facts.last_held_at).days
    return (
        f"Last met {days} days ago, agreed every {facts.cadence_days}, and nothing is planned.",
        "Remind them to put the next session into the calendar.",
    )


def _silence(facts: Facts, now: datetime) -> Told:
    signs = [at for at in (facts.last_held_at, facts.last_message_at, facts.goals_changed_at) if at]
    last = max([facts.started_at, *signs])
    if facts.next_at or (facts.is_single and facts.held) or now - last < _rhythm(facts, 2.0):
        return None
    return (
        f"Nothing has happened here for {(now - last).days} days.",
        "Ask each of them, one by one, whether they would like to go on.",
    )


def _postponed(facts: Facts, now: datetime) -> Told:
    if facts.moved_since_held < 2:
        return None
    return (
        f"Sessions were postponed {facts.moved_since_held} times in a row.",
        "Suggest a shorter session, or a fixed slot every time.",
    )


def _unresolved(facts: Facts, now: datetime) -> Told:
    if facts.unresolved_since is None or now - facts.unresolved_since < timedelta(days=4):
        return None
    return (
        "A session has passed and nobody said whether it took place.",
        "Ask them to mark it: one click on the session’s page.",
    )


def _one_sided(facts: Facts, now: datetime) -> Told:
    total = sum(facts.words_by)
    if len(facts.words_by) != 2 or total < 4 or min(facts.words_by) > 0:
        return None
    return (
        "One of them writes, the other has not answered for a month.",
        "Ask the quiet side how they are; a pause is always possible.",
    )


def _less_useful(facts: Facts, now: datetime) -> Told:
    if len(facts.useful) < 3:
        return None
    recent = sum(facts.useful[-2:]) / 2
    before = sum(facts.useful[:-2]) / len(facts.useful[:-2])
    if recent > 2.5 and before - recent < 1.0:
        return None
    return (
        "Their sessions have become less useful to them.",
        "Suggest that they look at their goals again, or try another activity.",
    )


def _goals_stand(facts: Facts, now: datetime) -> Told:
    if not facts.open_goals or facts.goals_changed_at is None:
        return None
    if now - facts.goals_changed_at < max(_rhythm(facts, 3.0), timedelta(days=45)):
        return None
    return (
        f"No goal has moved for {(now - facts.goals_changed_at).days} days.",
        "Suggest a session to review the goals: keep, change or let go.",
    )


def _no_goal(facts: Facts, now: datetime) -> Told:
    if facts.is_single or facts.goals_ever or facts.held < 2:
        return None
    return (
        f"They met {facts.held} times and have not set a goal.",
        "Suggest an activity that turns a wish into a goal.",
    )


def _no_agreement(facts: Facts, now: datetime) -> Told:
    if facts.has_agreement or facts.is_single or not facts.held:
        return None
    if now - facts.started_at < _rhythm(facts, 1.5):
        return None
    return (
        "They have met and not agreed how they work together.",
        "Point them to their agreement: five short paragraphs, drafted already.",
    )


_CHECKS: dict[str, Callable[[Facts, datetime], Told]] = {
    "no_first_session": _no_first_session,
    "silence": _silence,
    "not_planned": _not_planned,
    "postponed": _postponed,
    "unresolved": _unresolved,
    "one_sided": _one_sided,
    "less_useful": _less_useful,
    "goals_stand": _goals_stand,
    "no_goal": _no_goal,
    "no_agreement": _no_agreement,
}
