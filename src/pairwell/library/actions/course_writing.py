"""Courses that people write themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.library.actions.course_versions import content_of_course, publish_course
from pairwell.library.models import CheckQuestion, Course, Lesson
from pairwell.library.rules.courses import CourseProblem, check_course
from pairwell.library.states import Origin
from pairwell.people.models import Person

_OVERTAKEN = "Somebody else has just changed this course. Reload the page to see their version."
_ADDRESSES = frozenset({"check", "newest"})  # words that a course's address has for something else


@transaction.atomic
def write_course(
    *, by: Person, content: Mapping[str, Any], of: Course | None = None, version: int = 0
) -> Course:
    """Add a course, or the next version of one; saving without a change makes no version.

    content: title, audience, summary, pass_percent, lessons and questions in their order, as in the shipped
    file; a lesson or question without a key is new. version: the one the writer started from.
    Raises Refused when something is missing, or when somebody else was faster.
    """
    key = (
        of.key
        if of
        else _free(str(content.get("title", "")), set(Course.objects.values_list("key", flat=True)))
    )
    if of is not None and version != Course.objects.select_for_update(of=("self",)).get(pk=of.pk).version:
        raise Refused.because("overtaken", _OVERTAKEN)
    row = {**content, "key": key, "lessons": _keyed(content.get("lessons", []), "title", Lesson, of)}
    row["questions"] = _keyed(content.get("questions", []), "text", CheckQuestion, of)
    try:
        check_course(row)
    except CourseProblem as problem:
        raise Refused.because("course", str(problem).split(": ", 1)[-1]) from problem
    return publish_course(Origin.OWN, row, by=by)


@transaction.atomic
def offer_course(*, by: Person, course: Course, offered: bool) -> None:
    """Show a course in the library, or take it out; whoever has begun it can go on."""
    if course.is_offered != offered:
        Course.objects.filter(pk=course.pk).update(is_offered=offered)
        audit.record(by=by, verb="course offered" if offered else "course taken out", thing=course)


@transaction.atomic
def copy_course(*, by: Person, course: Course) -> Course:
    """A copy of one's own to change, not offered yet."""
    content = content_of_course(course)
    content["title"] = f"{content['title'][:112]} (copy)"
    made = write_course(by=by, content=content)
    offer_course(by=by, course=made, offered=False)
    return made


def _keyed(
    rows: Sequence[Mapping[str, Any]], named_by: str, table: type[Lesson | CheckQuestion], of: Course | None
) -> list[dict[str, Any]]:
    """The rows with a key each: their own, or one that no version of this course has used."""
    used = set(table.objects.filter(course=of).values_list("key", flat=True)) if of else set()
    keyed = []
    for row in rows:
        known = row.get("key") or ""
        key = known if known in used else _free(str(row.get(named_by, "")), used | _ADDRESSES)
        used.add(key)
        keyed.append({**row, "key": key})
    return keyed


def _free(words: str, taken: set[str] | frozenset[str]) -> str:
    stem = slugify(words)[:60] or "part"
    number, key = 2, stem
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
