"""Proposals as those see them who are asked."""

from dataclasses import dataclass
from datetime import datetime

from pairwell.core import clock
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.models import Proposal
from pairwell.pairing.parties import Parties, match_audiences, parties_of, told_about, with_sides
from pairwell.pairing.permissions import own_sides
from pairwell.pairing.sharing import Audience, strongest
from pairwell.pairing.states import ProposalState, SideAnswer
from pairwell.people.models import Person


@dataclass(frozen=True)
class MyProposal:
    """A proposal from one side's point of view. The others' answers are shown, their reasons never.

    leads: people who would lead a circle; nobody in a pair.
    """

    proposal: Proposal
    others: tuple[Person, ...]
    names: str
    role: str
    answer: str
    reasons: tuple[str, ...]
    everybody_else_accepted: bool
    leads: frozenset[int]

    @property
    def expires_at(self) -> datetime | None:
        return self.proposal.expires_at

    @property
    def is_waiting_for_me(self) -> bool:
        """Whether it can be answered now."""
        open_still = self.expires_at is None or self.expires_at > clock.now()
        return self.proposal.state == ProposalState.SENT and self.answer == SideAnswer.WAITING and open_still

    @property
    def state_words(self) -> str:
        """What became of it, for this reader."""
        if self.is_waiting_for_me:
            return "Waiting for your answer"
        if self.proposal.state == ProposalState.SENT:
            return "You accepted; waiting for the other side" if self.answer == "accepted" else "Time is over"
        if self.proposal.state == ProposalState.DECLINED:
            return "You declined" if self.answer == SideAnswer.DECLINED else "Did not work out this time"
        return ProposalState(self.proposal.state).label


def my_proposal(proposal: Proposal, person: Person) -> MyProposal:
    """One proposal as this person sees it."""
    audience = match_audiences([proposal.program_id])[proposal.program_id]
    return _mine(proposal, parties_of(proposal), person, audience)


def my_proposals(person: Person, *, limit: int = 50) -> list[MyProposal]:
    """Everything that was proposed to the person, the newest first: four queries."""
    ids = own_sides(person).values("proposal_id")
    found = with_sides(Proposal.objects.filter(pk__in=ids).select_related("program", "mentorship"))
    proposals = list(found.order_by("-sent_at", "-id")[:limit])
    audiences = match_audiences({p.program_id for p in proposals})
    return [_mine(p, parties_of(p), person, audiences[p.program_id]) for p in proposals]


def proposals_waiting_for(person: Person) -> int:
    """How many proposals this person can answer now."""
    waiting = own_sides(person).filter(answer=SideAnswer.WAITING, proposal__state=ProposalState.SENT)
    return waiting.filter(proposal__expires_at__gt=clock.now()).count()


def _mine(proposal: Proposal, parties: Parties, person: Person, audience: Audience) -> MyProposal:
    me = parties.of(person)
    others = parties.others(person)
    return MyProposal(
        proposal=proposal,
        others=tuple(side.enrollment.person for side in others),
        names=parties.names(person),
        role=me.role if me else "",
        answer=me.answer if me else "",
        reasons=tuple(strongest(told_about(parties.people, proposal.contributions, audience))),
        leads=frozenset(
            side.enrollment.person_id
            for side in parties.sides
            if proposal.title and side.role == MemberRole.MENTOR
        ),
        everybody_else_accepted=bool(others) and all(s.answer == SideAnswer.ACCEPTED for s in others),
    )
