"""What a good match is: saved as a new version once the engine has agreed."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pairwell.pairing.engine import checked
from pairwell.people.models import Person
from pairwell.programs.actions.policy import add_policy_version
from pairwell.programs.models import Policy, Program


@transaction.atomic
def save_policy(*, by: Person, program: Program, body: Mapping[str, Any], note: str = "") -> Policy:
    """Store the policy as the next version; the same policy again stays the version it is.

    Raises Refused whose field is the path of the setting the engine does not take.
    """
    plain = checked({**body, "format": program.format}).to_dict()
    present = Policy.objects.filter(program=program).first()
    if present is not None and present.body == plain:
        return present
    return add_policy_version(by=by, program=program, body=plain, note=note)
