"""What pages about one session have in common."""

from typing import Any

from pairwell.mentorships.models import Session
from pairwell.mentorships.rules.times import timeline


def agenda_of(session: Session) -> dict[str, Any]:
    """The lines with the times they begin at, and the promises."""
    items = list(session.agenda.select_related("owner"))
    lines = [item for item in items if item.owner_id is None]
    starts = timeline(session.begun_at or session.starts_at, [item.minutes for item in lines])
    return {
        "agenda": list(zip(starts, lines, strict=True)),
        "promises": [item for item in items if item.owner_id is not None],
        "agenda_minutes": sum(item.minutes or 0 for item in lines),
    }
