"""Reminders that the system sends by itself: the right one, to the right person, at a good hour of theirs.

Each answers one signal of `rules.health`. They are few: two a week for a person at most, one at a time, never
two about the same thing. They never say what only a manager knows, and everybody can turn them off.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from pairwell.core.errors import Refusal
from pairwell.mentorships.states import MemberRole

MOST_A_WEEK = 2
GOOD_HOURS = range(9, 16)


class To(StrEnum):
    """Who of the members is reminded."""

    ALL = "all"
    MENTEES = "mentees"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is written about one signal. {others} becomes the names of the reader's partners."""

    to: To
    subject: str
    text: str
    label: str


REMINDERS: dict[str, Reminder] = {
    "no_first_session": Reminder(
        To.ALL,
        "Your first session with {others}",
        "You and {others} have not planned a first session yet. One hour in the coming week is a good start: "
        "your page suggests times that suit everybody, and an agenda to get to know each other.",
        "Find a time",
    ),
    "not_planned": Reminder(
        To.ALL,
        "When do you meet {others} next?",
        "Your last session with {others} was a while ago, and the next one is not in the calendar. "
        "Half an hour is plenty, and your page suggests times.",
        "Find a time",
    ),
    "unresolved": Reminder(
        To.ALL,
        "Did you meet {others}?",
        "A session with {others} has passed. One click says whether it took place; "
        "then it counts, and nobody asks again.",
        "Say yes or no",
    ),
    "postponed": Reminder(
        To.ALL,
        "A slot that stays, with {others}",
        "Your sessions with {others} moved more than once. A fixed slot, or a shorter one, often helps. "
        "A series on your page puts it into both calendars at once.",
        "Plan a series",
    ),
    "no_goal": Reminder(
        To.MENTEES,
        "What would you like to reach with {others}?",
        "You have met {others} a few times. A goal, even a small one, makes the next sessions easier to plan. "
        "Your page helps to write one down.",
        "Set a goal",
    ),
    "goals_stand": Reminder(
        To.MENTEES,
        "Your goals with {others}",
        "Your goals have not moved for a while. Keep them, change them or let them go: all three are fine.",
        "Look at your goals",
    ),
    "one_sided": Reminder(
        To.QUIET,
        "{others} would like to hear from you",
        "There are unanswered messages from {others}. If time is short, a single line is enough; "
        "a pause is always possible, too.",
        "Read and answer",
    ),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A present member as this rule sees them. words: messages of the last 30 days."""

    person_id: int
    role: str
    words: int


def recipients(code: str, members: Iterable[Member]) -> list[int]:
    """Whom the reminder about a signal goes to, as ids of people; nobody for signals without a reminder."""
    reminder = REMINDERS.get(code)
    if reminder is None:
        return []
    if reminder.to == To.ALL:
        return [m.person_id for m in members]
    if reminder.to == To.MENTEES:
        return [m.person_id for m in members if m.role != MemberRole.MENTOR]
    return [m.person_id for m in members if m.words == 0]


def may_remind(
    moment: datetime, zone: ZoneInfo, *, lately: int, is_first_now: bool, told: Collection[str], key: str
) -> bool:
    """Whether somebody may be reminded now.

    lately: reminders to them in the last seven days; is_first_now: none was written for them in this round;
    told: keys of reminders written before.
    """
    local = moment.astimezone(zone)
    good_hour = local.weekday() < 5 and local.hour in GOOD_HOURS
    return good_hour and is_first_now and lately < MOST_A_WEEK and key not in told


@dataclass(frozen=True, slots=True)
class KindLetter:
    """A letter a manager may choose. {others}: the reader's partners; {program}: the program's name."""

    label: str
    subject: str
    text: str
    button: str


KIND_LETTERS: dict[str, KindLetter] = {
    "how": KindLetter(
        "How is it going?",
        "How is it going with {others}?",
        "The people behind **{program}** wonder how it is going with {others}.\n\n"
        "If time ran away with you: half an hour in the coming week is plenty, and your page suggests times "
        "that suit everybody. If you would rather pause or stop, that is fine too, and takes two clicks.",
        "Open your mentorship",
    ),
    "plan": KindLetter(
        "Plan the next session",
        "A date for you and {others}",
        "A next date makes all the difference. If you and {others} have none in the calendar yet: your page "
        "in **{program}** finds times that suit everybody, and half an hour is plenty.",
        "Find a time",
    ),
    "goals": KindLetter(
        "Look at your goals",
        "Your goals with {others}",
        "Now is a good moment to look at what you and {others} would like to reach in **{program}**: keep it, "
        "change it or let it go. A goal, even a small one, makes sessions easier to plan.",
        "Look at your goals",
    ),
    "write": KindLetter(
        "Look into your conversation",
        "A line to {others}",
        "A single line keeps a mentorship alive between sessions. The conversation with {others} in "
        "**{program}** is a good place for it; nobody but you reads it.",
        "Open the conversation",
    ),
    "thanks": KindLetter(
        "Thank you",
        "Thank you for your time with {others}",
        "The people behind **{program}** would like to thank you for the time you give to each other. "
        "If something would make it easier for you and {others}, please ask us.",
        "Open your mentorship",
    ),
}


def may_write_kindly(*, is_active: bool, is_muted: bool, told: bool, lately: int) -> Refusal | None:
    """Whether somebody may get a kind letter of a manager now.

    told: they had one about this mentorship this week; lately: reminders and kind letters of seven days.
    """
    if not is_active:
        return Refusal("gone", "is no longer here")
    if is_muted:
        return Refusal("muted", "has turned these letters off")
    if told:
        return Refusal("told", "had a kind letter this week")
    if lately >= MOST_A_WEEK:
        return Refusal("enough", f"had {lately} reminders this week")
    return None
