"""Whether a mentorship keeps the rhythm its members agreed: sessions held, of those the days ask for."""

from dataclasses import dataclass
from datetime import datetime

from pairwell.mentorships.rules.health import Facts

KEPT_FROM = 0.8


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Sessions held of those asked for; more than asked for counts as all of them."""

    held: int
    asked: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return min(1.0, self.held / self.asked)

    @property
    def is_kept(self) -> bool:
        """Four sessions of five are a rhythm that is kept."""
        return self.share >= KEPT_FROM


def rhythm(facts: Facts, until: datetime) -> Rhythm | None:
    """The rhythm from its start (or the end of the last pause) until a moment; None before the first is due."""
    if facts.is_single:
        return None
    asked = (until - facts.started_at).days // max(1, facts.cadence_days)
    return Rhythm(facts.held_in_rhythm, asked) if asked > 0 else None
