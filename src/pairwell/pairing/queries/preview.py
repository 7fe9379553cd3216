"""What both sides will read, before anything is sent."""

import copy
from dataclasses import dataclass
from datetime import timedelta

from pairwell.core import clock
from pairwell.pairing import letters
from pairwell.pairing.actions.send import first_meeting
from pairwell.pairing.models import Proposal
from pairwell.pairing.parties import parties_of
from pairwell.people.models import Person
from pairwell.programs.models import Program


@dataclass(frozen=True)
class LetterPreview:
    """One letter as it would leave now; text is Markdown."""

    to: Person
    subject: str
    text: str


def letters_to_be_sent(program: Program, proposal: Proposal) -> list[LetterPreview]:
    """The letters of one proposal to each of its sides; nothing is written down."""
    now, parties = clock.now(), parties_of(proposal)
    draft = copy.copy(proposal)
    draft.sent_at, draft.expires_at = now, now + timedelta(days=program.answer_days)
    draft.meeting_at = first_meeting(parties, program, now)
    (told,) = letters.told_of([(draft, parties)])
    drafts = [letters.sent(told, person) for person in parties.people]
    return [LetterPreview(d.to, d.subject, d.text) for d in drafts]
