"""What a member says after a session, in ten seconds."""

from django.db import transaction

from pairwell.core.errors import insist
from pairwell.mentorships.actions.sessions import locked_session
from pairwell.mentorships.models import Reflection, Session
from pairwell.mentorships.rules.meeting import may_reflect
from pairwell.people.models import Person


@transaction.atomic
def reflect(
    *, by: Person, session: Session, useful: int, line: str = "", next_step: str = "", share: bool = False
) -> Reflection:
    """Say how it was; saying it again replaces it. Private unless shared.

    useful: 1 to 5, 3 meaning "met my expectations". Raises Refused before the session was held.
    """
    now = locked_session(session)
    insist(may_reflect(state=now.state, useful=useful))
    reflection, _ = Reflection.objects.update_or_create(
        session=now,
        author=by,
        defaults={
            "mentorship_id": now.mentorship_id,
            "useful": useful,
            "line": line.strip()[:300],
            "next_step": next_step.strip()[:300],
            "is_shared": share,
        },
    )
    return reflection
