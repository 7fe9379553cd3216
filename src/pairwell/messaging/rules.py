"""Decisions of the post office: no database, no clock."""

from datetime import timedelta

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
