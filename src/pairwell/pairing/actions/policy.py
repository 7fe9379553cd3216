"""What a good match is: saved as a new version once the engine has agreed."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pairwell.core.errors import Refused
from pairwell.pairing.engine import checked
from pairwell.people.models import Person
from pairwell.programs.actions.policy import add_policy_version
from pairwell.programs.models import Policy, Program

OVERTAKEN = "A colleague has saved another version of the policy since you opened this page."


@transaction.atomic
def save_policy(
    *, by: Person, program: Program, body: Mapping[str, Any], note: str = "", version: int | None = None
) -> Policy:
    """Store the policy as the next version; the same policy again stays the version it is.

    version: the one that was changed, 0 for none yet. Raises Refused whose field is the path of the setting the
    engine does not take, or with the code "changed" when a colleague has saved another one since.
    """
    plain = checked({**body, "format": program.format}).to_dict()
    Program.objects.select_for_update().get(pk=program.pk)
    present = Policy.objects.filter(program=program).first()
    if present is not None and present.body == plain:
        return present
    if version is not None and version != (present.version if present else 0):
        raise Refused.because("changed", OVERTAKEN)
    return add_policy_version(by=by, program=program, body=plain, note=note)
