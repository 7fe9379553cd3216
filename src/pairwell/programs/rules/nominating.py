"""Who may put somebody forward."""

from datetime import date

from pairwell.core.errors import Refusal
from pairwell.programs.rules.joining import Offer, has_two_sides, is_taking_on
from pairwell.programs.states import EnrollmentState, Side

REASON_LIMIT = 500


def may_nominate(
    *, offer: Offer, by_nomination: bool, runs_it: bool, is_report: bool, is_self: bool, today: date
) -> Refusal | None:
    """Whether somebody may be put forward: by who runs the program, or by their own people manager."""
    if not is_taking_on(offer.state, rolling=offer.is_rolling):
        return Refusal("not_enrolling", "This program is not taking people on at the moment.")
    if offer.closes_on is not None and today > offer.closes_on and not runs_it:
        return Refusal("too_late", f"Enrollment closed on {offer.closes_on:%d %B %Y}.")
    if is_self:
        return Refusal("self", "You can join by yourself; no nomination is needed.", "person")
    if not runs_it and not by_nomination:
        return Refusal("not_by_nomination", "This program does not take nominations.")
    if not runs_it and not is_report:
        return Refusal("not_yours", "You can nominate people who report to you.", "person")
    return None


def check_nomination(*, offer: Offer, side: str, because: str, now_in: str | None) -> Refusal | None:
    """What is wrong with a nomination itself."""
    if side not in Side.values or (side == Side.MENTOR and not has_two_sides(offer.format)):
        return Refusal("side", "Choose in which role.", "side")
    if "\x00" in because:
        return Refusal("nul", "This contains a character that can not be stored.", "because")
    if len(because) > REASON_LIMIT:
        return Refusal("too_long", f"{len(because)} characters; at most {REASON_LIMIT} fit.", "because")
    if now_in is not None and now_in != EnrollmentState.WITHDRAWN:
        return Refusal("already_enrolled", "They are in this program, or have applied, already.", "person")
    return None
