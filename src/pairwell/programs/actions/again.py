"""Using a program again: the next run, or a template for others."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.people.permissions import is_administrator
from pairwell.programs.actions.program import SETTINGS
from pairwell.programs.models import Grant, Objective, OwnTemplate, Policy, Program, Question
from pairwell.programs.rules.setup import check_settings
from pairwell.programs.states import ProgramRole
from pairwell.programs.templates_catalog import template_of
from pairwell.programs.values import body_of

_DATES = ("enrollment_opens_on", "enrollment_closes_on", "starts_on", "ends_on")
_OWN = ("join_code",)  # a code leads to one program


@transaction.atomic
def run_again(*, by: Person, program: Program, name: str, starts_on: date) -> Program:
    """A draft like this program that starts on another day: every date keeps its distance from the start.

    It remembers which run it was made from. Copied: settings, questions, the latest policy, objectives, managers.
    Not copied: people and answers.
    """
    values = {key: getattr(program, key) for key in SETTINGS if key not in _OWN}
    values |= {key: shifted(program, key, starts_on) for key in _DATES}
    values["name"] = " ".join(name.split())
    values["starts_on"] = starts_on
    wrong = check_settings(values)
    if wrong:
        raise Refused(*wrong)
    made = Program.objects.create(
        **values, template_key=program.template_key, earlier_run=program, created_by=by
    )
    _copy_parts(program, made, by)
    details = {"from": program.pk}
    audit.record(by=by, verb="program run again", thing=made, program_id=made.pk, details=details)
    return made


def shifted(program: Program, name: str, starts_on: date) -> date | None:
    """A date of the program, moved with its start; without a start of its own it is left out."""
    old: date | None = getattr(program, name)
    if old is None or program.starts_on is None:
        return None
    return starts_on + (old - program.starts_on)


def _copy_parts(program: Program, made: Program, by: Person) -> None:
    Question.objects.bulk_create([_copied(question, made) for question in program.questions.all()])
    policy = program.policies.first()
    if policy is not None:
        note = f"From {program.name}"[:200]
        Policy.objects.create(program=made, version=1, body=policy.body, note=note, created_by=by)
    Objective.objects.bulk_create(
        Objective(program=made, title=row.title, measure=row.measure, position=row.position)
        for row in program.objectives.filter(is_dropped=False)
    )
    runs = set(
        Grant.objects.filter(program=program, role=ProgramRole.MANAGER, person__is_active=True).values_list(
            "person_id", flat=True
        )
    )
    Grant.objects.bulk_create(
        Grant(program=made, person_id=pk, role=ProgramRole.MANAGER) for pk in sorted(runs | {by.pk})
    )


def _copied(question: Question, made: Program) -> Question:
    left_out = ("id", "program", "revision")
    fields = [field.name for field in Question._meta.concrete_fields if field.name not in left_out]
    return Question(program=made, **{name: getattr(question, name) for name in fields})


@transaction.atomic
def save_as_template(*, by: Person, program: Program, name: str, summary: str = "") -> OwnTemplate:
    """Keep a program as a ready program of one's own: everything but its people, dates counted in days."""
    name, summary = " ".join(name.split()), " ".join(summary.split())
    if not name or "\x00" in name + summary:
        raise Refused.because("no_name", "Give the template a name.", "name")
    if len(name) > 140 or len(summary) > 300:
        raise Refused.because("too_long", "At most 140 characters for the name, 300 for the summary.", "name")
    body = {**body_of(program), "name": name, "summary": summary or program.aim[:280] or name}
    _insist_it_can_be_used(body)
    made = OwnTemplate.objects.create(name=name, summary=summary, body=body, made_from=program, made_by=by)
    audit.record(by=by, verb="template saved", thing=made, program_id=program.pk)
    return made


def _insist_it_can_be_used(body: dict[str, Any]) -> None:
    try:
        template_of("own", body)
    except ValueError as problem:
        said = f"This program can not be a template yet: {str(problem).removeprefix('own: ')}"
        raise Refused.because("not_whole", said, "name") from problem


@transaction.atomic
def remove_template(*, by: Person, template: OwnTemplate) -> None:
    """Take a template of one's own out of the gallery; programs made from it stay."""
    if template.made_by_id != by.pk and not is_administrator(by):
        raise Refused.because("not_yours", "Only who saved a template, or an administrator, removes it.")
    audit.record(by=by, verb="template removed", thing=template, details={"name": template.name})
    template.delete()


def days_between(first: date | None, second: date | None, otherwise: int) -> int:
    """Whole days from one date to the other, never negative."""
    if first is None or second is None:
        return otherwise
    return max(0, (second - first) // timedelta(days=1))
