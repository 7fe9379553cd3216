"""What a goal needs, and how far it is."""

from collections.abc import Sequence

from pairwell.core.errors import Refusal
from pairwell.mentorships.states import GoalState


def may_set(*, title: str, open_goals: int) -> Refusal | None:
    """A goal has a title; nobody works on more than seven at a time."""
    if len(title.strip()) < 3:
        return Refusal("title", "Say in a few words what you would like to reach.", "title")
    if open_goals >= 7:
        return Refusal("many", "Seven goals are open already. Reach or let go of one first.")
    return None


def may_work_on(*, state: str) -> Refusal | None:
    """Reached and dropped goals stay as they were."""
    if state == GoalState.OPEN:
        return None
    return Refusal("closed", "This goal is closed. Open it again to change it.")


def progress(done: Sequence[bool], own: int) -> int:
    """Percent: the share of steps done; without steps, what the owner says."""
    if not done:
        return max(0, min(100, own))
    return round(100 * sum(done) / len(done))
