"""What a goal needs, how far it is, and what would make it easier to reach."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pairwell.core.errors import Refusal
from pairwell.mentorships.states import GoalState

LARGEST_FILE = 10_000_000
MOST_FILES = 20


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


def may_attach(*, size: int, files: int) -> Refusal | None:
    """Files of a project: some, and of a size that opens."""
    if size > LARGEST_FILE:
        return Refusal(
            "large", f"A file has at most {LARGEST_FILE // 1_000_000} MB. Link to larger ones.", "file"
        )
    if size == 0:
        return Refusal("empty", "This file is empty.", "file")
    if files >= MOST_FILES:
        return Refusal("many", f"A project has at most {MOST_FILES} files. Remove one first.", "file")
    return None


def progress(done: Sequence[bool], own: int) -> int:
    """Percent: the share of steps done; without steps, what the owner says."""
    if not done:
        return max(0, min(100, own))
    return round(100 * sum(done) / len(done))


def next_review(*, today: date, due_on: date | None, cadence_days: int) -> date:
    """When to look at it again: after three sessions' time, at the latest when it is due."""
    usual = today + timedelta(days=max(21, 3 * cadence_days))
    return due_on if due_on is not None and today < due_on < usual else usual


@dataclass(frozen=True, slots=True)
class Hint:
    """One way to make a goal easier to reach, and a beginning to copy."""

    what: str
    example: str


_VAGUE = re.compile(
    r"\b(better|improve|more|less|learn|understand|know|get good|good at|grow|develop|be a)\b", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|first|every|each)\b", re.IGNORECASE
)


def hints(*, title: str, measure: str, due_on: date | None, steps: int, today: date) -> list[Hint]:
    """What is missing for a goal to be specific, measurable and within reach. English words only."""
    found = []
    if _VAGUE.search(title) and not _NUMBER.search(title):
        found.append(
            Hint("Say what you would see, not how you would feel.", "“I lead the weekly meeting”")
        )  # fmt: skip
    if not measure.strip():
        found.append(
            Hint("Say how you will know.", "“Two reports went out without anybody reading them first”")
        )
    elif not _NUMBER.search(measure) and len(measure.split()) < 6:
        found.append(Hint("Count something in it.", "how often, how many, by whom"))
    if due_on is None:
        found.append(Hint("Give it a date.", "two or three months is a good length"))
    elif due_on < today + timedelta(days=7):
        found.append(Hint("It is due within a week.", "perhaps this is a step of a larger goal?"))
    if steps == 0:
        found.append(Hint("Begin with a step for this week.", "something that takes half an hour"))
    return found
