"""The numbers that a program's set-up and its policy both tell: they say the same."""

from collections.abc import Mapping
from typing import Any, Final

from pairwell.programs.models import Program
from pairwell.programs.states import Format

SIZES: Final = frozenset({"format", "mentor_places", "circle_size", "circle_leaders"})
"""Settings of a program that the engine reads in the policy."""


def sized(program: Program, body: Mapping[str, Any], format_: str) -> dict[str, Any]:
    """A policy for this format, with the mentors that a mentee may have, or the size and leaders of a circle, as the
    program says. A bound between groups is for one mentor each, and stays so.
    """
    made = {**body, "format": format_}
    if format_ == Format.GROUP:
        smallest = int(body.get("circles", {}).get("smallest", 4))
        made["circles"] = {
            "smallest": min(smallest, program.circle_size), "largest": program.circle_size,
            "leaders": program.circle_leaders,
        }  # fmt: skip
    elif not body.get("group_bound"):
        made["places_per_mentee"] = program.mentor_places
    return made
