"""Building the enrollment form: add, change, remove and move questions."""

from dataclasses import replace

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.programs.actions.program import question_row
from pairwell.programs.models import Program, Question
from pairwell.programs.rules.questions import QuestionSpec, check_question, slug

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
    made = question_row(program, replace(spec, key=key), last + 1)
    made.save()
    audit.record(by=by, verb="question added", thing=made, program_id=program.pk)
    return made


@transaction.atomic
def change_question(*, by: Person, question: Question, spec: QuestionSpec) -> Question:
    """Change a question; its key stays. Its kind can not change once somebody has answered it."""
    _insist_on(spec)
    locked = Question.objects.select_for_update().get(pk=question.pk)
    answered = locked.answers.count()
    if answered and spec.kind != locked.kind:
        said = f"{answered} people have answered already; remove the question and ask a new one instead."
        raise Refused.because("answered", said, "kind")
    fresh = question_row(locked.program, replace(spec, key=locked.key), locked.position)
    fresh.pk = locked.pk
    fresh.save()
    audit.record(by=by, verb="question changed", thing=fresh, program_id=locked.program_id)
    return fresh


@transaction.atomic
def remove_question(*, by: Person, question: Question) -> int:
    """Remove a question with its answers; returns how many answers went with it."""
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
