"""Decisions of the post office: no database, no clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pairwell.messaging.states import LetterState

BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""How long to wait after the first, second, ... try that the mail server put off."""


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after this many tries; None when it is time to give up."""
    return BACKOFF[tries - 1] if 1 <= tries <= len(BACKOFF) else None


def state_of_the_abandoned(*, always_sent: bool, has_calendar: bool) -> LetterState:
    """What becomes of a letter whose worker died while handing it to the mail server.

    Nobody can know whether it left. Letters that must arrive and hurt nobody twice (a password letter,
    same Message-ID) go again; the others are held for a person to decide, so that nothing is silently
    told twice.
    """
    return LetterState.QUEUED if always_sent and not has_calendar else LetterState.IN_DOUBT


def not_before(
    moment: datetime, zone: ZoneInfo, quiet_from: int | None, quiet_until: int | None
) -> datetime | None:
    """When a letter that can wait may leave: None for now, else the end of the person's quiet hours.

    moment: aware; the hours are of the person's own day and may go over midnight.
    """
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return None
    local = moment.astimezone(zone)
    over_night = quiet_from > quiet_until
    inside = (
        local.hour >= quiet_from or local.hour < quiet_until
        if over_night
        else quiet_from <= local.hour < quiet_until
    )
    if not inside:
        return None
    day = local.date() + timedelta(days=over_night and local.hour >= quiet_from)
    return datetime(day.year, day.month, day.day, quiet_until, tzinfo=zone)


def is_weekly_hour(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the weekly letter is due where the person is: Monday, from eight to nine in the morning."""
    local = moment.astimezone(zone)
    return local.weekday() == 0 and local.hour == 8
