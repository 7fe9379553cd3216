"""A kind letter when a mentorship has gone quiet."""

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.mentorships.actions.letters import tell_nudge
from pairwell.mentorships.models import Mentorship
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.rules.ending import OVER
from pairwell.people.models import Person


@transaction.atomic
def nudge(*, by: Person, mentorship: Mentorship) -> int:
    """Ask the members, on behalf of the program, how it is going; at most once a week. Letters written.

    The letter says nothing that only a manager knows. Raises Refused when it is over.
    """
    if mentorship.state in OVER:
        raise Refused.because("over", "This mentorship is over; there is nobody to remind.")
    subject = "How is it going with {others}?"
    text = (
        f"The people behind **{mentorship.program.name}** wonder how it is going with {{others}}.\n\n"
        "If time ran away with you: half an hour in the coming week is plenty, and your page suggests times "
        "that suit everybody. If you would rather pause or stop, that is fine too, and takes two clicks."
    )
    written = tell_nudge(mentorship, circle_of(mentorship), subject=subject, text=text)
    audit.record(
        by=by, verb="mentorship nudged", thing=mentorship, program_id=mentorship.program_id,
        details={"letters": written},
    )  # fmt: skip
    return written
