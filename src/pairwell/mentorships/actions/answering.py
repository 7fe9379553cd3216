"""Whether members come to a session, as their calendars answer the invitation."""

from django.db import transaction

from pairwell.core import clock
from pairwell.mentorships.actions.letters import address_of, ring_session
from pairwell.mentorships.actions.sessions import locked_session
from pairwell.mentorships.models import Session, SessionAnswer
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.states import Coming, SessionState
from pairwell.people.models import Person


@transaction.atomic
def answer_invitation(*, by: Person, session: Session, coming: Coming, sequence: int) -> SessionAnswer | None:
    """Note what somebody's calendar says; a no rings the others' bells, once.

    sequence: of the invitation that was answered. Returns None for an earlier one, or a session that is over.
    """
    now = locked_session(session)
    if now.state != SessionState.PLANNED or sequence < now.sequence:
        return None
    before = SessionAnswer.objects.filter(session=now, person=by, about=now.starts_at).first()
    answer, _ = SessionAnswer.objects.update_or_create(
        session=now,
        person=by,
        defaults={"coming": coming, "about": now.starts_at, "answered_at": clock.now()},
    )
    if coming == Coming.NO and (before is None or before.coming != Coming.NO):
        ring_session(
            list(circle_of(now.mentorship).others(by)),
            key=f"cannot-come:{answer.pk}:{answer.answered_at.timestamp():.0f}",
            text=f"{by.full_name} cannot come to your session. Would another time suit?",
            url=address_of(now),
        )
    return answer
