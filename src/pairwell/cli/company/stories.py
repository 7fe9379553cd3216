"""How mentorships of the demo go: each story raises its own signals of health, or none.

Times are counted in the rhythm that the members agreed (1.0: one cadence), so that a story means the same
in a program that meets every week and in one that meets every month.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

from pairwell.mentorships.states import MentorshipState


@dataclass(frozen=True, slots=True)
class Story:
    """One course of things.

    last: last held session, ago; most: held sessions at most; next: next session, ahead; moved: times the
    next one was moved; missed: sessions missed since the last held one; open_days: days since a session that
    nobody marked; talk: both, one (the other is silent for a month), early (until `talk_until` ago), once;
    useful: high, falling; goals: how many; goal_age: since a goal moved.
    """

    key: str
    share: int
    last: float | None = 0.6
    most: int = 99
    next: float | None = 0.4
    moved: int = 0
    missed: int = 0
    open_days: int = 0
    talk: str = "both"
    talk_until: float = 0.2
    useful: str = "high"
    goals: int = 2
    goal_age: float = 0.6
    state: MentorshipState = MentorshipState.ACTIVE


THRIVING: Final = Story("thriving", 26)
STORIES: Final[tuple[Story, ...]] = (
    THRIVING,
    Story("goals stand still", 6, goals=1, goal_age=3.6),
    Story("no goal yet", 5, goals=0),
    Story("one side is silent", 4, talk="one"),
    Story("a session is not marked", 4, last=1.5, open_days=6, next=0.6),
    Story("nothing is planned", 5, last=1.5, next=None, talk="early", talk_until=1.2, goals=1, goal_age=3.6),
    Story("postponed twice", 4, last=2.2, next=0.3, moved=2, goals=0),
    Story("less and less useful", 3, talk="one", useful="falling", goals=1),
    Story("gone silent", 3, last=3.5, most=2, next=None, talk="early", talk_until=3.2, goals=1, goal_age=3.8),
    Story("never met", 3, last=None, next=None, talk="once", goals=0),
    Story("slipping away", 3, last=2.4, next=0.5, moved=2, missed=1, open_days=6, useful="falling", goals=1),
    Story("paused", 2, last=1.6, next=None, talk="early", talk_until=1.0, state=MentorshipState.PAUSED),
    Story(
        "ended early", 3, last=3.0, most=2, next=None, talk="early", talk_until=2.4, goals=1, goal_age=3.0,
        state=MentorshipState.ENDED_EARLY,
    ),
)  # fmt: skip
COMPLETED: Final = Story("completed", 9, last=0.3, next=None, talk="early", state=MentorshipState.COMPLETED)
BROKEN_OFF: Final = Story(
    "ended early", 1, last=6.0, most=3, next=None, talk="early", talk_until=5.0, goals=1, goal_age=6.0,
    state=MentorshipState.ENDED_EARLY,
)  # fmt: skip
CALM: Final = (
    "thriving",
    "goals stand still",
    "no goal yet",
    "nothing is planned",
    "postponed twice",
    "never met",
)
"""Stories of programs other than the main one."""


def deck(stories: tuple[Story, ...], number: int, chance: Random) -> list[Story]:
    """So many stories in chance order, each at least once if there is room, by their shares."""
    cards = list(stories[:number])
    rest = chance.choices(stories, weights=[story.share for story in stories], k=number - len(cards))
    return chance.sample(cards + rest, number)
