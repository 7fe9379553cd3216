"""While a session goes on: the clock that all see, and the notes that all write."""

from dataclasses import dataclass

from django.db import transaction

from pairwell.core import clock
from pairwell.core.errors import Refused, insist
from pairwell.mentorships.actions.sessions import locked_session
from pairwell.mentorships.models import Session, SessionNotes
from pairwell.mentorships.rules.ending import may_write
from pairwell.mentorships.rules.meeting import may_begin_now
from pairwell.mentorships.rules.merging import merge, normal
from pairwell.people.models import Person

LONGEST = 40_000


@dataclass(frozen=True, slots=True)
class Saved:
    """The notes as they are now; both_changed: stretches that two people wrote at once, both kept."""

    text: str
    version: int
    both_changed: int


@transaction.atomic
def begin_session(*, by: Person, session: Session) -> Session:
    """Start the clock for everybody; starting it twice changes nothing."""
    now = locked_session(session)
    insist(may_begin_now(state=now.state, starts_at=now.starts_at, now=clock.now()))
    if now.begun_at is None:
        now.begun_at = clock.now()
        now.save(update_fields=["begun_at"])
    return now


@transaction.atomic
def save_session_notes(*, by: Person, session: Session, base: str, text: str) -> Saved:
    """Save what somebody wrote, putting it together with what others saved meanwhile.

    base: the text they began from, as it was last given to them. Nothing that anybody wrote is lost.
    Raises Refused when it is too long or the mentorship is over.
    """
    insist(may_write(state=session.mentorship.state, left=False))
    SessionNotes.objects.get_or_create(session=session)
    notes = SessionNotes.objects.select_for_update().get(session=session)
    merged = merge(normal(base), normal(text), notes.text)
    if len(merged.text) > LONGEST:
        message = f"Together the notes would have more than {LONGEST} characters. Move some into a note."
        raise Refused.because("long", message, "text")
    if merged.text != notes.text:
        notes.text, notes.version, notes.changed_by = merged.text, notes.version + 1, by
        notes.save(update_fields=["text", "version", "changed_by", "changed_at"])
    return Saved(notes.text, notes.version, merged.both_changed)
