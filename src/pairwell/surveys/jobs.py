"""What the worker does by itself for surveys."""

from procrastinate.contrib.django import app

from pairwell.surveys import actions


@app.periodic(cron="25 * * * *")
@app.task(name="pairwell.surveys.ask", queueing_lock="pairwell.surveys.ask")
def ask(timestamp: int) -> int:
    """Every hour: open what is due, ask whose turn it is, remind, close."""
    return actions.ask_everybody_due()
