"""Says to every process that something has got further: a topic and a number, never what it is about.

Those who listen are web processes with open streams (pairwell.web.live). PostgreSQL tells them when the transaction
commits, and nothing when it does not.
"""

from django.db import connection

CHANNEL = "pairwell_live"


def announce(topic: str, version: int) -> None:
    """Tell in the current transaction that a topic ("conversation:12") is at this version now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", (CHANNEL, f"{topic} {version}"))
