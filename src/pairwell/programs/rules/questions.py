"""What a question must look like, and what counts as an answer to it."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pairwell.core.errors import Refusal
from pairwell.programs.rules.joining import Wanted
from pairwell.programs.states import Asked, QuestionKind

TEXT_LIMIT = 300
LONGTEXT_LIMIT = 4000
MOST_SKILLS = 20
MOST_OPTIONS = 30
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """A question as values; options: (key, label) pairs."""

    key: str
    text: str
    kind: str
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    asked: str = Asked.BOTH
    used_in_matching: bool = False

    @property
    def field(self) -> str:
        """Name of its field in forms and refusals."""
        return f"q_{self.key}"

    def is_for(self, wanted: Wanted) -> bool:
        """Whether somebody in these roles is asked."""
        return (
            self.asked == Asked.BOTH
            or (self.asked == Asked.MENTOR and wanted.as_mentor)
            or (self.asked == Asked.MENTEE and wanted.as_mentee)
        )


def side_of_skills(spec: QuestionSpec, wanted: Wanted) -> str:
    """Whether a skills question asks somebody for what they offer (MENTOR) or want to learn (MENTEE)."""
    if spec.asked in (Asked.MENTOR, Asked.MENTEE):
        return str(spec.asked)
    return Asked.MENTOR if wanted.as_mentor and not wanted.as_mentee else Asked.MENTEE


def check_question(spec: QuestionSpec) -> list[Refusal]:
    """Everything wrong with a question as its author wrote it."""
    found = [
        Refusal("nul", "The question contains a character that can not be stored.", name)
        for name, text in (("text", spec.text), ("help", spec.help), ("options", str(spec.options)))
        if "\x00" in text or "\\x00" in text
    ]
    if not spec.text.strip():
        found.append(Refusal("no_text", "Write the question.", "text"))
    for name, text in (("text", spec.text), ("help", spec.help)):
        if len(text) > TEXT_LIMIT:
            said = f"{len(text):,} characters; at most {TEXT_LIMIT} fit."
            found.append(Refusal("too_long", said, name))
    if spec.kind not in QuestionKind.values:
        known = ", ".join(QuestionKind.values)
        found.append(
            Refusal("unknown_kind", f"There is no kind of question “{spec.kind}”; there are {known}.", "kind")
        )
    if spec.asked not in Asked.values:
        found.append(Refusal("unknown_asked", f"“{spec.asked}” are not people who can be asked.", "asked"))
    return found + _check_options(spec)


def _check_options(spec: QuestionSpec) -> list[Refusal]:
    if spec.kind not in CHOICES:
        return []
    labels = [label for _, label in spec.options]
    if len(labels) < 2:
        return [Refusal("options", "Write at least two options, one on each line.", "options")]
    if len(labels) > MOST_OPTIONS:
        return [Refusal("options", f"At most {MOST_OPTIONS} options.", "options")]
    if len({key for key, _ in spec.options}) < len(labels) or len({x.casefold() for x in labels}) < len(
        labels
    ):
        return [Refusal("options", "Two options are the same.", "options")]
    if any(len(label) > 120 for label in labels):
        return [Refusal("options", "An option is longer than 120 characters.", "options")]
    return []


def slug(text: str, taken: Collection[str] = ()) -> str:
    """A short stable key made from words, not among `taken`."""
    bare = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-") or "item"
    key, number = bare, 2
    while key in taken:
        key, number = f"{bare}-{number}", number + 1
    return key


def options_of(lines: str, present: Sequence[tuple[str, str]] = ()) -> tuple[tuple[str, str], ...]:
    """Options from one per line; a label that is there already keeps its key, so answers stay true."""
    by_label = {label: key for key, label in present}
    taken = set(by_label.values())
    made: list[tuple[str, str]] = []
    for line in lines.splitlines():
        label = " ".join(line.split())
        if not label:
            continue
        key = by_label.get(label) or slug(label, taken)
        taken.add(key)
        made.append((key, label))
    return tuple(made)


def check_answers(
    specs: Sequence[QuestionSpec],
    given: Mapping[str, Any],
    wanted: Wanted,
    known_skills: Collection[str],
    *,
    all_required: bool = True,
) -> tuple[dict[str, Any], list[Refusal]]:
    """Clean answers by question key, and everything that is wrong with the others.

    given: raw values by question key; known_skills: keys of the catalog among those given;
    all_required=False lets required answers wait (a manager enrolls people who answer later).
    """
    clean: dict[str, Any] = {}
    wrong: list[Refusal] = []
    for spec in specs:
        if not spec.is_for(wanted):
            continue
        value = given.get(spec.key)
        if _is_blank(value):
            if spec.required and all_required:
                wrong.append(Refusal("required", "Please answer this question.", spec.field))
            continue
        try:
            clean[spec.key] = _READERS[QuestionKind(spec.kind)](spec, value, known_skills)
        except ValueError as problem:
            wrong.append(Refusal("bad_answer", str(problem), spec.field))
    return clean, wrong


def _is_blank(value: object) -> bool:
    return value is None or value in ([], ()) or (isinstance(value, str) and not value.strip())


def _text(limit: int, value: object) -> str:
    text = str(value).strip()
    if "\x00" in text:
        raise ValueError("This contains a character that can not be stored.")
    if len(text) > limit:
        raise ValueError(f"This has {len(text):,} characters; at most {limit:,} fit.")
    return text


def _single(spec: QuestionSpec, value: object) -> str:
    if value not in {key for key, _ in spec.options}:
        raise ValueError("Choose one of the options.")
    return str(value)


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _multiple(spec: QuestionSpec, value: object) -> list[str]:
    keys = [key for key, _ in spec.options]
    chosen = _listed(value)
    if any(x not in keys for x in chosen):
        raise ValueError("Choose among the options.")
    return [key for key in keys if key in chosen]


def _scale(value: object) -> int:
    number = _number(value)
    if number not in (1, 2, 3, 4, 5):
        raise ValueError("Choose a whole number from 1 to 5.")
    return int(number)


def _number(value: object) -> float | int:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        raise ValueError("Write a number, such as 3 or 2.5.") from None
    if not math.isfinite(number) or abs(number) > 1e9:
        raise ValueError("Write a number, such as 3 or 2.5.")
    return int(number) if number.is_integer() else number


def _yes_or_no(value: object) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    found = words.get(str(value).strip().lower())
    if found is None:
        raise ValueError("Choose yes or no.")
    return found


def _skills(value: object, known: Collection[str]) -> list[str]:
    chosen = list(dict.fromkeys(str(x) for x in _listed(value)))
    strangers = [x for x in chosen if x not in known]
    if strangers:
        named = ", ".join(f"“{x[:60]}”" for x in strangers[:3]).replace("\x00", "")
        raise ValueError(f"Not in the skill catalog: {named}. Choose from the list.")
    if len(chosen) > MOST_SKILLS:
        raise ValueError(f"{len(chosen)} skills; choose the {MOST_SKILLS} that matter most.")
    return chosen


_READERS: dict[QuestionKind, Any] = {
    QuestionKind.TEXT: lambda spec, value, known: _text(TEXT_LIMIT, value),
    QuestionKind.LONGTEXT: lambda spec, value, known: _text(LONGTEXT_LIMIT, value),
    QuestionKind.SINGLE: lambda spec, value, known: _single(spec, value),
    QuestionKind.MULTIPLE: lambda spec, value, known: _multiple(spec, value),
    QuestionKind.SCALE: lambda spec, value, known: _scale(value),
    QuestionKind.NUMBER: lambda spec, value, known: _number(value),
    QuestionKind.YESNO: lambda spec, value, known: _yes_or_no(value),
    QuestionKind.SKILLS: lambda spec, value, known: _skills(value, known),
}
