"""One mentorship about to be told: who is in it, how it goes, and when."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from pairwell.cli.company.ledger import Ledger
from pairwell.cli.company.pairs import Group
from pairwell.cli.company.stories import Story
from pairwell.mentorships.models import Mentorship


@dataclass(frozen=True, slots=True)
class Scene:
    """What every part of a life needs; `end`: days since its program was over, 0 while it runs."""

    ledger: Ledger
    mentorship: Mentorship
    group: Group
    story: Story
    chance: Random
    now: datetime
    end: float

    @property
    def began(self) -> int:
        """Days since it started."""
        return (self.now.date() - self.mentorship.starts_on).days
