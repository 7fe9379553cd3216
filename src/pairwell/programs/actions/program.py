"""Making a program, changing what it says, moving it on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal, Refused, insist
from pairwell.messaging.actions import send_letters
from pairwell.people.models import Person
from pairwell.people.permissions import is_administrator
from pairwell.programs import letters
from pairwell.programs.models import Grant, Invitation, Policy, Program, Question
from pairwell.programs.permissions import manages_any_program
from pairwell.programs.queries.setup import pool_of, readiness_of
from pairwell.programs.rules.moves import may_move
from pairwell.programs.rules.questions import QuestionSpec
from pairwell.programs.rules.setup import check_settings, missing
from pairwell.programs.states import ProgramRole, ProgramState
from pairwell.programs.templates_catalog import template

SETTINGS = frozenset(
    {
        "name", "aim", "expectations", "format", "enrollment_opens_on", "enrollment_closes_on", "starts_on",
        "ends_on", "cadence_days", "session_minutes", "is_open", "needs_approval", "mentor_places",
        "circle_size", "answer_days", "invitation_text", "suggested_activities",
    }
)  # fmt: skip


class Outdated(Refused):
    """A colleague saved first; `program` is what they saved, so that both texts can be shown."""

    def __init__(self, program: Program) -> None:
        super().__init__(
            Refusal("outdated", "A colleague has changed this in the meantime. Nothing is lost.")
        )
        self.program = program


@transaction.atomic
def create_program_from_template(*, by: Person, template_key: str, name: str, starts_on: date) -> Program:
    """A draft with the template's texts, dates, questions and policy; its maker manages it.

    Raises Refused when the person may not make programs, or the name does not do.
    """
    if not (is_administrator(by) or manages_any_program(by)):
        raise Refused.because("not_yours", "Only administrators and program managers make programs.")
    chosen = template(template_key)
    values = chosen.settings(" ".join(name.split()), starts_on)
    _refuse_if_any(check_settings(values))
    program = Program.objects.create(
        **values, template_key=chosen.key, suggested_activities=list(chosen.activities), created_by=by
    )
    Grant.objects.create(program=program, person=by, role=ProgramRole.MANAGER)
    Question.objects.bulk_create(
        [question_row(program, spec, position) for position, spec in enumerate(chosen.questions)]
    )
    body = {"format": chosen.format, **chosen.policy}
    Policy.objects.create(program=program, version=1, body=body, note="From the template", created_by=by)
    audit.record(
        by=by,
        verb="program created",
        thing=program,
        program_id=program.pk,
        details={"template": chosen.key},
    )
    return program


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
    )


@transaction.atomic
def update_program(*, by: Person, program: Program, version: int, values: Mapping[str, Any]) -> Program:
    """Change some settings (keys of SETTINGS) of the version that the person had before them.

    Raises Outdated when somebody saved in the meantime, Refused with every reason when values do not do.
    """
    unknown = set(values) - SETTINGS
    if unknown:
        raise ValueError(f"not settings of a program: {sorted(unknown)}")
    locked = Program.objects.select_for_update().get(pk=program.pk)
    if locked.version != version:
        raise Outdated(locked)
    whole = {name: getattr(locked, name) for name in SETTINGS} | dict(values)
    _refuse_if_any(check_settings(whole), _format_is_fixed(locked, whole))
    changed = sorted(name for name in values if getattr(locked, name) != values[name])
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, values[name])
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    audit.record(
        by=by, verb="program changed", thing=locked, program_id=locked.pk, details={"fields": changed}
    )
    return locked


def _format_is_fixed(program: Program, values: Mapping[str, Any]) -> list[Refusal]:
    if values["format"] != program.format and program.enrollments.exists():
        said = "People have enrolled in this format already, so it can not change any more."
        return [Refusal("format_fixed", said, "format")]
    if values["mentor_places"] < program.mentor_places:
        most = program.enrollments.filter(mentors_held__gt=values["mentor_places"]).count()
        if most:
            said = f"{most} people have more mentors than that at the moment."
            return [Refusal("below_held", said, "mentor_places")]
    return []


def _refuse_if_any(*lists: list[Refusal]) -> None:
    found = [refusal for refusals in lists for refusal in refusals]
    if found:
        raise Refused(*found)


@transaction.atomic
def move_program(*, by: Person, program: Program, to: str) -> Program:
    """Move a program one state on or back, and tell who is to be told (see queries.preview_move)."""
    locked = Program.objects.select_for_update().get(pk=program.pk)
    was = locked.state
    insist(
        may_move(
            state=was,
            to=to,
            missing=missing(readiness_of(locked)),
            pool=pool_of(locked),
            ends_on=locked.ends_on,
            today=clock.today(),
        )
    )
    locked.state = ProgramState(to)
    locked.save(update_fields=["state"])
    if (was, to) == (ProgramState.DRAFT, ProgramState.ENROLLING):
        _open(locked)
    audit.record(
        by=by, verb="program moved", thing=locked, program_id=locked.pk, details={"from": was, "to": to}
    )
    return locked


def _open(program: Program) -> None:
    """Enrollment opens today, and everybody invited while it was a draft gets their letter."""
    today = clock.today()
    if program.enrollment_opens_on is None or program.enrollment_opens_on > today:
        program.enrollment_opens_on = today
    if program.enrollment_closes_on is not None and program.enrollment_closes_on < today:
        program.enrollment_closes_on = None
    program.save(update_fields=["enrollment_opens_on", "enrollment_closes_on"])
    waiting = Invitation.objects.filter(program=program, person__is_active=True).select_related("person")
    send_letters(letters.invitations(program, [invitation.person for invitation in waiting]))
