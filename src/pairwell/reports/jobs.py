"""What the worker does by itself for this room."""

from typing import Any

from procrastinate.contrib.django import app

from pairwell.reports.actions import make_export, remove_old_exports, send_due_reports


@app.periodic(cron="15 6 * * *")
@app.task(name="pairwell.reports.send_due", queueing_lock="reports.send_due")
def send_due(timestamp: int, **_: Any) -> int:
    """Every morning: reports whose day has come go to the sponsors."""
    return send_due_reports()


@app.task(name="pairwell.reports.write_export")
def write_export(*, export_id: int) -> None:
    """A program in open formats. Can be run again."""
    make_export(export_id)


@app.periodic(cron="45 4 * * *")
@app.task(name="pairwell.reports.remove_old_exports", queueing_lock="reports.remove_old_exports")
def remove_old(timestamp: int, **_: Any) -> int:
    """Every night: exports of a week ago are taken away."""
    return remove_old_exports()
