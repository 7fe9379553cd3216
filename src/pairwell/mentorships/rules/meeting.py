"""When members may plan, move, cancel, hold and reflect on a session."""

from datetime import datetime, timedelta

from pairwell.core.errors import Refusal
from pairwell.mentorships.states import MentorshipState, SessionState

OPEN = frozenset({MentorshipState.ACTIVE, MentorshipState.UPCOMING})
LONGEST_AHEAD = timedelta(days=550)


def may_plan(*, state: str, starts_at: datetime, minutes: int, now: datetime) -> Refusal | None:
    """Whether a session may be put at this time."""
    if state == MentorshipState.PAUSED:
        return Refusal("paused", "This mentorship is paused. Resume it first, then plan.")
    if state not in OPEN:
        return Refusal("over", "This mentorship is over; nothing more can be planned in it.")
    if starts_at <= now:
        message = "This time has passed. If you have met already, use “We met elsewhere”."
        return Refusal("past", message, "starts_at")
    if starts_at - now > LONGEST_AHEAD:
        return Refusal("too_far", "This is more than a year and a half ahead. Check the year.", "starts_at")
    if not 5 <= minutes <= 480:
        return Refusal("minutes", "A session lasts from 5 minutes to 8 hours.", "minutes")
    return None


def may_change(*, state: str) -> Refusal | None:
    """Whether a session may still be moved or canceled."""
    if state == SessionState.PLANNED:
        return None
    if state == SessionState.HELD:
        return Refusal("held", "This session has taken place; it stays as it was.")
    return Refusal("not_planned", "This session is no longer planned. Plan a new one.")


def may_hold(*, state: str, starts_at: datetime, now: datetime, anybody_there: bool) -> Refusal | None:
    """Whether a session may be marked as held: not before it begins, and with somebody there."""
    if state == SessionState.CANCELED:
        return Refusal("canceled", "This session was canceled. If you met after all: “We met elsewhere”.")
    if starts_at - timedelta(minutes=15) > now:
        return Refusal("early", "This session has not begun yet.")
    if not anybody_there:
        return Refusal("nobody", "Tick who was there, or mark the session as missed.", "there")
    return None


def may_begin_now(*, state: str, starts_at: datetime, now: datetime) -> Refusal | None:
    """Whether the clock of a session may be started: from half an hour before it."""
    if state != SessionState.PLANNED:
        return may_change(state=state)
    if starts_at - timedelta(minutes=30) > now:
        return Refusal("early", "The clock can be started from half an hour before the session.")
    return None


def may_miss(*, state: str, starts_at: datetime, now: datetime) -> Refusal | None:
    """Whether a session may be marked as missed."""
    if state != SessionState.PLANNED:
        return may_change(state=state)
    if starts_at > now:
        return Refusal("early", "This session has not begun yet. You can move or cancel it.")
    return None


def may_have_met(*, state: str, met_at: datetime, now: datetime) -> Refusal | None:
    """Whether members may note a meeting that took place outside the calendar."""
    if state not in (*OPEN, MentorshipState.PAUSED):
        return Refusal("over", "This mentorship is over; no more sessions can be noted.")
    if met_at > now:
        return Refusal("future", "This is in the future: plan a session instead.", "met_at")
    return None


def may_reflect(*, state: str, useful: int) -> Refusal | None:
    """Whether a member may say how a session was."""
    if state != SessionState.HELD:
        return Refusal("not_held", "You can reflect on a session once it has taken place.")
    if not 1 <= useful <= 5:
        return Refusal("useful", "Choose a number from 1 to 5.", "useful")
    return None


def sees_others(*, own: bool, answered: int, present: int) -> bool:
    """Blind until all have answered: whether a member may read what others shared about a session."""
    return own and answered >= present
