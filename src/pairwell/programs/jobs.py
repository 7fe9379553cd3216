"""What the worker does by itself for programs."""

from typing import Any

from procrastinate.contrib.django import app

from pairwell.programs.actions.announce import send_due_announcements
from pairwell.programs.actions.desk import admit_trained
from pairwell.programs.actions.files import remove_stray_answers
from pairwell.programs.actions.names import follow_directory
from pairwell.programs.actions.nominate import enroll_nominated
from pairwell.programs.actions.pause import resume_due
from pairwell.programs.actions.planned_moves import make_due_moves


@app.periodic(cron="* * * * *")
@app.task(name="pairwell.programs.make_planned_moves", queueing_lock="programs.make_planned_moves")
def make_planned_moves(timestamp: int, **_: Any) -> int:
    """Every minute: moves that were planned for now or before are made, once."""
    return make_due_moves()


@app.periodic(cron="*/2 * * * *")
@app.task(name="pairwell.programs.send_announcements", queueing_lock="programs.send_announcements")
def send_announcements(timestamp: int, **_: Any) -> int:
    """Every two minutes: announcements whose time has come go out, once."""
    return send_due_announcements()


@app.periodic(cron="*/2 * * * *")
@app.task(name="pairwell.programs.let_people_in", queueing_lock="programs.let_people_in")
def let_people_in(timestamp: int, **_: Any) -> int:
    """Every two minutes: training that is finished, nominations whose days are over, pauses that end."""
    return admit_trained() + enroll_nominated() + resume_due()


@app.periodic(cron="25 * * * *")
@app.task(name="pairwell.programs.remove_stray_answers", queueing_lock="programs.remove_stray_answers")
def remove_stray_files(timestamp: int, **_: Any) -> int:
    """Every hour: files that were answers of people, programs or questions that are gone."""
    return remove_stray_answers()


@app.periodic(cron="50 * * * *")
@app.task(name="pairwell.programs.follow_directory", queueing_lock="programs.follow_directory")
def follow_names(timestamp: int, **_: Any) -> int:
    """Every hour: what places in programs say of people is what the directory says."""
    return follow_directory()
