"""Asking people to join."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.messaging.actions import send_letters
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.models import Enrollment, Invitation, Program
from pairwell.programs.rules.joining import is_taking_on
from pairwell.programs.states import EnrollmentState, ProgramState


@dataclass(frozen=True)
class Invited:
    """What became of an invitation: how many are new, how many letters go out now."""

    new: int
    letters: int
    already: int


@transaction.atomic
def invite(*, by: Person, program: Program, people: Sequence[Person], side: str = "") -> Invited:
    """Invite people; those invited or enrolled before are left out.

    A draft keeps the letters until enrollment opens. Raises Refused when the program takes nobody on.
    """
    locked = Program.objects.select_for_update().get(pk=program.pk)
    if locked.state not in (ProgramState.DRAFT, ProgramState.ENROLLING):
        raise Refused.because("not_enrolling", "People can be invited until enrollment has closed.")
    fresh = _not_asked_yet(locked, people)
    Invitation.objects.bulk_create(
        [Invitation(program=locked, person=person, side=side) for person in fresh], ignore_conflicts=True
    )
    sent = 0
    if locked.state == ProgramState.ENROLLING and fresh:
        sent = len(send_letters(letters.invitations(locked, fresh)))
    details = {"people": len(fresh), "letters": sent}
    audit.record(by=by, verb="people invited", thing=locked, program_id=locked.pk, details=details)
    return Invited(new=len(fresh), letters=sent, already=len({p.pk for p in people}) - len(fresh))


@transaction.atomic
def join_by_code(*, by: Person, code: str) -> Program:
    """Who has a program's code is as good as invited; Refused when no program takes people on with it."""
    bare = "".join(code.split()).replace("-", "").upper()
    found = Program.objects.filter(join_code=bare).first() if bare and "\x00" not in bare else None
    if found is None or not is_taking_on(found.state, rolling=found.is_rolling):
        raise Refused.because(
            "no_such_code", "No program takes people on with this code. Look at it again.", "code"
        )
    _, made = Invitation.objects.get_or_create(program=found, person=by)
    if made:
        audit.record(by=by, verb="came with the code", thing=found, program_id=found.pk)
    return found


def _not_asked_yet(program: Program, people: Sequence[Person]) -> list[Person]:
    ids = [person.pk for person in people]
    asked = set(
        Invitation.objects.filter(program=program, person__in=ids).values_list("person_id", flat=True)
    )
    inside = Enrollment.objects.filter(program=program, person__in=ids).exclude(
        state=EnrollmentState.WITHDRAWN
    )
    asked |= set(inside.values_list("person_id", flat=True))
    unique = {person.pk: person for person in people if person.is_active and person.pk not in asked}
    return list(unique.values())
