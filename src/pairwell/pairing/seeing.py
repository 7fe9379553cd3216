"""Who may see whom before a match: asked of the database for every page, never remembered.

Only people who are enrolled in the same program and format now, on the other side, with a place left, who are not
resting and whose page is open to people of their programs; nobody who asked not to meet this person, and nobody this
person asked not to meet.
"""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from pairwell.mentorships.models import Membership
from pairwell.mentorships.states import MentorshipState
from pairwell.pairing.formats import chose, format_chosen
from pairwell.pairing.models import ProposalSide
from pairwell.pairing.queries.say import say_of
from pairwell.pairing.rules import MATCHED_IN
from pairwell.pairing.states import HOLDING, MatchingMode
from pairwell.people.models import Person, Profile
from pairwell.people.rules.visibility import CLOSED_PAGE
from pairwell.programs.models import Avoidance, Enrollment, Program
from pairwell.programs.permissions import program_for_participant
from pairwell.programs.states import EnrollmentState, Format, Side

RUNNING = (MentorshipState.UPCOMING, MentorshipState.ACTIVE, MentorshipState.PAUSED)


@dataclass(frozen=True)
class Viewer:
    """Somebody with an own place in a program whose people may see each other."""

    person: Person
    program: Program
    enrollment: Enrollment

    @property
    def format(self) -> str:
        """The format they chose, "" for the program's first; they see those who chose it too."""
        return format_chosen(self.program, self.enrollment)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides they may look at: mentees look at mentors, mentors at mentees, peers at peers."""
        if self.program.format == Format.PEER:
            return (Side.MENTOR,)
        found = [Side.MENTOR] if self.enrollment.as_mentee else []
        return tuple(found + ([Side.MENTEE] if self.enrollment.as_mentor else []))


def viewer_of(person: Person, program_id: int) -> Viewer:
    """The person with their place; 404 for everybody who may not look at people of this program."""
    program = program_for_participant(person, program_id)
    found = Enrollment.objects.filter(program=program, person=person, state=EnrollmentState.APPROVED).first()
    if found is None or program.state not in MATCHED_IN or say_of(program).mode == MatchingMode.MANAGED:
        raise Http404
    return Viewer(person, program, found)


def looking_at(viewer: Viewer, side: str) -> Side:
    """The side, if this person may look at it."""
    if side not in viewer.sides:
        raise Http404
    return Side(side)


def visible(viewer: Viewer, side: Side) -> QuerySet[Enrollment]:
    """Enrollments of a side that this person may see."""
    found = Enrollment.objects.filter(
        _with_places(viewer.program, side), chose(viewer.program, viewer.format),
        program=viewer.program, state=EnrollmentState.APPROVED, paused_at__isnull=True,
    ).exclude(pk=viewer.enrollment.pk)  # fmt: skip
    switched_off = Person.objects.filter(pk=OuterRef("person_id"), is_active=False)
    closed = Profile.objects.filter(person=OuterRef("person_id"), visibility__page__in=CLOSED_PAGE)
    named = Avoidance.objects.filter(enrollment=viewer.enrollment).values("person_id")
    naming = Avoidance.objects.filter(person=viewer.person, enrollment__program=viewer.program)
    return (
        found.filter(~Exists(switched_off), ~Exists(closed))
        .exclude(person__in=named)
        .exclude(pk__in=naming.values("enrollment_id"))
        .exclude(_together(viewer))
    )


def _with_places(program: Program, side: Side) -> Q:
    if side == Side.MENTEE or program.format == Format.PEER:
        return Q(as_mentee=True, mentors_held__lt=F("mentor_places"))
    return Q(as_mentor=True, mentees_held__lt=F("mentee_places"))


def _together(viewer: Viewer) -> Q:
    """Those this person is together with now, or has been proposed to."""
    mine = Membership.objects.filter(
        enrollment=viewer.enrollment, left_at__isnull=True, mentorship__state__in=RUNNING
    )
    proposed = ProposalSide.objects.filter(enrollment=viewer.enrollment, proposal__state__in=HOLDING)
    return Q(
        pk__in=Membership.objects.filter(mentorship__in=mine.values("mentorship_id")).values("enrollment_id")
    ) | Q(
        pk__in=ProposalSide.objects.filter(
            proposal__in=proposed.values("proposal_id"), proposal__mentorship__isnull=True
        ).values("enrollment_id")
    )


def seen(viewer: Viewer, other_id: int) -> tuple[Enrollment, Side]:
    """Somebody this person may see, and the side they are on for them; 404 otherwise."""
    for side in viewer.sides:
        found = visible(viewer, side).filter(pk=other_id).select_related("person__profile").first()
        if found is not None:
            return found, side
    raise Http404
