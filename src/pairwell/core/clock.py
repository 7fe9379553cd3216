"""The only place that reads the clock; actions ask it, rules are given the time."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The present date in the reader's time zone (UTC outside a request)."""
    return timezone.localdate()
