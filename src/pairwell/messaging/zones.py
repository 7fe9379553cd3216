"""The reader's own clock."""

import zoneinfo
from datetime import datetime

from pairwell.messaging.models import Preference
from pairwell.messaging.rules import not_before


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """A time zone by its name; UTC for one that is unknown or empty."""
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def quiet_until(moment: datetime, zone: str, wish: Preference | None) -> datetime | None:
    """The end of somebody's quiet hours, when this moment lies in them. zone: the name of their time zone."""
    if wish is None:
        return None
    return not_before(moment, zone_of(zone), wish.quiet_from, wish.quiet_until)
