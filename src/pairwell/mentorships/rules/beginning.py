"""Who may be put together."""

from collections.abc import Sequence

from pairwell.core.errors import Refusal
from pairwell.mentorships.states import MemberRole


def may_begin(members: Sequence[tuple[bool, int, MemberRole]]) -> Refusal | None:
    """Whether these people make a pair or a circle.

    members: (enrolled in this program, id of the person, role) of each.
    """
    if not all(enrolled for enrolled, _, _ in members):
        return Refusal("other_program", "Everybody in a mentorship must be enrolled in its program.")
    if len({person for _, person, _ in members}) != len(members):
        return Refusal("same_person", "Nobody can be in the same mentorship twice.")
    if len(members) < 2:
        return Refusal("alone", "A mentorship needs at least two people.")
    roles = {role for _, _, role in members}
    if roles in ({MemberRole.PEER}, {MemberRole.MENTOR, MemberRole.MENTEE}):
        return None
    return Refusal("roles", "A mentorship has a mentor and a mentee, or peers only.")
