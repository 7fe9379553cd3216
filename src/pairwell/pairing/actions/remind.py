"""One reminder for those who have not answered a proposal, some days before its time is over."""

from datetime import timedelta

from django.db import transaction

from pairwell.core import clock
from pairwell.messaging.actions import send_letters
from pairwell.pairing import letters
from pairwell.pairing.actions.closing import locked_proposals, told_of
from pairwell.pairing.models import Proposal
from pairwell.pairing.sending import rules_of
from pairwell.pairing.states import ProposalState, SideAnswer


def remind_waiting() -> int:
    """Remind everybody who is due; one transaction per proposal, each reminded once. Returns how many letters."""
    now = clock.now()
    waiting = Proposal.objects.filter(state=ProposalState.SENT, reminded_at=None, expires_at__gt=now)
    found = list(waiting.select_related("program").order_by("pk"))
    days = {program.pk: rules_of(program).remind_after_days for program in {p.program for p in found}}
    due = [
        p.pk
        for p in found
        if (wait := days[p.program_id]) and p.sent_at and p.sent_at + timedelta(days=wait) <= now
    ]
    return sum(_remind(pk) for pk in due)


@transaction.atomic
def _remind(proposal_id: int) -> int:
    (proposal,) = locked_proposals(None, [proposal_id])
    if proposal.state != ProposalState.SENT or proposal.reminded_at is not None:
        return 0
    proposal.reminded_at = clock.now()
    proposal.save(update_fields=["reminded_at"])
    (told,) = told_of([proposal])
    late = [s.enrollment.person for s in told.parties.sides if s.answer == SideAnswer.WAITING]
    send_letters([letters.reminder(told, person) for person in late])
    return len(late)
