"""Answers of both sides, and proposals nobody answered in time."""

from datetime import datetime

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.library.models import Activity
from pairwell.mentorships.actions.begin import begin_mentorship
from pairwell.mentorships.actions.sessions import fill_agenda
from pairwell.mentorships.models import Mentorship, Session
from pairwell.mentorships.states import MemberRole
from pairwell.messaging.actions import notify_many, send_letters
from pairwell.pairing import letters
from pairwell.pairing.actions.closing import close, locked_proposals, told_of
from pairwell.pairing.actions.next_best import after_no
from pairwell.pairing.actions.send import first_meeting
from pairwell.pairing.letters import MEETING_MINUTES
from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.pairing.parties import Parties, parties_of
from pairwell.pairing.rules import everybody_accepted, may_answer
from pairwell.pairing.states import ProposalState, SideAnswer
from pairwell.people.models import Person
from pairwell.programs.models import Avoidance


@transaction.atomic
def answer_proposal(*, by: Person, proposal: Proposal, accept: bool, private_reason: str = "") -> Proposal:
    """Accept or decline as one of its sides; the last yes begins the mentorship in the same transaction.

    Declining gives the places back, keeps the two from being proposed to each other again, and tells the
    other side kindly. private_reason: for the program manager alone.
    Raises Refused when it was answered, taken back or has expired meanwhile.
    """
    locked = locked_proposals(None, [proposal.pk])[0]
    parties = parties_of(locked)
    side = parties.of(by)
    if side is None:
        raise Refused.because("stranger", "This proposal is not for you.")
    now = clock.now()
    insist(may_answer(state=locked.state, answer=side.answer, expires_at=locked.expires_at, now=now))
    side.answer = SideAnswer.ACCEPTED if accept else SideAnswer.DECLINED
    side.answered_at, side.private_reason = now, "" if accept else " ".join(private_reason.split())[:500]
    side.save(update_fields=["answer", "answered_at", "private_reason"])
    audit.record(by=by, verb=f"proposal {side.answer}", thing=locked, program_id=locked.program_id)
    if not accept:
        _declined(locked, parties, side)
    elif everybody_accepted([s.answer for s in parties.sides]):
        _begin(locked, parties, by, now)
    return locked


def _declined(proposal: Proposal, parties: Parties, side: ProposalSide) -> None:
    for other in parties.others(side.enrollment.person):
        Avoidance.objects.get_or_create(
            enrollment=side.enrollment, person=other.enrollment.person, defaults={"because": "declined"}
        )
    close([proposal], state=ProposalState.DECLINED, what="declined", quiet=[side.enrollment.person_id])
    after_no(proposal, "declined")


def _begin(proposal: Proposal, parties: Parties, by: Person, now: datetime) -> None:
    program, today = proposal.program, clock.today()
    mentorship = begin_mentorship(
        by=by,
        program=program,
        members=[(s.enrollment, MemberRole(s.role)) for s in parties.sides],
        starts_on=max(program.starts_on or today, today),
        title=proposal.title,
    )
    proposal.state, proposal.decided_at, proposal.mentorship = ProposalState.ACCEPTED, now, mentorship
    if proposal.meeting_at is not None and proposal.meeting_at <= now:
        proposal.meeting_at = first_meeting(parties, program, now)
    proposal.meeting_sequence += 1
    proposal.save()
    _plan_first_meeting(proposal, mentorship)
    (told,) = told_of([proposal])
    send_letters([letters.accepted(told, person) for person in parties.people])
    notify_many(letters.notices(told, parties.people, what="accepted", text="It is a match: {others}"))


def begin_accepted(*, by: Person, proposal: Proposal, parties: Parties, now: datetime) -> None:
    """The mentorship of a proposal that every side has accepted elsewhere, its first meeting, and the letters."""
    _begin(proposal, parties, by, now)


def _plan_first_meeting(proposal: Proposal, mentorship: Mentorship) -> None:
    """The suggested meeting becomes a session with the same identity in every calendar.

    So the pair moves or cancels it from their mentorship, and the event of the first letter follows.
    """
    if proposal.meeting_at is None:
        return
    keys = proposal.program.suggested_activities
    activity = Activity.objects.filter(key=keys[0]).first() if keys else None
    session = Session.objects.create(
        mentorship=mentorship,
        title="Get to know each other",
        starts_at=proposal.meeting_at,
        minutes=MEETING_MINUTES,
        activity=activity,
        uid=proposal.meeting_uid,
        sequence=proposal.meeting_sequence,
    )
    fill_agenda(session, activity)


def expire_proposals() -> int:
    """End sent proposals whose time is over; both sides and the managers are told. Returns how many.

    One transaction each: a long list holds no locks for long, and a stop in the middle loses nothing.
    """
    due = Proposal.objects.filter(state=ProposalState.SENT, expires_at__lte=clock.now())
    return sum(_expire(proposal_id) for proposal_id in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _expire(proposal_id: int) -> bool:
    (proposal,) = locked_proposals(None, [proposal_id])
    due = proposal.expires_at is not None and proposal.expires_at <= clock.now()
    if proposal.state != ProposalState.SENT or not due:
        return False
    close([proposal], state=ProposalState.EXPIRED, what="expired")
    after_no(proposal, "expired")
    audit.record(by=None, verb="proposal expired", thing=proposal, program_id=proposal.program_id)
    return True
