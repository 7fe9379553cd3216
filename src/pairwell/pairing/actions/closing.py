"""What every way of ending a proposal has in common: places, calendars, letters."""

from collections.abc import Sequence

from pairwell.core import clock
from pairwell.messaging.actions import Draft, notify_many, send_letters
from pairwell.messaging.models import Notice
from pairwell.pairing import letters
from pairwell.pairing.letters import Told
from pairwell.pairing.models import Proposal
from pairwell.pairing.parties import parties_of, with_sides
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.actions.places import release_place
from pairwell.programs.models import Enrollment, Grant, Program
from pairwell.programs.states import ProgramRole

NOTICES = {
    "declined": "The proposal with {others} did not work out this time",
    "expired": "The proposal with {others} was not answered in time",
    "withdrawn": "The proposal with {others} was taken back",
}


def locked_proposals(program_id: int | None, ids: Sequence[int]) -> list[Proposal]:
    """Proposals with their sides, locked in the order of their ids, and then their enrollments in theirs.

    Every verb locks in this order, so that none waits for another in a circle.
    """
    found = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk")
    if program_id is not None:
        found = found.filter(program_id=program_id)
    proposals = list(with_sides(found.select_related("program")))
    people = sorted({s.enrollment_id for p in proposals for s in p.sides.all()})
    list(Enrollment.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
    return proposals


def told_of(proposals: Sequence[Proposal]) -> list[Told]:
    """The proposals as their letters see them."""
    return letters.told_of([(p, parties_of(p)) for p in proposals])


def close(
    proposals: Sequence[Proposal], *, state: ProposalState, what: str, quiet: Sequence[int] = ()
) -> None:
    """End sent proposals: places go back, calendars let go, everybody is told.

    quiet: people who ended it themselves; they get thanks instead of news.
    """
    drafts: list[Draft] = []
    lines: list[Notice] = []
    for told in told_of(proposals):
        proposal = told.proposal
        proposal.state, proposal.decided_at = state, clock.now()
        proposal.meeting_sequence += 1
        proposal.save(update_fields=["state", "decided_at", "meeting_sequence"])
        for enrollment_id, side in sorted(told.parties.places):
            release_place(enrollment_id, side)
        for person in told.parties.people:
            write = letters.thanks_for_answer if person.pk in quiet else letters.called_off
            drafts.append(write(told, person, what=what))
        tell = [p for p in told.parties.people if p.pk not in quiet]
        lines += letters.notices(told, tell, what=what, text=NOTICES[what])
    send_letters(drafts)
    notify_many(lines)


def managers_of(program: Program) -> list[Person]:
    """Those who run this program."""
    grants = Grant.objects.filter(program=program, role=ProgramRole.MANAGER, person__is_active=True)
    return [grant.person for grant in grants.select_related("person").order_by("pk")]
