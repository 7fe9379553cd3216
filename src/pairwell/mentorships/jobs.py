"""What the worker does by itself for this room."""

from typing import Any

from procrastinate.contrib.django import app

from pairwell.core import clock
from pairwell.mentorships.actions.begin import start_due
from pairwell.mentorships.actions.calendars import read_busy_times
from pairwell.mentorships.actions.reminding import remind_everybody_due
from pairwell.mentorships.actions.stray_files import remove_stray_files
from pairwell.mentorships.models import PersonCalendar


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="mentorships.start_due_mentorships")
def start_due_mentorships(timestamp: int, **_: Any) -> int:
    """Every hour: mentorships whose first day has come become active."""
    return start_due()


@app.periodic(cron="40 * * * *")
@app.task(queueing_lock="mentorships.remind")
def remind(timestamp: int, **_: Any) -> int:
    """Every hour: gentle reminders, where it is a good hour for their reader."""
    return remind_everybody_due()


@app.periodic(cron="35 * * * *")
@app.task(queueing_lock="mentorships.remove_strays")
def remove_strays(timestamp: int, **_: Any) -> int:
    """Every hour: files of goals and messages that are gone, with their mentorship or without."""
    return remove_stray_files()


AT_ONCE = 200


@app.task(queue="calendars")
def read_busy_of(calendar_id: int) -> bool:
    """Read one person's busy times; the calendar may be gone by then."""
    found = PersonCalendar.objects.select_related("person").filter(pk=calendar_id).first()
    return found is not None and read_busy_times(by=None, calendar=found)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="mentorships.read_due_calendars", queue="calendars")
def read_due_calendars(timestamp: int, **_: Any) -> int:
    """Every ten minutes: calendars whose time has come again, of people in a mentorship; how many."""
    due = PersonCalendar.objects.filter(
        busy_due_at__lte=clock.now(), person__is_active=True, person__memberships__isnull=False
    ).distinct()
    keys = list(due.order_by("busy_due_at").values_list("pk", flat=True)[:AT_ONCE])
    for key in keys:
        read_busy_of.configure(queueing_lock=f"read_busy_of {key}").defer(calendar_id=key)
    return len(keys)
