"""Filling the library from the activities that ship with the product."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from pairwell.library.models import Activity, ActivityStep
from pairwell.library.rules import ActivityProblem, check_activity

SHIPPED = Path(__file__).parent / "data" / "activities.toml"


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

    Running it again changes nothing. Activities with other keys stay as they are.
    """
    rows = read_activities(path)
    Activity.objects.bulk_create(
        [_activity(row, position) for position, row in enumerate(rows)],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[
            "title", "purpose", "stage", "formats", "summary", "preparation_mentor", "preparation_mentee",
            "questions", "follow_up", "position",
        ],
    )  # fmt: skip
    by_key = {row.key: row for row in Activity.objects.filter(key__in=[row["key"] for row in rows])}
    ActivityStep.objects.filter(activity__in=by_key.values()).delete()
    ActivityStep.objects.bulk_create(
        [step for row in rows for step in _steps(by_key[row["key"]], row.get("steps", []))]
    )
    return len(rows)


def _activity(row: Mapping[str, Any], position: int) -> Activity:
    return Activity(
        key=row["key"],
        title=row["title"],
        purpose=row["purpose"],
        stage=row["stage"],
        formats=list(row.get("formats", [])),
        summary=row["summary"],
        preparation_mentor=row.get("preparation_mentor", ""),
        preparation_mentee=row.get("preparation_mentee", ""),
        questions=list(row.get("questions", [])),
        follow_up=row.get("follow_up", ""),
        position=position,
    )


def _steps(activity: Activity, steps: Sequence[Mapping[str, Any]]) -> list[ActivityStep]:
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
