"""Questions that are asked only of those who answered another one in a certain way."""

from collections.abc import Mapping, Sequence
from typing import Any

from pairwell.core.errors import Refusal
from pairwell.programs.rules.questions import CONDITIONAL_ON, QuestionSpec, ShownIf
from pairwell.programs.states import Asked, QuestionKind


def possible_answers(spec: QuestionSpec) -> tuple[tuple[str, str], ...]:
    """(value, words) of the answers that a condition may name; none when its kind has too many."""
    if spec.kind == QuestionKind.YESNO:
        return (("yes", "Yes"), ("no", "No"))
    if spec.kind == QuestionKind.SCALE:
        return tuple((str(n), str(n)) for n in range(1, 6))
    return spec.options if spec.kind in CONDITIONAL_ON else ()


def said_in(value: object) -> set[str]:
    """An answer, typed or stored, as the values that conditions name."""
    if value in (True, "true"):
        return {"yes"}
    if value in (False, "false"):
        return {"no"}
    if isinstance(value, (list, tuple)):
        return {str(one) for one in value}
    return set() if value in (None, "") else {str(value)}


def is_shown(spec: QuestionSpec, answers: Mapping[str, Any], others: Mapping[str, QuestionSpec]) -> bool:
    """Whether a question is asked, given the answers so far; a question that is hidden hides what hangs on it."""
    seen: set[str] = set()
    here: QuestionSpec | None = spec
    while here is not None and here.shown_if is not None:
        if here.key in seen:
            return False
        seen.add(here.key)
        if not said_in(answers.get(here.shown_if.question)) & set(here.shown_if.answers):
            return False
        here = others.get(here.shown_if.question)
    return here is not None


def check_conditions(specs: Sequence[QuestionSpec]) -> list[Refusal]:
    """Everything wrong with the conditions of a form, each about the field "shown_if"."""
    by_key = {spec.key: spec for spec in specs}
    circle = circle_among(specs)
    if circle:
        names = " → ".join(f"“{by_key[key].text}”" for key in [*circle, circle[0]])
        said = f"These questions wait for each other in a circle: {names}. Free one of them."
        return [Refusal("circle", said, "shown_if")]
    return [found for spec in specs if (found := _condition(spec, by_key))]


def _condition(spec: QuestionSpec, by_key: Mapping[str, QuestionSpec]) -> Refusal | None:
    if spec.shown_if is None:
        return None
    target = by_key.get(spec.shown_if.question)
    if target is None:
        said = f"“{spec.text}” waits for a question “{spec.shown_if.question}” that is not there."
        return Refusal("no_such_question", said, "shown_if")
    if Asked.BOTH not in (target.asked, spec.asked) and target.asked != spec.asked:
        said = f"Nobody is asked both questions: “{target.text}” is for others."
        return Refusal("never_asked", said, "shown_if")
    return _answers_waited_for(target, spec.shown_if)


def _answers_waited_for(target: QuestionSpec, shown_if: ShownIf) -> Refusal | None:
    possible = dict(possible_answers(target))
    if not possible:
        said = f"“{target.text}” has no fixed answers that another question could wait for."
        return Refusal("no_fixed_answers", said, "shown_if")
    if not shown_if.answers:
        return Refusal("no_answer", "Choose the answers it waits for.", "shown_if")
    strangers = [answer for answer in shown_if.answers if answer not in possible]
    if strangers:
        said = f"“{strangers[0]}” is not an answer to “{target.text}”."
        return Refusal("no_such_answer", said, "shown_if")
    return None


def circle_among(specs: Sequence[QuestionSpec]) -> list[str]:
    """Keys of questions that wait for each other in a circle, in order; empty when there is none."""
    waits = {spec.key: spec.shown_if.question for spec in specs if spec.shown_if is not None}
    for start in waits:
        path: list[str] = []
        here = start
        while here in waits and here not in path:
            path.append(here)
            here = waits[here]
        if here in path:
            return path[path.index(here) :]
    return []
