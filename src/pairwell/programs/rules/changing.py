"""What changing a question does to answers that are there, and what it must not do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pairwell.core.errors import Refusal
from pairwell.programs.rules.questions import QuestionSpec
from pairwell.programs.states import QuestionKind, SeenBy

_READERS: Final = (SeenBy.MATCHING, SeenBy.MANAGERS, SeenBy.PARTNERS)
WIDENING: Final = {
    (QuestionKind.TEXT, QuestionKind.LONGTEXT),
    (QuestionKind.SINGLE, QuestionKind.MULTIPLE),
    (QuestionKind.SCALE, QuestionKind.NUMBER),
}
"""Kinds that take every answer of another kind."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What is there already. chosen: how many chose an option; weighs: matching compares it."""

    people: int = 0
    chosen: Mapping[str, int] | None = None
    weighs: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a change would do: sentences to read before it is done, and what stands in its way."""

    effects: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    new_wording: bool


def plan_change(before: QuestionSpec, after: QuestionSpec, there: Answered) -> Change:
    """Look at a change before it is made; without answers and weight everything goes."""
    refusals = _in_matching(before, after) if there.weighs else []
    if not there.people:
        return Change((), tuple(refusals), new_wording=False)
    refusals += _of_kind(before, after, there) + _of_readers(before, after, there)
    effects = [
        *_wording(before, after, there),
        *_options(before, after, there),
        *_asking(before, after, there),
    ]
    new = (before.text, before.help, before.options, before.kind) != (
        after.text,
        after.help,
        after.options,
        after.kind,
    )
    return Change(tuple(effects), tuple(refusals), new_wording=new)


def _in_matching(before: QuestionSpec, after: QuestionSpec) -> list[Refusal]:
    if before.how == after.how and before.kind == after.kind:
        return []
    said = "Matching compares the answers to this question. Set its weight to 0 under Match first."
    return [Refusal("weighed", said, "used_in_matching" if before.kind == after.kind else "kind")]


def may_remove(weighs: bool) -> Refusal | None:
    """Whether a question may be removed: not while matching compares its answers."""
    if not weighs:
        return None
    said = "Matching compares the answers to this question. Set its weight to 0 under Match, then remove it."
    return Refusal("weighed", said)


def _of_kind(before: QuestionSpec, after: QuestionSpec, there: Answered) -> list[Refusal]:
    if before.kind == after.kind or (before.kind, after.kind) in WIDENING:
        return []
    said = f"{there.people} people have answered already; remove the question and ask a new one instead."
    return [Refusal("answered", said, "kind")]


def _of_readers(before: QuestionSpec, after: QuestionSpec, there: Answered) -> list[Refusal]:
    """A promise once given is kept: nobody more may read what was answered under it."""
    known = [str(reader) for reader in _READERS]
    if before.seen_by not in known or after.seen_by not in known:
        return []
    if known.index(after.seen_by) <= known.index(before.seen_by):
        return []
    said = (
        f"{there.people} people answered when they were told “{SeenBy(before.seen_by).label}”. "
        "More people may not read it now; ask a new question instead."
    )
    return [Refusal("promised", said, "seen_by")]


def _wording(before: QuestionSpec, after: QuestionSpec, there: Answered) -> list[str]:
    found = []
    if before.text != after.text or before.help != after.help:
        found.append(
            f"{_people(there)} answered the old wording. Their answers stay; the old wording is kept with them."
        )
    if before.kind != after.kind:
        found.append("The kind of answer changes; every answer that is there still fits.")
    return found


def _options(before: QuestionSpec, after: QuestionSpec, there: Answered) -> list[str]:
    kept = {key for key, _ in after.options}
    found = []
    for key, label in before.options:
        number = (there.chosen or {}).get(key, 0)
        if key not in kept and number:
            who = "1 person has" if number == 1 else f"{number} people have"
            found.append(f"{who} chosen “{label}”. Their answer stays; nobody can choose it any more.")
    fresh = [label for key, label in after.options if key not in dict(before.options)]
    if fresh and before.options:
        found.append(
            f"Who has answered does not see {_quoted(fresh)} unless they come back to their answers."
        )
    return found


def _asking(before: QuestionSpec, after: QuestionSpec, there: Answered) -> list[str]:
    found = []
    if after.required and not before.required:
        found.append("Those who left it out stay in; they must answer it when they change what they said.")
    if after.asked not in (before.asked, "both"):
        found.append("Answers of those who are not asked any more are kept, but not used.")
    if before.shown_if != after.shown_if and after.shown_if is not None:
        found.append("Answers of those to whom it is not shown any more are kept, but not used.")
    if before.seen_by != after.seen_by:
        found.append("Fewer people read the answers from now on, also those given already.")
    return found


def converted(value: Any, before: str, after: str) -> Any:
    """An answer of one kind as an answer of a wider kind."""
    if (before, after) == (QuestionKind.SINGLE, QuestionKind.MULTIPLE) and not isinstance(value, list):
        return [value]
    return value


def _people(there: Answered) -> str:
    return "1 person" if there.people == 1 else f"{there.people} people"


def _quoted(labels: list[str]) -> str:
    return ", ".join(f"“{label}”" for label in labels[:3])
