"""A career and life journey: what a step of it may say, and in which order the steps stand."""

from collections.abc import Mapping, Sequence
from typing import Any

from pairwell.core.errors import Refusal

KINDS: dict[str, str] = {"work": "Work", "study": "Learning", "life": "Life"}
MOST_STEPS = 40
FIRST_YEAR, LAST_YEAR = 1930, 2100
Step = dict[str, Any]


def refuse_step(step: Mapping[str, Any], *, this_year: int) -> Refusal | None:
    """A step has a few words and years that follow each other."""
    role = str(step.get("role", "")).strip()
    if not role:
        return Refusal("role", "Say in a few words what it was.", "role")
    if len(role) > 160 or len(str(step.get("place", ""))) > 160 or len(str(step.get("text", ""))) > 1000:
        return Refusal(
            "long", "Keep it short: 160 characters for a title or place, 1,000 for the story.", "role"
        )
    if step.get("kind") not in KINDS:
        return Refusal("kind", "Choose work, learning or life.", "kind")
    start, end = step.get("from"), step.get("to")
    if not isinstance(start, int) or not FIRST_YEAR <= start <= this_year + 1:
        return Refusal("from", f"The year it began lies between {FIRST_YEAR} and {this_year + 1}.", "from")
    if end is not None and (not isinstance(end, int) or not start <= end <= LAST_YEAR):
        return Refusal(
            "to", "It ends in the year it began or later; leave the end empty while it goes on.", "to"
        )
    return None


def with_ids(career: Sequence[Any]) -> list[Step]:
    """The steps with an id, a kind and a text each; what is not a step is left out."""
    found: list[Step] = []
    taken = {str(step.get("id")) for step in career if isinstance(step, Mapping) and step.get("id")}
    number = 1
    for step in career:
        if not isinstance(step, Mapping) or not step.get("role"):
            continue
        key = str(step.get("id") or "")
        if not key:
            while f"s{number}" in taken:
                number += 1
            key = f"s{number}"
            taken.add(key)
        found.append({"place": "", "to": None, "from": None, "kind": "work", "text": "", **step, "id": key})
    return found


def free_id(career: Sequence[Step]) -> str:
    """An id that no step has."""
    taken, number = {step["id"] for step in career}, len(career) + 1
    while f"s{number}" in taken:
        number += 1
    return f"s{number}"


def insert_by_year(career: Sequence[Step], step: Step) -> list[Step]:
    """The journey with a step added where its year belongs: before the first that began earlier."""
    rest = list(career)
    place = next((n for n, other in enumerate(rest) if (other["from"] or 0) <= step["from"]), len(rest))
    return [*rest[:place], step, *rest[place:]]


def moved(career: Sequence[Step], key: str, by: int) -> list[Step]:
    """The journey with one step moved up (-1) or down (1); at an end it stays."""
    rest = list(career)
    place = next((n for n, step in enumerate(rest) if step["id"] == key), None)
    if place is None or not 0 <= place + by < len(rest):
        return rest
    rest[place], rest[place + by] = rest[place + by], rest[place]
    return rest
