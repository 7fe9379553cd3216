"""Who may hand out roles."""

from collections.abc import Set

from pairwell.core.errors import Refusal
from pairwell.people.states import OrganizationRole


def may_change_role(roles_of_actor: Set[str] | None) -> Refusal | None:
    """Only owners hand out roles; None stands for a command run on the machine itself."""
    if roles_of_actor is None or OrganizationRole.OWNER in roles_of_actor:
        return None
    return Refusal("owner_only", "Only an owner hands out roles.")
