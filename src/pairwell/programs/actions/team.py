"""Who runs a program and who watches its results."""

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused, insist
from pairwell.messaging.actions import notify, send_letters
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.models import Grant, Program
from pairwell.programs.rules.team import may_join_team, may_leave_team
from pairwell.programs.states import ProgramRole


@transaction.atomic
def add_to_team(*, by: Person, program: Program, person: Person, role: str) -> bool:
    """Let somebody run the program, or read its results; they get a letter and a notice.

    Returns whether anything changed. Raises Refused for somebody who can not sign in.
    """
    role = ProgramRole(role)
    insist(may_join_team(is_active=person.is_active, name=person.full_name))
    grant, made = Grant.objects.get_or_create(program=program, person=person, role=role)
    if not made:
        return False
    details = {"person": person.pk, "role": role.value}
    audit.record(by=by, verb="added to the team", thing=program, program_id=program.pk, details=details)
    if person.pk != by.pk:
        draft = letters.on_the_team(grant, program, person, by)
        send_letters([draft])
        notify(
            to=person,
            kind=letters.TEAM,
            key=draft.key,
            text=f"{by.full_name} made you {role.label.lower()} of {program.name}.",
            url=draft.action_url,
        )
    return True


@transaction.atomic
def remove_from_team(*, by: Person, program: Program, person: Person, role: str) -> None:
    """Take a role of the program back; the person finds a notice.

    Raises Refused when nobody would run the program any more. Two removals at once wait for each other.
    """
    role = ProgramRole(role)
    Program.objects.select_for_update().get(pk=program.pk)
    grant = Grant.objects.filter(program=program, person=person, role=role).first()
    if grant is None:
        raise Refused.because("not_on_team", f"{person.full_name} is not {role.label.lower()} here any more.")
    others = Grant.objects.filter(program=program, role=ProgramRole.MANAGER, person__is_active=True)
    staying = others.exclude(person=person).count()
    insist(may_leave_team(role=role, managers_who_stay=staying, name=person.full_name))
    key = f"team-left:{grant.pk}"
    grant.delete()
    details = {"person": person.pk, "role": role.value}
    audit.record(by=by, verb="removed from the team", thing=program, program_id=program.pk, details=details)
    if person.pk != by.pk:
        text = f"You are no longer {role.label.lower()} of {program.name}."
        notify(to=person, kind=letters.TEAM, key=key, text=text)
