"""Filling the library with the courses that ship with the product."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from pairwell.library.models import CheckQuestion, Course, Lesson
from pairwell.library.rules.courses import CourseProblem, check_course

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "courses"


def read_courses(folder: Path = SHIPPED) -> list[dict[str, Any]]:
    """The courses of a folder of TOML files, checked; CourseProblem names the file and what is wrong."""
    rows = []
    for path in sorted(folder.glob("*.toml")):
        try:
            row = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise CourseProblem(f"{path.name} is not TOML: {problem}") from problem
        check_course(row)
        rows.append(row)
    return sorted(rows, key=lambda row: row.get("position", 0))


@transaction.atomic
def load_courses(folder: Path = SHIPPED) -> int:
    """Add the shipped courses and bring their texts up to date; returns how many there are.

    Lessons and questions are known by their keys, so nobody's progress is lost when a text changes.
    Running it again changes nothing; courses with other keys stay as they are.
    """
    rows = read_courses(folder)
    for row in rows:
        fields = {name: row[name] for name in ("title", "audience", "summary")}
        fields |= {"position": row.get("position", 0), "pass_percent": row.get("pass_percent", 75)}
        course, _ = Course.objects.update_or_create(key=row["key"], defaults=fields)
        _lessons(course, row["lessons"])
        _questions(course, row.get("questions", []))
    return len(rows)


_NEW_BLOCK = re.compile(r"^\s*([-*] |\d+\. |> |#)")


def flowing(text: str) -> str:
    """The text without the line breaks of the file: paragraphs, list items and quotes run on, blocks stay apart."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        before = lines[-1] if lines else ""
        quoted = before.startswith("> ") and line.startswith("> ")
        if before.strip() and line.strip() and (quoted or not _NEW_BLOCK.match(line)):
            lines[-1] = f"{before} {line.removeprefix('> ').strip() if quoted else line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _lessons(course: Course, rows: Sequence[Mapping[str, Any]]) -> None:
    course.lessons.exclude(key__in=[row["key"] for row in rows]).delete()
    Lesson.objects.bulk_create(
        [
            Lesson(
                course=course, key=row["key"], position=position, title=row["title"],
                minutes=row.get("minutes", 5), text=flowing(row["text"]),
            )
            for position, row in enumerate(rows)
        ],
        update_conflicts=True,
        unique_fields=["course", "key"],
        update_fields=["position", "title", "minutes", "text"],
    )  # fmt: skip


def _questions(course: Course, rows: Sequence[Mapping[str, Any]]) -> None:
    course.questions.exclude(key__in=[row["key"] for row in rows]).delete()
    CheckQuestion.objects.bulk_create(
        [
            CheckQuestion(
                course=course, key=row["key"], position=position, text=row["text"], options=row["options"],
                right=row["right"], because=row.get("because", ""),
            )
            for position, row in enumerate(rows)
        ],
        update_conflicts=True,
        unique_fields=["course", "key"],
        update_fields=["position", "text", "options", "right", "because"],
    )  # fmt: skip
