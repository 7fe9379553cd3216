"""When a mentorship may be paused, resumed, ended or closed."""

from collections.abc import Sequence

from pairwell.core.errors import Refusal
from pairwell.mentorships.states import EndingReason, MemberRole, MentorshipState

OVER = frozenset({MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY})


def may_pause(*, state: str) -> Refusal | None:
    """Only what runs can rest."""
    if state == MentorshipState.ACTIVE:
        return None
    return Refusal("not_active", "Only an active mentorship can be paused.")


def may_resume(*, state: str) -> Refusal | None:
    """Only what rests can go on."""
    if state == MentorshipState.PAUSED:
        return None
    return Refusal("not_paused", "This mentorship is not paused.")


def may_end(*, state: str, reason: str) -> Refusal | None:
    """Anybody in it may end it, for any reason."""
    if state in OVER:
        return Refusal("over", "This mentorship is already over.")
    if reason not in EndingReason.values:
        return Refusal("reason", "Choose what comes closest; only the program manager sees it.", "reason")
    return None


def may_complete(*, state: str, held: int) -> Refusal | None:
    """Closing is for those who have met."""
    if state in OVER:
        return Refusal("over", "This mentorship is already over.")
    if held == 0:
        return Refusal("never_met", "You have not met yet. You can end it instead, without blame.")
    return None


def may_write(*, state: str, left: bool) -> Refusal | None:
    """Whether members may still change what they do together; messages are possible for ever."""
    if left:
        return Refusal("left", "You have left this circle.")
    if state in OVER:
        return Refusal("over", "This mentorship is over; what you did stays readable.")
    return None


def goes_on_without(*, role: str, roles: Sequence[str]) -> bool:
    """Whether a circle can go on when a member with `role` leaves; roles: those of all present members."""
    rest = list(roles)
    rest.remove(role)
    if len(rest) < 2:
        return False
    return set(rest) == {MemberRole.PEER} or {MemberRole.MENTOR, MemberRole.MENTEE} <= set(rest)
