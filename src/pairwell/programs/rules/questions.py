"""What a question must look like."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pairwell.core.errors import Refusal
from pairwell.programs.rules.joining import Wanted
from pairwell.programs.states import Asked, MatchedHow, QuestionKind, SeenBy

TEXT_LIMIT = 300
LONGTEXT_LIMIT = 4000
MOST_SKILLS = 20
MOST_OPTIONS = 30
MOST_PEOPLE_NAMED = 10
MOST_MEGABYTES = 20
USUAL_MEGABYTES = 5
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANKED)
CONDITIONAL_ON = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.YESNO, QuestionKind.SCALE)
TRANSLATED: Final[Mapping[str, str]] = {"de": "Deutsch", "fr": "Français", "es": "Español", "ar": "العربية"}
FILE_TYPES: Final = ("pdf", "docx", "odt", "txt", "png", "jpg", "xlsx", "pptx")
FITTING: Final[Mapping[str, tuple[str, ...]]] = {
    QuestionKind.SINGLE: (MatchedHow.SAME, MatchedHow.DIFFERENT),
    QuestionKind.YESNO: (MatchedHow.SAME, MatchedHow.DIFFERENT),
    QuestionKind.SCALE: (MatchedHow.NEAR,),
    QuestionKind.NUMBER: (MatchedHow.NEAR,),
    QuestionKind.DATE: (MatchedHow.NEAR,),
    QuestionKind.MULTIPLE: (MatchedHow.CONTAINS,),
    QuestionKind.RANKED: (MatchedHow.CONTAINS,),
    QuestionKind.SKILLS: (MatchedHow.CONTAINS,),
    QuestionKind.HOURS: (MatchedHow.HOURS,),
}
"""How answers of a kind can be compared; the first is the usual one."""


@dataclass(frozen=True, slots=True)
class ShownIf:
    """A question is asked only of those who answered another one (`question`: its key) in this way."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """A question as values; options: (key, label) pairs; the rest as in models.Question."""

    key: str
    text: str
    kind: str
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    asked: str = Asked.BOTH
    used_in_matching: bool = False
    matched_how: str = ""
    seen_by: str = SeenBy.MANAGERS
    shown_if: ShownIf | None = None
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def field(self) -> str:
        """Name of its field in forms and refusals."""
        return f"q_{self.key}"

    @property
    def how(self) -> str:
        """How its answers are compared in matching, "" when they are not."""
        if not self.used_in_matching:
            return ""
        return self.matched_how or (FITTING.get(self.kind) or ("",))[0]

    def is_for(self, wanted: Wanted) -> bool:
        """Whether somebody in these roles is asked."""
        return (
            self.asked == Asked.BOTH
            or (self.asked == Asked.MENTOR and wanted.as_mentor)
            or (self.asked == Asked.MENTEE and wanted.as_mentee)
        )

    def in_language(self, language: str) -> "QuestionSpec":
        """The question in a language, as far as it is translated; the rest stays as it was written."""
        said = self.translations.get(language.split("-", maxsplit=1)[0].lower())
        if not said:
            return self
        labels = said.get("options", {})
        return replace(
            self,
            text=said.get("text") or self.text,
            help=said.get("help") or self.help,
            options=tuple((key, labels.get(key) or label) for key, label in self.options),
        )

    def most(self) -> int:
        """How many may be chosen (several, ranked, skills, people)."""
        usual = {
            QuestionKind.MULTIPLE: len(self.options),
            QuestionKind.RANKED: min(3, len(self.options)),
            QuestionKind.SKILLS: MOST_SKILLS,
            QuestionKind.PERSON: 1,
        }
        return int(self.limits.get("most") or usual.get(QuestionKind(self.kind), 1))


def side_of_skills(spec: QuestionSpec, wanted: Wanted) -> str:
    """Whether a skills question asks somebody for what they offer (MENTOR) or want to learn (MENTEE)."""
    if spec.asked in (Asked.MENTOR, Asked.MENTEE):
        return str(spec.asked)
    return Asked.MENTOR if wanted.as_mentor and not wanted.as_mentee else Asked.MENTEE


def check_question(spec: QuestionSpec) -> list[Refusal]:
    """Everything wrong with a question as its author wrote it, looked at by itself."""
    found = [
        Refusal("nul", "The question contains a character that can not be stored.", name)
        for name, text in (
            ("text", spec.text), ("help", spec.help), ("options", str(spec.options)),
            ("text", str(spec.translations)),
        )
        if "\x00" in text or "\\x00" in text
    ]  # fmt: skip
    if not spec.text.strip():
        found.append(Refusal("no_text", "Write the question.", "text"))
    for name, text in (("text", spec.text), ("help", spec.help)):
        if len(text) > TEXT_LIMIT:
            said = f"{len(text):,} characters; at most {TEXT_LIMIT} fit."
            found.append(Refusal("too_long", said, name))
    if spec.kind not in QuestionKind.values:
        known = ", ".join(QuestionKind.values)
        said = f"There is no kind of question “{spec.kind}”; there are {known}."
        return [*found, Refusal("unknown_kind", said, "kind")]
    if spec.asked not in Asked.values:
        found.append(Refusal("unknown_asked", f"“{spec.asked}” are not people who can be asked.", "asked"))
    if spec.seen_by not in SeenBy.values:
        found.append(Refusal("unknown_reader", f"“{spec.seen_by}” are no readers.", "seen_by"))
    return found + _check_options(spec) + _check_how(spec) + _check_limits(spec) + _check_translations(spec)


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


def _check_how(spec: QuestionSpec) -> list[Refusal]:
    if not spec.used_in_matching:
        return []
    fitting = FITTING.get(spec.kind, ())
    kind = str(QuestionKind(spec.kind).label).lower()
    if not fitting:
        said = f"Answers of the kind “{kind}” can not be compared, so matching can not use them."
        return [Refusal("not_comparable", said, "used_in_matching")]
    if spec.matched_how and spec.matched_how not in fitting:
        known = " or ".join(f"“{MatchedHow(how).label}”" for how in fitting)
        return [
            Refusal("does_not_fit", f"Answers of the kind “{kind}” are compared by {known}.", "matched_how")
        ]
    return []


def _check_limits(spec: QuestionSpec) -> list[Refusal]:
    limits, found = spec.limits, []
    least, most = limits.get("least"), limits.get("most")
    if least is not None and most is not None and least > most:
        found.append(Refusal("limits", f"The least ({least:g}) is more than the most ({most:g}).", "least"))
    if spec.kind in (*CHOICES, QuestionKind.SKILLS, QuestionKind.PERSON) and most is not None:
        top = {QuestionKind.SKILLS: MOST_SKILLS, QuestionKind.PERSON: MOST_PEOPLE_NAMED}
        highest = top.get(QuestionKind(spec.kind), len(spec.options))
        if not 1 <= most <= max(1, highest):
            found.append(Refusal("limits", f"Choose from 1 to {max(1, highest)}.", "most"))
    megabytes, types = limits.get("megabytes", 1), limits.get("types", FILE_TYPES)
    if not 1 <= megabytes <= MOST_MEGABYTES:
        found.append(Refusal("limits", f"From 1 to {MOST_MEGABYTES} megabytes.", "megabytes"))
    strangers = [name for name in types if name not in FILE_TYPES]
    if strangers:
        said = f"Files of type “{strangers[0]}” are not taken; possible are {', '.join(FILE_TYPES)}."
        found.append(Refusal("limits", said, "types"))
    return found


def _check_translations(spec: QuestionSpec) -> list[Refusal]:
    found = []
    for language, said in spec.translations.items():
        if language not in TRANSLATED:
            known = ", ".join(TRANSLATED)
            found.append(Refusal("unknown_language", f"“{language}” is none of {known}.", "text"))
            continue
        for name in ("text", "help"):
            if len(str(said.get(name, ""))) > TEXT_LIMIT:
                what = f"{TRANSLATED[language]}: at most {TEXT_LIMIT} characters fit."
                found.append(Refusal("too_long", what, f"{name}_{language}"))
    return found


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
