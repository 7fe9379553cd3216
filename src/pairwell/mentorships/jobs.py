"""What the worker does by itself for this room."""

from typing import Any

from procrastinate.contrib.django import app

from pairwell.mentorships.actions.begin import start_due


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="mentorships.start_due_mentorships")
def start_due_mentorships(timestamp: int, **_: Any) -> int:
    """Every hour: mentorships whose first day has come become active."""
    return start_due()
