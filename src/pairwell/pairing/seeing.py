"""Who may see whom before a match: asked of the database for every page, never remembered.

Only people who are enrolled in the same program and format now, on the other side, with a place left, who are not
resting and whose page is open to people of their programs; nobody who asked not to meet this person, and nobody this
person asked not to meet.
"""

from dataclasses import dataclass

from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404

from pairwell.mentorships.states import MentorshipState
from pairwell.pairing.formats import chose, format_chosen
from pairwell.pairing.queries.say import say_of
from pairwell.pairing.rules import MATCHED_IN
from pairwell.pairing.states import HOLDING, MatchingMode
from pairwell.people.models import Person
from pairwell.people.rules.visibility import CLOSED_PAGE
from pairwell.programs.models import Enrollment, Program
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


_CLOSED = ", ".join(f"'\"{audience}\"'::jsonb" for audience in CLOSED_PAGE)
"""The audiences as the index on people_profile says them: said otherwise, PostgreSQL would not look there."""
_NOT_KEPT_APART = f"""
NOT EXISTS (SELECT 1 FROM people_person WHERE id = programs_enrollment.person_id AND NOT is_active)
AND NOT EXISTS (
    SELECT 1 FROM people_profile WHERE person_id = programs_enrollment.person_id
    AND (visibility -> 'page') IN ({_CLOSED}))
AND programs_enrollment.person_id NOT IN (
    SELECT person_id FROM programs_avoidance WHERE enrollment_id = %s)
AND programs_enrollment.id NOT IN (
    SELECT enrollment_id FROM programs_avoidance WHERE person_id = %s)
AND programs_enrollment.id NOT IN (
    SELECT theirs.enrollment_id FROM mentorships_membership AS mine
    JOIN mentorships_mentorship AS together ON together.id = mine.mentorship_id
    JOIN mentorships_membership AS theirs ON theirs.mentorship_id = mine.mentorship_id
    WHERE mine.enrollment_id = %s AND mine.left_at IS NULL AND together.state = ANY(%s))
AND programs_enrollment.id NOT IN (
    SELECT theirs.enrollment_id FROM pairing_proposalside AS mine
    JOIN pairing_proposal AS proposed ON proposed.id = mine.proposal_id
    JOIN pairing_proposalside AS theirs ON theirs.proposal_id = mine.proposal_id
    WHERE mine.enrollment_id = %s AND proposed.state = ANY(%s) AND proposed.mentorship_id IS NULL)
"""  # noqa: S608 - nothing of it is typed by anybody
"""Not switched off, not behind a closed page (people.rules.visibility.CLOSED_PAGE), nobody whom
either asked not to meet, nobody they are together with now or have been proposed to. In SQL, because it is asked for
every page: Django takes longer to write it than the database to answer it.
"""


def visible(viewer: Viewer, side: Side) -> QuerySet[Enrollment]:
    """Enrollments of a side that this person may see."""
    own = viewer.enrollment.pk
    said = (own, viewer.person.pk, own, [*RUNNING], own, [*HOLDING])
    return Enrollment.objects.filter(
        _with_places(viewer.program, side), chose(viewer.program, viewer.format), ~Q(pk=own),
        RawSQL(_NOT_KEPT_APART, said, output_field=BooleanField()),  # noqa: S611 - nothing of it is typed by anybody
        program=viewer.program, state=EnrollmentState.APPROVED, paused_at__isnull=True,
    )  # fmt: skip


def _with_places(program: Program, side: Side) -> Q:
    if side == Side.MENTEE or program.format == Format.PEER:
        return Q(as_mentee=True, mentors_held__lt=F("mentor_places"))
    return Q(as_mentor=True, mentees_held__lt=F("mentee_places"))


def seen(viewer: Viewer, other_id: int) -> tuple[Enrollment, Side]:
    """Somebody this person may see, and the side they are on for them; 404 otherwise."""
    for side in viewer.sides:
        found = visible(viewer, side).filter(pk=other_id).select_related("person__profile").first()
        if found is not None:
            return found, side
    raise Http404
