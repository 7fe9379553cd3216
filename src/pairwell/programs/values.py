"""Tables as the values that rules decide on, and back again."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

from pairwell.programs.models import Program, Question
from pairwell.programs.rules.joining import Offer
from pairwell.programs.rules.questions import QuestionSpec, ShownIf


def offer_of(program: Program) -> Offer:
    """What decides who may join this program."""
    return Offer(
        state=program.state,
        format=program.format,
        is_open=program.is_open,
        opens_on=program.enrollment_opens_on,
        closes_on=program.enrollment_closes_on,
        mentor_places=program.mentor_places,
        circle_size=program.circle_size,
        is_rolling=program.is_rolling,
        also_formats=tuple(program.also_formats),
        needs=tuple((need["key"], need["label"]) for need in program.needs),
        mentor_capacity=program.mentor_capacity,
        mentee_capacity=program.mentee_capacity,
    )


def spec_of(question: Question) -> QuestionSpec:
    """A question as values."""
    return QuestionSpec(
        key=question.key,
        text=question.text,
        kind=question.kind,
        help=question.help,
        options=tuple((option["key"], option["label"]) for option in question.options),
        required=question.required,
        asked=question.asked,
        used_in_matching=question.used_in_matching,
        matched_how=question.matched_how,
        seen_by=question.seen_by,
        shown_if=shown_if_of(question.condition),
        translations=question.translations,
        limits=question.limits,
    )


@lru_cache(maxsize=64)
def specs_in(rows: str) -> tuple[QuestionSpec, ...]:
    """Questions that were read as JSON, as values: worked out once for the same rows."""
    return tuple(spec_of(Question(**row)) for row in json.loads(rows))


def shown_if_of(condition: dict[str, Any]) -> ShownIf | None:
    """A stored condition as values."""
    if not condition.get("question"):
        return None
    return ShownIf(str(condition["question"]), tuple(str(one) for one in condition.get("answers", ())))


def condition_of(shown_if: ShownIf | None) -> dict[str, Any]:
    """A condition as it is stored."""
    return {"question": shown_if.question, "answers": list(shown_if.answers)} if shown_if else {}


def question_row(program: Program, spec: QuestionSpec, position: int) -> Question:
    """An unsaved question of a program."""
    return Question(
        program=program,
        key=spec.key,
        position=position,
        text=spec.text,
        help=spec.help,
        kind=spec.kind,
        options=[{"key": key, "label": label} for key, label in spec.options],
        required=spec.required,
        asked=spec.asked,
        used_in_matching=spec.used_in_matching,
        matched_how=spec.how,
        seen_by=spec.seen_by,
        condition=condition_of(spec.shown_if),
        translations=dict(spec.translations),
        limits=dict(spec.limits),
    )


_PLAIN = (
    "aim", "expectations", "format", "invitation_text", "welcome_text", "starting_text", "closing_text",
    "cadence_days", "session_minutes", "answer_days", "mentor_places", "circle_size", "circle_leaders",
    "opt_out_days", "is_open", "is_rolling", "needs_approval", "asks_people_manager", "by_nomination",
    "also_formats", "needs", "mentor_training", "surveys",
)  # fmt: skip


def body_of(program: Program) -> dict[str, Any]:
    """A program in the shape of a template file: no people, dates counted in days from the start."""
    policy = program.policies.first()
    body: dict[str, Any] = {name: getattr(program, name) for name in _PLAIN}
    opens, closes = program.enrollment_opens_on, program.enrollment_closes_on
    starts, ends = program.starts_on, program.ends_on
    body |= {
        "format": str(program.format),
        "enrollment_days": max(1, _days(opens, closes, 21)),
        "matching_days": max(0, _days(closes, starts, 14)),
        "weeks": max(1, round(_days(starts, ends, 182) / 7)),
        "activities": list(program.suggested_activities),
        "questions": [_plain_question(spec_of(question)) for question in program.questions.all()],
        "objectives": [
            {"title": row.title, "measure": row.measure}
            for row in program.objectives.filter(is_dropped=False)
        ],
        "policy": policy.body if policy else {},
    }
    return body


def _days(first: date | None, second: date | None, otherwise: int) -> int:
    return (second - first).days if first is not None and second is not None else otherwise


def _plain_question(spec: QuestionSpec) -> dict[str, Any]:
    return {
        "key": spec.key,
        "text": spec.text,
        "kind": spec.kind,
        "help": spec.help,
        "options": [{"key": key, "label": label} for key, label in spec.options],
        "required": spec.required,
        "asked": spec.asked,
        "used_in_matching": spec.used_in_matching,
        "matched_how": spec.how,
        "seen_by": spec.seen_by,
        "shown_if": condition_of(spec.shown_if),
        "translations": {language: dict(said) for language, said in spec.translations.items()},
        "limits": dict(spec.limits),
    }
