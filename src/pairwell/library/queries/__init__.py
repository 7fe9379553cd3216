"""Reads of the library, by kind of thing."""

from pairwell.library.queries.activities import (
    Shelf,
    activities,
    activities_by_key,
    activity,
    shelves,
)
from pairwell.library.queries.courses import completed_by, completions, course_choices, has_completed

__all__ = [
    "Shelf",
    "activities",
    "activities_by_key",
    "activity",
    "completed_by",
    "completions",
    "course_choices",
    "has_completed",
    "shelves",
]
