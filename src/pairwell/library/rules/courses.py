"""When a course's check is passed, and what a shipped course must look like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pairwell.core.errors import Refusal
from pairwell.library.states import Audience


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a check: numbers of the right options, and how many there are."""

    right: tuple[int, ...]
    options: int


def refuse_answers(answers: Mapping[str, Sequence[int]], questions: Mapping[str, Asked]) -> Refusal | None:
    """Every question has an answer, among its options."""
    for number, (key, asked) in enumerate(questions.items(), 1):
        chosen = answers.get(key) or ()
        if not chosen:
            return Refusal("unanswered", f"Question {number} has no answer yet.", key)
        if any(not 0 <= one < asked.options for one in chosen):
            return Refusal("unknown", f"Question {number} does not have this option.", key)
    return None


def score(answers: Mapping[str, Sequence[int]], questions: Mapping[str, Asked]) -> int:
    """How many are exactly right: all right options and no other."""
    return sum(set(answers[key]) == set(asked.right) for key, asked in questions.items())


def passes(right: int, asked: int, percent: int) -> bool:
    """Whether so many right answers are enough."""
    return right * 100 >= percent * asked


class CourseProblem(ValueError):  # noqa: N818 - the room's own word
    """A course that can not be used; the message names it and what to mend."""


def check_course(row: Mapping[str, Any]) -> None:
    """Raise CourseProblem when plain data does not describe a course."""
    name = str(row.get("key") or "?")
    for field, limit in (("key", 80), ("title", 120), ("summary", 300)):
        text = str(row.get(field, ""))
        if not text.strip() or len(text) > limit:
            raise CourseProblem(f"{name}: “{field}” must have 1 to {limit} characters")
    if row.get("audience") not in Audience.values:
        raise CourseProblem(f"{name}: “audience” must be one of {', '.join(Audience.values)}")
    percent = row.get("pass_percent", 75)
    if not isinstance(percent, int) or not 1 <= percent <= 100:
        raise CourseProblem(f"{name}: “pass_percent” must be a whole number from 1 to 100")
    lessons, questions = row.get("lessons", []), row.get("questions", [])
    if not lessons:
        raise CourseProblem(f"{name}: a course has at least one lesson")
    for what, parts in (("lesson", lessons), ("question", questions)):
        keys = [part.get("key") for part in parts]
        if None in keys or len(set(keys)) != len(keys):
            raise CourseProblem(f"{name}: each {what} needs a key of its own")
    for lesson in lessons:
        if not str(lesson.get("text", "")).strip() or not str(lesson.get("title", "")).strip():
            raise CourseProblem(f"{name}: lesson “{lesson['key']}” needs a title and a text")
    for question in questions:
        if problem := _problem_of(question):
            raise CourseProblem(f"{name}: question “{question['key']}” {problem}")


def _problem_of(question: Mapping[str, Any]) -> str:
    options, right = question.get("options", []), question.get("right", [])
    if not str(question.get("text", "")).strip():
        return "needs a text"
    if len(set(options)) < len(options):
        return "has the same option twice"
    if len(options) < 2 or not right or any(not 0 <= one < len(options) for one in right):
        return "needs two options and names the right ones"
    return ""
