"""When a survey is due, when it reminds, when it stops."""

from datetime import date, timedelta

from pairwell.surveys.states import Anchor

REMIND_AFTER_DAYS = (4, 9)
#: A mentorship whose day passed longer ago than this is not asked any more (a survey made late).
GRACE_DAYS = 14


def due_on(anchor: str, days: int, *, starts_on: date | None, ends_on: date | None) -> date | None:
    """The day of a survey that hangs on the program's dates; None while the date is unknown."""
    of = {Anchor.PROGRAM_START: starts_on, Anchor.PROGRAM_END: ends_on}.get(Anchor(anchor))
    return of + timedelta(days=days) if of else None


def is_asked_today(begun_on: date, days: int, today: date) -> bool:
    """Whether members of a mentorship that began that day are asked today by a survey hanging on it."""
    due = begun_on + timedelta(days=days)
    return due <= today <= due + timedelta(days=GRACE_DAYS)


def reminder_due(asked_on: date, reminded: int, answer_by: date, today: date) -> bool:
    """Whether the next reminder is due: four days after asking, then nine, never after the last day."""
    if reminded >= len(REMIND_AFTER_DAYS) or today > answer_by:
        return False
    return today >= asked_on + timedelta(days=REMIND_AFTER_DAYS[reminded])
