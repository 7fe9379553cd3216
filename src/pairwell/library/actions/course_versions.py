"""Courses in versions: every change is the next one, and what it replaces stays for those in the middle."""

from collections.abc import Mapping, Sequence
from typing import Any

from pairwell.core import audit
from pairwell.library.models import CheckQuestion, Course, CourseVersion, Lesson
from pairwell.library.states import Origin
from pairwell.people.models import Person

WORDS = ("title", "audience", "summary")
LESSON, QUESTION = ("key", "title", "minutes", "text"), ("key", "text", "options", "right", "because")
DEFAULTS: dict[str, Any] = {"minutes": 5, "because": ""}


def content_of_course(course: Course) -> dict[str, Any]:
    """What the current version says, in the shape of a shipped file."""
    parts: dict[str, list[dict[str, Any]]] = {"lessons": [], "questions": []}
    for what, names, rows in (("lessons", LESSON, course.lessons), ("questions", QUESTION, course.questions)):
        current = rows.filter(until=None).order_by("position")
        parts[what] = [{name: getattr(row, name) for name in names} for row in current]
    words = {name: getattr(course, name) for name in WORDS}
    return {**words, "pass_percent": course.pass_percent, **parts}


def _normal(content: Mapping[str, Any]) -> dict[str, Any]:
    def rows(of: str, names: Sequence[str]) -> list[dict[str, Any]]:
        return [{n: row.get(n, DEFAULTS.get(n)) for n in names} for row in content.get(of, [])]

    words = {name: content[name] for name in WORDS}
    percent = content.get("pass_percent", 75)
    return {**words, "pass_percent": percent, "lessons": rows("lessons", LESSON),
            "questions": rows("questions", QUESTION)}  # fmt: skip


def publish_course(origin: Origin, row: Mapping[str, Any], *, by: Person | None = None) -> Course:
    """Bring the course with this key to what `row` says: a new one, its next version, or no change.

    A shipped text never replaces what people have written. The caller holds the transaction.
    """
    content = _normal(row)
    course = Course.objects.select_for_update(of=("self",)).filter(key=row["key"]).first()
    if course is not None and origin == Origin.SHIPPED and course.origin == Origin.OWN:
        return course
    if course is not None and content_of_course(course) == content:
        return course
    course = course or Course(key=row["key"], version=0, position=row.get("position", 500))
    course.version += 1
    course.origin = origin
    if by is not None and course.version == 1:
        course.written_by = by
    if "position" in row:
        course.position = row["position"]
    for name in (*WORDS, "pass_percent"):
        setattr(course, name, content[name])
    course.save()
    CourseVersion.objects.create(
        course=course, number=course.version, pass_percent=course.pass_percent, written_by=by
    )
    _replace(Lesson, course, content["lessons"], LESSON)
    _replace(CheckQuestion, course, content["questions"], QUESTION)
    if by is not None:
        details = {"key": course.key, "version": course.version}
        audit.record(by=by, verb="course written", thing=course, details=details)
    return course


def _replace(table: Any, course: Course, rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> None:
    """Close the parts that are no longer as they were, and add what is new; the same part stays the same row."""
    wanted = {row["key"]: {**row, "position": position} for position, row in enumerate(rows)}
    for old in table.objects.filter(course=course, until=None):
        new = wanted.get(old.key)
        if new is not None and all(getattr(old, name) == new[name] for name in (*names, "position")):
            del wanted[old.key]
        else:
            table.objects.filter(pk=old.pk).update(until=course.version)
    table.objects.bulk_create(table(course=course, since=course.version, **row) for row in wanted.values())
