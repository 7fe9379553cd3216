"""A pair that a manager makes."""

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused, insist
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.pairing.pairs import fit_of_two
from pairwell.pairing.rules import may_match_now
from pairwell.pairing.states import HOLDING, ProposalState, Source
from pairwell.people.models import Person
from pairwell.programs.models import Avoidance, Enrollment, Program
from pairwell.programs.states import EnrollmentState, Format


@transaction.atomic
def pair_by_hand(
    *, by: Person, program: Program, mentee: Enrollment, mentor: Enrollment, note: str = ""
) -> Proposal:
    """Suggest a pair of the manager's own choice; it is sent like any other.

    Rules of the policy may be broken by hand (the page says which); what people asked for may not: the
    two must not have asked to avoid each other, and must not be paired or asked already.
    """
    insist(may_match_now(state=program.state))
    _insist_on_roles(program, mentee, mentor)
    avoid = Avoidance.objects.filter(
        enrollment__in=(mentee, mentor), person__in=(mentee.person, mentor.person)
    )
    if avoid.exists():
        raise Refused.because(
            "avoided", "These two were paired before, or one of them asked not to meet the other."
        )
    if _already(mentee, mentor):
        raise Refused.because("already", "These two are suggested to each other, asked or paired already.")
    fit = fit_of_two(program, mentee, mentor)
    made = Proposal.objects.create(
        program=program,
        source=Source.MANAGER,
        score=fit.score if fit else None,
        known=fit.known if fit else None,
        contributions=list(fit.contributions) if fit else [],
        made_by=by,
        note=" ".join(note.split())[:500],
    )
    peers = program.format == Format.PEER
    roles = (MemberRole.PEER, MemberRole.PEER) if peers else (MemberRole.MENTEE, MemberRole.MENTOR)
    ProposalSide.objects.bulk_create(
        ProposalSide(proposal=made, enrollment=e, role=r)
        for e, r in zip((mentee, mentor), roles, strict=True)
    )
    audit.record(by=by, verb="proposal made by hand", thing=made, program_id=program.pk)
    return made


def _insist_on_roles(program: Program, mentee: Enrollment, mentor: Enrollment) -> None:
    for enrollment, field in ((mentee, "mentee"), (mentor, "mentor")):
        if enrollment.program_id != program.pk or enrollment.state != EnrollmentState.APPROVED:
            raise Refused.because(
                "not_enrolled", f"{enrollment.person} is not enrolled in this program.", field
            )
    if mentee.person_id == mentor.person_id:
        raise Refused.because("same_person", "Choose two different people.", "mentor")
    if not mentee.as_mentee:
        raise Refused.because("not_mentee", f"{mentee.person} takes no part as a mentee.", "mentee")
    if program.format != Format.PEER and not mentor.as_mentor:
        raise Refused.because("not_mentor", f"{mentor.person} takes no part as a mentor.", "mentor")


def _already(mentee: Enrollment, mentor: Enrollment) -> bool:
    states = (ProposalState.SUGGESTED, *HOLDING)
    both = Proposal.objects.filter(state__in=states, sides__enrollment=mentee).filter(
        sides__enrollment=mentor
    )
    return both.exclude(mentorship__state__in=("completed", "ended_early")).exists()
