"""When a certificate may be made, and the codes that anybody can check."""

from collections.abc import Callable

from pairwell.core.errors import Refusal
from pairwell.mentorships.states import MentorshipState

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look like another
GROUPS, IN_GROUP = 3, 4


def may_certify(*, state: str, took_part: int) -> Refusal | None:
    """Certificates are for those who closed it well and were there."""
    if state != MentorshipState.COMPLETED:
        return Refusal("not_completed", "A certificate is made when the mentorship has been closed.")
    if took_part == 0:
        return Refusal("never_there", "A certificate is for those who took part in at least one session.")
    return None


def may_vouch(*, state: str, was_in: bool) -> Refusal | None:
    """Partners vouch for each other after a good end: before it, praise would be part of the relationship."""
    if not was_in:
        return Refusal("not_in", "You can vouch for people who were in this mentorship with you.", "person")
    if state != MentorshipState.COMPLETED:
        return Refusal("not_completed", "You can vouch for each other once the mentorship has been closed.")
    return None


def code(choose: Callable[[str], str]) -> str:
    """A code like K7PM-2XQ4-9TRB: 31 to the power of 12, not to be guessed."""
    signs = [choose(LETTERS) for _ in range(GROUPS * IN_GROUP)]
    return "-".join("".join(signs[n : n + IN_GROUP]) for n in range(0, len(signs), IN_GROUP))


def normal_code(typed: str) -> str:
    """A code as somebody typed it, in the form it is kept in."""
    signs = "".join(c for c in typed.upper() if c in LETTERS)[: GROUPS * IN_GROUP]
    return "-".join(signs[n : n + IN_GROUP] for n in range(0, len(signs), IN_GROUP))
