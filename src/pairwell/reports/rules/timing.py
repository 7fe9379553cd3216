"""When the next report is due."""

from datetime import date, timedelta

from pairwell.reports.states import Every

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3}


def next_report(every: str, after: date, *, ends_on: date | None) -> date | None:
    """The first day after `after` on which a report is due; None when there will be none any more.

    A program that has ended gets one last report, the day after its end, and then no other.
    """
    last = ends_on + timedelta(days=1) if ends_on else None
    if every == Every.END:
        return last if last and last > after else None
    step = _MONTHS[Every(every)]
    month = after.month - (after.month - 1) % step + step
    due = date(after.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    if last is None or due <= last:
        return due
    return last if last > after else None
