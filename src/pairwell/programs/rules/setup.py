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
MOST_PEOPLE = 100_000
MOST_NEEDS = 5
MOST_MENTEES_OF_ONE = 10
_BOUNDS = {
    "cadence_days": (1, 120, "Days from session to session"),
    "session_minutes": (10, 480, "Minutes of a session"),
    "mentor_places": (1, 5, "Mentors at a time"),
    "circle_size": (2, 12, "Members of a circle"),
    "answer_days": (1, 60, "Days to answer a proposal"),
    "circle_leaders": (1, 2, "Leaders of a circle"),
    "opt_out_days": (1, 60, "Days to say no to a nomination"),
}
_CAPACITIES = {"mentor_capacity": "mentors", "mentee_capacity": "mentees"}
_TEXTS = {
    "name": (140, "The name"),
    "aim": (2000, "The aim"),
    "expectations": (2000, "What is asked of participants"),
    "invitation_text": (4000, "The invitation"),
    "welcome_text": (4000, "The welcome"),
    "starting_text": (4000, "The letter at the start"),
    "closing_text": (4000, "The letter at the end"),
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
    found += _window(values) + _capacities(values) + _formats(values) + _needs(values)
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


def _window(values: Mapping[str, Any]) -> list[Refusal]:
    """A cohort starts together, so its enrollment is over by then; rolling programs overlap on purpose."""
    closes, starts = values.get("enrollment_closes_on"), values.get("starts_on")
    if values.get("is_rolling") or not isinstance(closes, date) or not isinstance(starts, date):
        return []
    if closes <= starts:
        return []
    said = (
        f"Enrollment would still be open on {starts:%d %B %Y}, when mentorships start. "
        "Close it before, or choose rolling enrollment."
    )
    return [Refusal("overlapping_windows", said, "enrollment_closes_on")]


def _capacities(values: Mapping[str, Any]) -> list[Refusal]:
    found = []
    for name, what in _CAPACITIES.items():
        number = values.get(name)
        if number is not None and (not isinstance(number, int) or not 1 <= number <= MOST_PEOPLE):
            said = f"A whole number of {what} from 1 to {MOST_PEOPLE:,}, or nothing for as many as come."
            found.append(Refusal("capacity", said, name))
    return found or _impossible(values)


def _impossible(values: Mapping[str, Any]) -> list[Refusal]:
    """More mentees than the mentors could ever take."""
    mentors, mentees = values.get("mentor_capacity"), values.get("mentee_capacity")
    if mentors is None or mentees is None or values.get("format") == Format.PEER:
        return []
    if values.get("format") == Format.GROUP:
        leaders, size = values.get("circle_leaders", 1), values.get("circle_size", 2)
        most = mentors // leaders * size
        said = f"{mentors} leaders, {leaders} to a circle of {size}, have room for {most} members."
    else:
        most = mentors * MOST_MENTEES_OF_ONE
        said = f"{mentors} mentors have room for {most} mentees at most."
    if mentees <= most:
        return []
    return [Refusal("impossible_capacity", f"{said} You would take on {mentees}.", "mentee_capacity")]


def _formats(values: Mapping[str, Any]) -> list[Refusal]:
    also = list(values.get("also_formats") or ())
    strangers = [name for name in also if name not in Format.values]
    if strangers:
        return [Refusal("unknown_format", f"There is no format “{strangers[0]}”.", "also_formats")]
    if also and Format.PEER in (values.get("format"), *also) and len({*also, values.get("format")}) > 1:
        said = "Peers have no mentors, so they can not be mixed with other formats. Make two programs."
        return [Refusal("peers_alone", said, "also_formats")]
    return []


def _needs(values: Mapping[str, Any]) -> list[Refusal]:
    needs = list(values.get("needs") or ())
    if not needs:
        return []
    if len(needs) > MOST_NEEDS:
        return [Refusal("needs", f"At most {MOST_NEEDS} needs, one mentor for each.", "needs")]
    if len({str(need["label"]).casefold() for need in needs}) < len(needs):
        return [Refusal("needs", "Two needs are the same.", "needs")]
    if values.get("format") == Format.PEER:
        return [
            Refusal("needs", "Peers have no mentors, so there are no needs with one mentor each.", "needs")
        ]
    if values.get("mentor_places", 1) < 2:
        said = "A mentee needs room for several mentors first: raise “Mentors one mentee may have”."
        return [Refusal("needs", said, "needs")]
    return []


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
    by_nomination: bool = False
    join_code: str = ""
    is_rolling: bool = False
    circle_leaders: int = 1
    mentor_capacity: int | None = None
    missing_training: tuple[str, ...] = ()
    has_objective: bool = True


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
    someone = facts.is_open or facts.pool.invited > 0 or facts.by_nomination or bool(facts.join_code)
    closing = facts.enrollment_closes_on is not None or facts.is_rolling
    dates = bool(facts.starts_on and facts.ends_on)
    items = [
        ReadinessItem("aim", "Say what it is for", bool(facts.aim.strip()), "basics"),
        ReadinessItem(
            "asked", "Say what you ask of people", bool(facts.expectations.strip()), "basics", False
        ),
        ReadinessItem("dates", "Choose when it starts and ends", dates, "dates"),
        ReadinessItem("closing", "Choose when enrollment closes", closing, "dates", False),
        ReadinessItem("joining", "Open it to everybody, or invite somebody", someone, "invite"),
        ReadinessItem("questions", "Ask at least one question", facts.questions > 0, "questions", False),
        ReadinessItem("policy", "Decide what a good match is", facts.has_policy, "match", False),
        ReadinessItem("manager", "Name somebody who runs it", facts.managers > 0, "basics", False),
        ReadinessItem(
            "objective", "Say what the program wants to reach", facts.has_objective, "objectives", False
        ),
    ]
    return items + _of_the_format(facts) + _of_training(facts)


def _of_the_format(facts: SetupFacts) -> list[ReadinessItem]:
    if facts.format != Format.GROUP or facts.circle_leaders < 2 or facts.mentor_capacity is None:
        return []
    enough = facts.mentor_capacity >= facts.circle_leaders
    label = f"Take on at least {facts.circle_leaders} leaders, or one circle has too few"
    return [ReadinessItem("leaders", label, enough, "joining")]


def _of_training(facts: SetupFacts) -> list[ReadinessItem]:
    if not facts.missing_training:
        return []
    label = f"Choose training that is there: “{facts.missing_training[0]}” is not"
    return [ReadinessItem("training", label, False, "joining")]


def missing(items: list[ReadinessItem]) -> list[str]:
    """What blocks opening, in words that complete “please: ...”."""
    return [item.label[0].lower() + item.label[1:] for item in items if item.blocks and not item.done]
