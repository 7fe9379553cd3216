"""What a survey's question must look like, and what counts as an answer to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pairwell.core.errors import Refusal
from pairwell.surveys.states import Kind, SurveyState

LONGEST_TEXT = 2000
MOST_QUESTIONS = 30
RANGES = {Kind.SCALE: range(1, 6), Kind.RECOMMEND: range(11)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as values. key: stable within its survey; options: (key, label) pairs of a choice."""

    key: str
    text: str
    kind: str
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False

    @property
    def field(self) -> str:
        """Name of its field in forms and refusals."""
        return f"q_{self.key}"


def check_question(asked: Asked) -> list[Refusal]:
    """Everything wrong with a question as its author wrote it."""
    found = []
    if not asked.text.strip():
        found.append(Refusal("no_text", "Write the question.", "text"))
    if "\x00" in asked.text + asked.help + str(asked.options):
        found.append(Refusal("nul", "The question contains a character that can not be stored.", "text"))
    if len(asked.text) > 300:
        found.append(
            Refusal("too_long", f"{len(asked.text)} characters; at most 300 fit in a question.", "text")
        )
    if asked.kind not in Kind.values:
        found.append(Refusal("kind", f"There is no kind of question “{asked.kind}”.", "kind"))
    if asked.kind == Kind.CHOICE and len({label.casefold() for _, label in asked.options}) < 2:
        found.append(Refusal("options", "Write at least two different options, one on each line.", "options"))
    return found


def may_change_questions(*, state: str, questions: int = 0) -> Refusal | None:
    """Questions stay as they are once somebody was asked: answers must mean one thing."""
    if state != SurveyState.SCHEDULED:
        return Refusal("asked", "This survey has been sent. Its questions stay as they are.")
    if questions >= MOST_QUESTIONS:
        return Refusal("many", f"A survey has at most {MOST_QUESTIONS} questions; short ones are answered.")
    return None


def may_open(*, state: str, questions: int) -> Refusal | None:
    """A survey opens once, with something to ask."""
    if state != SurveyState.SCHEDULED:
        return Refusal("asked", "This survey has been opened already.")
    if not questions:
        return Refusal("empty", "Add a question first: there is nothing to ask.")
    return None


def check_answers(asked: Sequence[Asked], given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Refusal]]:
    """Clean answers by question key, and what is wrong with the others. given: raw values by key."""
    clean: dict[str, Any] = {}
    wrong: list[Refusal] = []
    for one in asked:
        raw = given.get(one.key)
        text = "" if raw is None else str(raw).strip()
        if not text:
            if one.required:
                wrong.append(Refusal("required", "Please answer this question.", one.field))
            continue
        try:
            clean[one.key] = _read(one, text)
        except ValueError as problem:
            wrong.append(Refusal("bad_answer", str(problem), one.field))
    return clean, wrong


def _read(one: Asked, text: str) -> int | str:
    if one.kind in RANGES:
        numbers = RANGES[Kind(one.kind)]
        if not (text.isascii() and text.isdigit() and int(text) in numbers):
            raise ValueError(f"Choose a number from {numbers[0]} to {numbers[-1]}.")
        return int(text)
    if one.kind == Kind.CHOICE:
        if text not in {key for key, _ in one.options}:
            raise ValueError("Choose one of the options.")
        return text
    if "\x00" in text:
        raise ValueError("This contains a character that can not be stored.")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"This has {len(text):,} characters; at most {LONGEST_TEXT:,} fit.")
    return text
