"""The questions of an enrollment form."""

from collections import Counter
from dataclasses import replace
from typing import Any

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused, insist
from pairwell.people.models import Person
from pairwell.programs.models import Answer, Policy, Program, Question, QuestionVersion
from pairwell.programs.rules.changing import Answered, Change, converted, may_remove, plan_change
from pairwell.programs.rules.conditions import check_conditions
from pairwell.programs.rules.questions import QuestionSpec, check_question, slug
from pairwell.programs.values import question_row, spec_of

MOST_QUESTIONS = 40


@transaction.atomic
def add_question(*, by: Person, program: Program, spec: QuestionSpec) -> Question:
    """Append a question; its key is made from its words. Raises Refused with every reason."""
    _insist_on(spec)
    present = list(Program.objects.select_for_update().get(pk=program.pk).questions.all())
    if len(present) >= MOST_QUESTIONS:
        raise Refused.because("too_many", f"A form has at most {MOST_QUESTIONS} questions.", "text")
    key = slug(spec.text, {question.key for question in present})
    last = max((question.position for question in present), default=-1)
    fresh = replace(spec, key=key)
    _insist_on_conditions([*map(spec_of, present), fresh])
    made = question_row(program, fresh, last + 1)
    made.save()
    audit.record(by=by, verb="question added", thing=made, program_id=program.pk)
    return made


@transaction.atomic
def change_question(*, by: Person, question: Question, spec: QuestionSpec) -> Question:
    """Change a question; its key stays, answers stay, and the wording that was answered is kept.

    Raises Refused when the change would falsify answers that are there (see `look_at_change`).
    """
    _insist_on(spec)
    Program.objects.select_for_update().get(pk=question.program_id)
    locked = Question.objects.select_for_update(of=("self",)).select_related("program").get(pk=question.pk)
    change = look_at_change(locked, spec)
    if change.refusals:
        raise Refused(*change.refusals)
    before, fresh_spec = spec_of(locked), replace(spec, key=locked.key)
    others = [spec_of(row) for row in locked.program.questions.exclude(pk=locked.pk)]
    _insist_on_conditions([*others, fresh_spec])
    fresh = question_row(locked.program, fresh_spec, locked.position)
    fresh.pk, fresh.revision = locked.pk, locked.revision
    if change.new_wording:
        _keep_wording(by, locked, before)
        fresh.revision += 1
    fresh.save()
    if before.kind != spec.kind:
        _convert(locked, before.kind, spec.kind)
    details = {"effects": list(change.effects)}
    audit.record(by=by, verb="question changed", thing=fresh, program_id=locked.program_id, details=details)
    return fresh


def look_at_change(question: Question, spec: QuestionSpec) -> Change:
    """What a change would do to the answers that are there, before it is made."""
    values = list(Answer.objects.filter(question=question).values_list("value", flat=True))
    chosen: Counter[str] = Counter()
    for value in values:
        chosen.update(str(one) for one in (value if isinstance(value, (list, dict)) else [value]))
    there = Answered(len(values), chosen, weighs=is_weighed(question))
    return plan_change(spec_of(question), spec, there)


def is_weighed(question: Question) -> bool:
    """Whether the program's present policy compares the answers to this question."""
    policy = Policy.objects.filter(program=question.program_id).first()
    if policy is None:
        return False
    parts: list[dict[str, Any]] = [*policy.body.get("criteria", ()), *policy.body.get("rules", ())]
    names = ("field", "mentee_field", "mentor_field")
    return any(part.get(name) == question.key for part in parts for name in names)


def _keep_wording(by: Person, question: Question, spec: QuestionSpec) -> None:
    options = [{"key": key, "label": label} for key, label in spec.options]
    QuestionVersion.objects.get_or_create(
        question=question,
        revision=question.revision,
        defaults={
            "body": {"text": spec.text, "help": spec.help, "kind": spec.kind, "options": options},
            "answers": question.answers.count(),
            "changed_by": by,
        },
    )


def _convert(question: Question, before: str, after: str) -> None:
    rows = list(Answer.objects.select_for_update().filter(question=question))
    for row in rows:
        row.value = converted(row.value, before, after)
    Answer.objects.bulk_update(rows, ["value"], batch_size=500)


@transaction.atomic
def remove_question(*, by: Person, question: Question) -> int:
    """Remove a question with its answers; returns how many answers went with it.

    Raises Refused while matching compares it or another question waits for it.
    """
    insist(may_remove(is_weighed(question)))
    waiting = Question.objects.filter(program=question.program_id, condition__question=question.key).first()
    if waiting is not None:
        said = f"“{waiting.text}” is only asked when this one is answered. Free it first."
        raise Refused.because("waited_for", said)
    answers = question.answers.count()
    details = {"key": question.key, "answers": answers}
    audit.record(
        by=by, verb="question removed", thing=question, program_id=question.program_id, details=details
    )
    question.delete()
    return answers


@transaction.atomic
def move_question(*, by: Person, question: Question, up: bool) -> None:
    """Move a question one place up or down; at the edge nothing happens."""
    Program.objects.select_for_update().get(pk=question.program_id)
    rows = list(Question.objects.filter(program_id=question.program_id))
    here = next(i for i, row in enumerate(rows) if row.pk == question.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows):
        row.position = position
    Question.objects.bulk_update(rows, ["position"])
    audit.record(by=by, verb="question moved", thing=question, program_id=question.program_id)


def _insist_on(spec: QuestionSpec) -> None:
    wrong = check_question(spec)
    if wrong:
        raise Refused(*wrong)


def _insist_on_conditions(specs: list[QuestionSpec]) -> None:
    wrong = check_conditions(specs)
    if wrong:
        raise Refused(*wrong)
