"""Which lessons and questions a version of a course has, and which version somebody goes through."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pairwell.library.models import CheckQuestion, Course, CourseProgress, Lesson


def is_in(version: int, since: int, until: int | None) -> bool:
    """Whether a part belongs to a version."""
    return since <= version and (until is None or until > version)


def _of(version: int, rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(row for row in rows if is_in(version, row.since, row.until))


@dataclass(frozen=True)
class CourseParts:
    """The lessons and questions of one version; has_newer: the current version has others."""

    version: int
    lessons: tuple[Lesson, ...]
    questions: tuple[CheckQuestion, ...]
    pass_percent: int
    has_newer: bool


def version_for(course: Course, progress: CourseProgress | None) -> int:
    """The version they began, until they have completed it; the current one otherwise."""
    if progress is None or progress.completed_at is not None:
        return course.version
    return min(progress.version, course.version)


def parts_of(course: Course, version: int | None = None) -> CourseParts:
    """A version of a course (the current one without): at most three queries."""
    number = course.version if version is None else version
    lessons, questions = list(course.lessons.all()), list(course.questions.all())
    percent = course.pass_percent
    newer = False
    if number != course.version:
        kept = course.versions.filter(number=number).values_list("pass_percent", flat=True).first()
        percent = kept or percent
        newer = any(_of(number, rows) != _of(course.version, rows) for rows in (lessons, questions))
    return CourseParts(number, _of(number, lessons), _of(number, questions), percent, newer)
