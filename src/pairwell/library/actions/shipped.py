"""Filling the library with the activities that ship with the product."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from pairwell.library.models import Activity, ActivityStep
from pairwell.library.rules import ActivityProblem, check_activity
from pairwell.library.states import Origin

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "activities.toml"


def read_activities(path: Path = SHIPPED) -> list[dict[str, Any]]:
    """The activities of a TOML file, checked; ActivityProblem names the entry and what is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ActivityProblem(f"{path.name} is not TOML: {problem}") from problem
    strangers = sorted(set(data) - {"activity"})
    if strangers:
        raise ActivityProblem(f"{path.name}: unknown table “{strangers[0]}”; activities are [[activity]]")
    rows: list[dict[str, Any]] = data.get("activity", [])
    keys = [row.get("key") for row in rows]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise ActivityProblem(f"two activities have the key “{twice}”")
    for row in rows:
        check_activity(row)
    return rows


@transaction.atomic
def load_activities(path: Path = SHIPPED) -> int:
    """Add the shipped activities and bring those that are there up to date; returns how many there are.

    Running it again changes nothing. What people have written or edited themselves stays; a shipped text
    that has changed becomes the next version, so that sessions keep what they were planned with.
    """
    rows = read_activities(path)
    kept = {row.key: row for row in Activity.every.filter(is_current=True).prefetch_related("steps")}
    fresh: list[Activity] = []
    for position, row in enumerate(rows):
        current = kept.get(row["key"])
        if current is None:
            fresh.append(_activity(row, position))
        elif current.origin == Origin.SHIPPED and content_of(current) != content_of_row(row):
            Activity.every.filter(pk=current.pk).update(is_current=False)
            fresh.append(_activity(row, position, version=current.version + 1))
    Activity.every.bulk_create(fresh)
    by_key = {row["key"]: row for row in rows}
    ActivityStep.objects.bulk_create(
        [step for made in fresh for step in steps_of(made, by_key[made.key]["steps"])]
    )
    return len(rows)


_WORDS = ("title", "purpose", "stage", "summary", "preparation_mentor", "preparation_mentee", "follow_up")
_LISTS = ("formats", "questions")


def content_of(activity: Activity) -> dict[str, Any]:
    """What an activity says, as plain data to compare versions by; its steps are read."""
    steps = [{"title": s.title, "minutes": s.minutes, "text": s.text} for s in activity.steps.all()]
    words = {name: getattr(activity, name) for name in _WORDS}
    return {**words, **{name: list(getattr(activity, name)) for name in _LISTS}, "steps": steps}


def content_of_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """The same of plain data that check_activity has passed."""
    steps = [{"title": s["title"], "minutes": s["minutes"], "text": s.get("text", "")} for s in row["steps"]]
    words = {name: row.get(name, "") for name in _WORDS}
    return {**words, **{name: list(row.get(name, [])) for name in _LISTS}, "steps": steps}


def _activity(row: Mapping[str, Any], position: int, *, version: int = 1) -> Activity:
    content = content_of_row(row)
    content.pop("steps")
    return Activity(key=row["key"], version=version, origin=Origin.SHIPPED, position=position, **content)


def steps_of(activity: Activity, steps: Sequence[Mapping[str, Any]]) -> list[ActivityStep]:
    """Unsaved steps of an activity, from plain data."""
    return [
        ActivityStep(
            activity=activity,
            position=position,
            title=step["title"],
            minutes=step["minutes"],
            text=step.get("text", ""),
        )
        for position, step in enumerate(steps)
    ]
