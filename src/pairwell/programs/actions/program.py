"""Making a program, changing what it says, moving it on."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal, Refused, insist
from pairwell.messaging.actions import send_letters
from pairwell.people.models import Person
from pairwell.people.permissions import is_administrator
from pairwell.programs import letters
from pairwell.programs.actions.desk import move_line
from pairwell.programs.actions.policy import add_policy_version
from pairwell.programs.models import (
    Grant,
    Invitation,
    Objective,
    OwnTemplate,
    PlannedMove,
    Policy,
    Program,
    Question,
)
from pairwell.programs.permissions import manages_any_program
from pairwell.programs.policy_sizes import SIZES, sized
from pairwell.programs.queries.setup import pool_of, readiness_of
from pairwell.programs.rules.moves import may_move
from pairwell.programs.rules.setup import check_settings, missing
from pairwell.programs.states import EnrollmentState, PlannedMoveState, ProgramRole, ProgramState
from pairwell.programs.templates_catalog import ProgramTemplate, template_of
from pairwell.programs.templates_catalog import template as shipped_template
from pairwell.programs.values import question_row

SETTINGS = frozenset(
    {
        "name", "aim", "expectations", "format", "enrollment_opens_on", "enrollment_closes_on", "starts_on",
        "ends_on", "cadence_days", "session_minutes", "is_open", "needs_approval", "mentor_places",
        "circle_size", "answer_days", "invitation_text", "suggested_activities", "also_formats",
        "circle_leaders", "needs", "is_rolling", "mentor_capacity", "mentee_capacity", "asks_people_manager",
        "by_nomination", "opt_out_days", "join_code", "mentor_training", "welcome_text", "starting_text",
        "closing_text", "surveys",
    }
)  # fmt: skip


class Outdated(Refused):
    """A colleague saved first; `program` is what they saved, so that both texts can be shown."""

    def __init__(self, program: Program) -> None:
        super().__init__(
            Refusal("outdated", "A colleague has changed this in the meantime. Nothing is lost.")
        )
        self.program = program


def _resize_policy(by: Person, program: Program) -> None:
    """The policy tells the engine what the set-up tells people: a version with the same numbers, if there is one."""
    present = Policy.objects.filter(program=program).first()
    if present is None:
        return
    body = sized(program, present.body, program.format)
    if body != present.body:
        add_policy_version(by=by, program=program, body=body, note="The set-up was changed")


def template(key: str) -> ProgramTemplate:
    """A ready program that ships with Pairwell, or one of the organization's own. Refused: there is none."""
    if not key.startswith("own-"):
        return shipped_template(key)
    own = OwnTemplate.objects.filter(pk=key[4:]).first() if key[4:].isascii() and key[4:].isdigit() else None
    if own is None:
        raise Refused.because("no_template", f"There is no template “{key[:60]}”.", "template_key")
    return template_of(key, own.body)


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
    Objective.objects.bulk_create(
        Objective(program=program, title=title, measure=measure, position=position)
        for position, (title, measure) in enumerate(chosen.objectives)
    )
    body = sized(program, chosen.policy, chosen.format)
    Policy.objects.create(program=program, version=1, body=body, note="From the template", created_by=by)
    audit.record(
        by=by,
        verb="program created",
        thing=program,
        program_id=program.pk,
        details={"template": chosen.key},
    )
    return program


def settings_digest(program: Program, names: Iterable[str]) -> str:
    """A short mark of how some settings stand, to notice that a colleague changed them meanwhile."""
    now = {name: str(getattr(program, name)) for name in sorted(names)}
    return hashlib.sha256(json.dumps(now).encode()).hexdigest()[:16]


@transaction.atomic
def update_program(
    *, by: Person, program: Program, version: int, values: Mapping[str, Any], seen: str = ""
) -> Program:
    """Change some settings (keys of SETTINGS) of the version that the person had before them.

    seen: the `settings_digest` of these settings as the person saw them: a colleague who has changed other
    settings in the meantime is then not in the way. Raises Outdated when somebody saved these in the
    meantime, Refused with every reason when values do not do.
    """
    unknown = set(values) - SETTINGS
    if unknown:
        raise ValueError(f"not settings of a program: {sorted(unknown)}")
    locked = Program.objects.select_for_update().get(pk=program.pk)
    if locked.version != version and seen != settings_digest(locked, values):
        raise Outdated(locked)
    whole = {name: getattr(locked, name) for name in SETTINGS} | dict(values)
    _refuse_if_any(check_settings(whole), _format_is_fixed(locked, whole), _in_the_way(locked, whole))
    changed = sorted(name for name in values if getattr(locked, name) != values[name])
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, values[name])
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    if {"mentor_capacity", "mentee_capacity"} & set(changed):
        move_line(locked)
    if SIZES & set(changed):
        _resize_policy(by, locked)
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


def _in_the_way(program: Program, values: Mapping[str, Any]) -> list[Refusal]:
    """What is so already and does not fit: people over a capacity, another program's code."""
    found = []
    inside = program.enrollments.filter(state=EnrollmentState.APPROVED)
    for name, side in (("mentor_capacity", "as_mentor"), ("mentee_capacity", "as_mentee")):
        most = values[name]
        if most is None or most == getattr(program, name):
            continue
        taken = inside.filter(**{side: True}).count()
        if most < taken:
            said = f"{taken} are in already; you can not take on fewer."
            found.append(Refusal("below_taken", said, name))
    code = values["join_code"]
    if code and Program.objects.filter(join_code=code).exclude(pk=program.pk).exists():
        found.append(Refusal("code_taken", "Another program has this code. Choose another.", "join_code"))
    return found


def _refuse_if_any(*lists: list[Refusal]) -> None:
    found = [refusal for refusals in lists for refusal in refusals]
    if found:
        raise Refused(*found)


@transaction.atomic
def move_program(*, by: Person | None, program: Program, to: str) -> Program:
    """Move a program one state on or back, and tell who is to be told (see queries.preview_move).

    by: None when the worker makes a planned move. A planned move to the same state is thereby done.
    """
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
    if to in (ProgramState.ACTIVE, ProgramState.CLOSED) and was != ProgramState.ARCHIVED:
        _write_to_everybody(locked, was, to)
    PlannedMove.objects.filter(program=locked, to=to, state=PlannedMoveState.PLANNED).update(
        state=PlannedMoveState.DONE, ended_at=clock.now()
    )
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


def _write_to_everybody(program: Program, was: str, to: str) -> None:
    """The manager's own letters at the start and at the end, when there are any."""
    write, text = (
        (letters.started, program.starting_text)
        if (was, to) == (ProgramState.MATCHING, ProgramState.ACTIVE)
        else (letters.closed, program.closing_text)
        if (was, to) == (ProgramState.ACTIVE, ProgramState.CLOSED)
        else (letters.started, "")
    )
    if not text.strip():
        return
    inside = program.enrollments.filter(state=EnrollmentState.APPROVED, person__is_active=True)
    stamp = int(clock.now().timestamp())
    send_letters([write(program, row.person, stamp) for row in inside.select_related("person")])
