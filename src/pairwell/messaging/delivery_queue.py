"""Asks the worker to take letters, or lines to chats, away: one job per transaction, however many it writes."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

TASK = "pairwell.messaging.deliver_letters"
CHAT_TASK = "pairwell.messaging.deliver_chat_lines"
PUSH_TASK = "pairwell.messaging.deliver_push_lines"


def ask_for_delivery() -> None:
    """Defer the delivery job in the current transaction, unless this transaction has done so already."""
    _ask(TASK, "letters")


def ask_for_chat() -> None:
    """The same for lines to chats."""
    _ask(CHAT_TASK, "chat lines")


def ask_for_push() -> None:
    """The same for lines to devices."""
    _ask(PUSH_TASK, "push lines")


def _ask(task: str, what: str) -> None:
    """The lock is named after the transaction, so that two transactions never wait for each other."""
    lock = f"{what} of {_transaction_id()}"
    if not ProcrastinateJob.objects.filter(queueing_lock=lock, status="todo").exists():
        app.configure_task(task, queueing_lock=lock, queue="letters").defer()


def _transaction_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])
