"""Filling the library with the courses that ship with the product."""

import re
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from pairwell.library.actions.course_versions import publish_course
from pairwell.library.rules.courses import CourseProblem, check_course
from pairwell.library.states import Origin

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

    Lessons and questions are known by their keys, and whoever is in the middle goes on with the version they
    began. Running it again changes nothing; courses of one's own, and shipped ones that somebody has changed,
    stay as they are.
    """
    rows = read_courses(folder)
    for row in rows:
        lessons = [{**lesson, "text": flowing(lesson["text"])} for lesson in row["lessons"]]
        publish_course(Origin.SHIPPED, {**row, "lessons": lessons})
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
