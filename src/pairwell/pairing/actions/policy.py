"""What a good match is: saved as a new version once the engine has agreed."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pairwell.core.errors import Refused
from pairwell.pairing.engine import checked
from pairwell.people.models import Person
from pairwell.programs.actions import update_program
from pairwell.programs.actions.policy import add_policy_version
from pairwell.programs.models import Policy, Program
from pairwell.programs.policy_sizes import sized
from pairwell.programs.states import Format

OVERTAKEN = "A colleague has saved another version of the policy since you opened this page."


@transaction.atomic
def save_policy(
    *, by: Person, program: Program, body: Mapping[str, Any], note: str = "", version: int | None = None
) -> Policy:
    """Store the policy as the next version; the same policy again stays the version it is.

    How many mentors a mentee may have is the set-up's. Sizes and leaders of circles may be said here: then the set-up
    says the same from now on.

    version: the one that was changed, 0 for none yet. Raises Refused whose field is the path of the setting the
    engine does not take, or with the code "changed" when a colleague has saved another one since.
    """
    locked = Program.objects.select_for_update().get(pk=program.pk)
    circles = locked.format == Format.GROUP and "circles" in body
    plain = checked(
        {**body, "format": Format.GROUP} if circles else sized(locked, body, locked.format)
    ).to_dict()
    present = Policy.objects.filter(program=program).first()
    if present is not None and present.body == plain:
        return present
    if version is not None and version != (present.version if present else 0):
        raise Refused.because("changed", OVERTAKEN)
    made = add_policy_version(by=by, program=program, body=plain, note=note)
    if circles:
        _tell_set_up(by, locked, plain["circles"])
    return made


def _tell_set_up(by: Person, program: Program, circles: Mapping[str, int]) -> None:
    """What people read of circles is what the engine is told."""
    sizes = {"circle_size": circles["largest"], "circle_leaders": circles["leaders"]}
    if sizes != {name: getattr(program, name) for name in sizes}:
        update_program(by=by, program=program, version=program.version, values=sizes)
