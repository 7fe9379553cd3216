"""Work of the people room that the worker does."""

from procrastinate.contrib.django import app

from pairwell.people import importing


@app.task(name="people.work_on_import")
def work_on_import(*, import_id: int) -> None:
    """Do what an import waits for: its dry run, the import itself, or the undo. Can be run again."""
    importing.work_on(import_id)
