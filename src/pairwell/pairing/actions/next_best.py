"""After a no: the next best match goes out by itself when the program says so; otherwise the managers decide."""

from typing import Any

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.mentorships.states import MemberRole
from pairwell.messaging.actions import send_letters
from pairwell.pairing import letters
from pairwell.pairing.actions.closing import locked_proposals, managers_of, told_of
from pairwell.pairing.actions.send import send_proposals
from pairwell.pairing.best import best_partner
from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.pairing.parties import parties_of
from pairwell.pairing.sending import rules_of
from pairwell.pairing.states import AfterNo, ProposalState, Source

OVER = (ProposalState.DECLINED, ProposalState.EXPIRED)


def after_no(proposal: Proposal, what: str) -> None:
    """Called in the transaction that ended a proposal: the managers are told, or the search for the next begins."""
    if rules_of(proposal.program).after_no == AfterNo.NEXT_BEST and _may_follow(proposal):
        from pairwell.pairing.jobs import send_next_best  # noqa: PLC0415 - jobs import the verbs of this room

        send_next_best.defer(proposal_id=proposal.pk)
        return
    tell_managers(proposal, what)


def tell_managers(proposal: Proposal, what: str) -> None:
    """Those who run the program hear that a proposal did not become a match."""
    (told,) = told_of([proposal])
    send_letters(letters.to_managers(told, managers_of(proposal.program), what=what))


def _may_follow(proposal: Proposal) -> bool:
    """Pairs that a run or a manager made; circles, peers and what people asked for themselves go to the manager."""
    roles = {side.role for side in parties_of(proposal).sides}
    own = proposal.source in (Source.RUN, Source.MANAGER)
    return own and roles == {MemberRole.MENTEE, MemberRole.MENTOR}


@transaction.atomic
def follow_up(*, proposal_id: int) -> Proposal | None:
    """Send the next best match to the mentee of a proposal that came to nothing; once, however often it is asked.

    None when there is nobody, or they were asked often enough: then the managers are told.
    """
    (ended,) = locked_proposals(None, [proposal_id])
    if ended.state not in OVER or Proposal.objects.filter(follows=ended).exists():
        return None
    mentee = next(s.enrollment for s in parties_of(ended).sides if s.role == MemberRole.MENTEE)
    tries = Proposal.objects.filter(sides__enrollment=mentee, state__in=OVER, program=ended.program).count()
    made = _made(ended, mentee) if tries < rules_of(ended.program).most_tries else None
    if made is None:
        tell_managers(ended, "declined" if ended.state == ProposalState.DECLINED else "expired")
    return made


def _made(ended: Proposal, mentee: Any) -> Proposal | None:
    found = best_partner(ended.program, mentee)
    if found is None:
        return None
    made = Proposal.objects.create(
        program=ended.program, run=ended.run, source=Source.RUN, follows=ended, score=found.fit.score,
        known=found.fit.known, contributions=list(found.fit.contributions), shared_hours=found.hours,
    )  # fmt: skip
    ProposalSide.objects.create(proposal=made, enrollment=mentee, role=MemberRole.MENTEE)
    ProposalSide.objects.create(proposal=made, enrollment_id=found.enrollment_id, role=MemberRole.MENTOR)
    audit.record(by=None, verb="next best proposed", thing=made, program_id=ended.program_id)
    try:
        outcome = send_proposals(by=None, program=ended.program, proposals=[made.pk])
    except Refused:
        return None
    return made if outcome.sent else None
