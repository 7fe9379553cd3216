"""Tables of the library, one file per kind of thing."""

from pairwell.library.models.activities import Activity, ActivityStep
from pairwell.library.models.courses import (
    CheckAttempt,
    CheckQuestion,
    Course,
    CourseProgress,
    CourseVersion,
    Lesson,
    LessonRead,
)
from pairwell.library.models.resources import Resource, ResourceFile

__all__ = [
    "Activity",
    "ActivityStep",
    "CheckAttempt",
    "CheckQuestion",
    "Course",
    "CourseProgress",
    "CourseVersion",
    "Lesson",
    "LessonRead",
    "Resource",
    "ResourceFile",
]
