"""Verbs of the library, by what they change."""

from pairwell.library.actions.activities import copy_activity, retire_activity, write_activity
from pairwell.library.actions.courses import answer_check, mark_read, start_course
from pairwell.library.actions.resources import add_resource, change_resource, remove_resource
from pairwell.library.actions.shipped import load_activities, read_activities
from pairwell.library.actions.shipped_courses import load_courses, read_courses

__all__ = [
    "add_resource",
    "answer_check",
    "change_resource",
    "copy_activity",
    "load_activities",
    "load_courses",
    "mark_read",
    "read_activities",
    "read_courses",
    "remove_resource",
    "retire_activity",
    "start_course",
    "write_activity",
]
