"""What the settings of a program must satisfy, and what is missing before it can open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pairwell.core.errors import Refusal
from pairwell.programs.rules.moves import Pool
from pairwell.programs.states import Format

_ORDER = (
    ("enrollment_opens_on", "enrollment_closes_on", "Enrollment must close on or after the day it opens"),
    ("starts_on", "ends_on", "The program must end on or after the day it starts"),
    ("enrollment_opens_on", "starts_on", "The program must start on or after the day enrollment opens"),
    ("enrollment_closes_on", "ends_on", "The program must end on or after the day enrollment closes"),
)
_BOUNDS = {
    "cadence_days": (1, 120, "Days from session to session"),
    "session_minutes": (10, 480, "Minutes of a session"),
    "mentor_places": (1, 5, "Mentors at a time"),
    "circle_size": (2, 12, "Members of a circle"),
    "answer_days": (1, 60, "Days to answer a proposal"),
}
_TEXTS = {
    "name": (140, "The name"),
    "aim": (2000, "The aim"),
    "expectations": (2000, "What is asked of participants"),
    "invitation_text": (4000, "The invitation"),
}


def check_settings(values: Mapping[str, Any]) -> list[Refusal]:
    """Everything wrong with a program's settings, each about its field; empty when all is well."""
    found = [_text(name, values[name]) for name in _TEXTS if name in values]
    found += [_bound(name, values[name]) for name in _BOUNDS if name in values]
    found += [_order(values, *rule) for rule in _ORDER]
    if "name" in values and not str(values["name"]).strip():
        found.append(Refusal("no_name", "Give the program a name.", "name"))
    if "format" in values and values["format"] not in Format.values:
        found.append(Refusal("unknown_format", f"There is no format “{values['format']}”.", "format"))
    return [refusal for refusal in found if refusal is not None]


def _text(name: str, value: object) -> Refusal | None:
    limit, what = _TEXTS[name]
    text = str(value or "")
    if "\x00" in text:
        return Refusal("nul", f"{what} contains a character that can not be stored.", name)
    if len(text) > limit:
        said = f"{what} has {len(text):,} characters; at most {limit:,} fit."
        return Refusal("too_long", said, name)
    return None


def _bound(name: str, value: object) -> Refusal | None:
    low, high, what = _BOUNDS[name]
    if not isinstance(value, int) or not low <= value <= high:
        return Refusal("out_of_bounds", f"{what}: a whole number from {low} to {high}.", name)
    return None


def _order(values: Mapping[str, Any], first: str, second: str, said: str) -> Refusal | None:
    early, late = values.get(first), values.get(second)
    if isinstance(early, date) and isinstance(late, date) and late < early:
        message = f"{said} ({early:%d %B %Y}). You chose {late:%d %B %Y}."
        return Refusal("dates_out_of_order", message, second)
    return None


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """What readiness looks at."""

    aim: str
    expectations: str
    starts_on: date | None
    ends_on: date | None
    enrollment_closes_on: date | None
    format: str
    is_open: bool
    questions: int
    has_policy: bool
    managers: int
    pool: Pool


@dataclass(frozen=True, slots=True)
class ReadinessItem:
    """One line of the check list.

    section: where to mend it (a section of the set-up page, or "invite"/"match" for those pages);
    blocks: enrollment can not open without it.
    """

    key: str
    label: str
    done: bool
    section: str
    blocks: bool = True


def readiness(facts: SetupFacts) -> list[ReadinessItem]:
    """The check list before opening, what blocks first in the order of the page."""
    someone = facts.is_open or facts.pool.invited > 0
    return [
        ReadinessItem("aim", "Say what it is for", bool(facts.aim.strip()), "basics"),
        ReadinessItem(
            "asked", "Say what you ask of people", bool(facts.expectations.strip()), "basics", False
        ),
        ReadinessItem(
            "dates", "Choose when it starts and ends", bool(facts.starts_on and facts.ends_on), "dates"
        ),
        ReadinessItem(
            "closing", "Choose when enrollment closes", facts.enrollment_closes_on is not None, "dates", False
        ),
        ReadinessItem("joining", "Open it to everybody, or invite somebody", someone, "invite"),
        ReadinessItem("questions", "Ask at least one question", facts.questions > 0, "questions", False),
        ReadinessItem("policy", "Decide what a good match is", facts.has_policy, "match", False),
        ReadinessItem("manager", "Name somebody who runs it", facts.managers > 0, "basics", False),
    ]


def missing(items: list[ReadinessItem]) -> list[str]:
    """What blocks opening, in words that complete “please: ...”."""
    return [item.label[0].lower() + item.label[1:] for item in items if item.blocks and not item.done]
