"""What an activity must look like."""

from collections.abc import Mapping
from typing import Any

from pairwell.library.states import Purpose, Stage

_KNOWN = frozenset(
    {
        "key", "title", "purpose", "stage", "formats", "summary", "preparation_mentor", "preparation_mentee",
        "questions", "follow_up", "steps",
    }
)  # fmt: skip
_LIMITS = {"key": 80, "title": 120, "summary": 300}


class ActivityProblem(ValueError):  # noqa: N818 - the room's own word
    """An activity that can not be used; the message names it and what to mend."""


def check_activity(row: Mapping[str, Any]) -> None:
    """Raise ActivityProblem when plain data does not describe an activity."""
    name = str(row.get("key") or row.get("title") or "?")
    strangers = sorted(set(row) - _KNOWN)
    if strangers:
        raise ActivityProblem(f"{name}: unknown setting “{strangers[0]}”")
    for field, limit in _LIMITS.items():
        text = str(row.get(field, ""))
        if not text.strip():
            raise ActivityProblem(f"{name}: “{field}” is missing")
        if len(text) > limit:
            raise ActivityProblem(f"{name}: “{field}” has {len(text)} characters; at most {limit} fit")
    for field, known in (("purpose", Purpose.values), ("stage", Stage.values)):
        if row.get(field) not in known:
            raise ActivityProblem(f"{name}: “{field}” must be one of {', '.join(known)}")
    if not row.get("steps"):
        raise ActivityProblem(f"{name}: an activity has at least one step")
    for number, step in enumerate(row["steps"], 1):
        minutes = step.get("minutes")
        if not str(step.get("title", "")).strip():
            raise ActivityProblem(f"{name}: step {number} has no title")
        if type(minutes) is not int or not 1 <= minutes <= 480:
            raise ActivityProblem(f"{name}: step {number} takes 1 to 480 minutes, not {minutes!r}")
