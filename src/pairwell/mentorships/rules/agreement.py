"""What an agreement is made of, what a new one says, and who still has to say yes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pairwell.core.errors import Refusal

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an agreement; `draft` is where a new one begins, with {names} and {days}."""

    key: str
    title: str
    hint: str
    draft: str


SECTIONS = (
    Section(
        "goals",
        "What we want to reach",
        "One or two sentences are enough; the goals themselves get a page of their own.",
        "By the end of our time together we would like to see a clear difference in one or two things that "
        "matter. We write them down as goals and look at them together every few sessions.",
    ),
    Section(
        "rhythm",
        "How we meet",
        "When, how long, where, and what you do when something comes up.",
        "We meet about every {days} days for {minutes} minutes. Whoever cannot make it says so a day before "
        "and suggests another time in the same message.",
    ),
    Section(
        "confidentiality",
        "What stays between us",
        "What may be told to others, and what never.",
        "What we talk about stays between us, also after the program has ended. If one of us would like to "
        "tell somebody else about it, we ask first.",
    ),
    Section(
        "feedback",
        "How we give each other feedback",
        "How you like to hear what does not work.",
        "We say what helped and what did not, soon and kindly, about things that can be changed. After every "
        "session each of us takes ten seconds for a reflection.",
    ),
    Section(
        "trouble",
        "What if it does not work",
        "So that nobody has to find words for it in a bad moment.",
        "If one of us feels that it does not work, we say so in the next session. We may pause, ask the "
        "program for help, or end it without blame. None of these is a failure.",
    ),
)
KEYS = tuple(section.key for section in SECTIONS)


def drafted(own: Mapping[str, str], *, days: int, minutes: int) -> dict[str, str]:
    """The first text of every section: the program's own where it has one."""
    texts = {s.key: (own.get(s.key) or s.draft) for s in SECTIONS}
    return {k: t.replace("{days}", str(days)).replace("{minutes}", str(minutes)) for k, t in texts.items()}


def may_write_down(body: Mapping[str, str], cadence_days: int) -> Refusal | None:
    """Whether this can be an agreement: something said about each section that is kept, a sane rhythm."""
    if not any(body.get(key, "").strip() for key in KEYS):
        return Refusal("empty", "Agree on at least one thing, in your own words.", "goals")
    long = next((key for key in KEYS if len(body.get(key, "")) > LONGEST), None)
    if long:
        return Refusal("long", f"At most {LONGEST} characters each: short agreements are kept.", long)
    if not 1 <= cadence_days <= 120:
        return Refusal("cadence", "Meet every 1 to 120 days.", "cadence_days")
    return None


def everybody_agrees(members: Collection[int], signed: Mapping[int, int], version: int) -> bool:
    """Whether each member (by id) has agreed to this very version; signed: id -> version."""
    return bool(members) and all(signed.get(member) == version for member in members)


def changed(now: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Keys of the sections that read differently from what everybody last agreed to."""
    if not before:
        return []
    return [key for key in KEYS if now.get(key, "").strip() != before.get(key, "").strip()]
