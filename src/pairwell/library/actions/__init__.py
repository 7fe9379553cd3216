"""Verbs of the library, by what they change."""

from pairwell.library.actions.activities import copy_activity, retire_activity, write_activity
from pairwell.library.actions.course_writing import copy_course, offer_course, write_course
from pairwell.library.actions.courses import answer_check, mark_read, start_course, take_newest
from pairwell.library.actions.resources import add_resource, change_resource, remove_resource
from pairwell.library.actions.shipped import load_activities, read_activities
from pairwell.library.actions.shipped_courses import load_courses, read_courses

__all__ = [
    "add_resource",
    "answer_check",
    "change_resource",
    "copy_activity",
    "copy_course",
    "load_activities",
    "load_courses",
    "mark_read",
    "offer_course",
    "read_activities",
    "read_courses",
    "remove_resource",
    "retire_activity",
    "start_course",
    "take_newest",
    "write_activity",
    "write_course",
]
