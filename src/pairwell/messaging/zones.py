"""The reader's own clock."""

import zoneinfo


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """A time zone by its name; UTC for one that is unknown or empty."""
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
