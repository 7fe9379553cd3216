"""Who may see whom before a match: asked of the database for every page, never remembered.

Only people who are enrolled in the same program and format now, on the other side, with a place left, who are not
resting and whose page is open to people of their programs; nobody who asked not to meet this person, and nobody this
person asked not to meet.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404

from pairwell.core.rows import columns_of, first_row, objects_of
from pairwell.mentorships.states import MentorshipState
from pairwell.pairing.formats import format_chosen
from pairwell.pairing.models import Say
from pairwell.pairing.queries.say import keep_say
from pairwell.pairing.rules import MATCHED_IN
from pairwell.pairing.states import HOLDING, MatchingMode
from pairwell.people.models import Person
from pairwell.people.rules.visibility import CLOSED_PAGE
from pairwell.programs.models import Enrollment, Program
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


_VIEWER = f"""
SELECT {columns_of(Program, "program")}, {columns_of(Enrollment, "own")}, {columns_of(Say, "say")}
FROM programs_program AS program
JOIN programs_enrollment AS own ON own.program_id = program.id
LEFT JOIN pairing_say AS say ON say.program_id = program.id
WHERE program.id = %s AND own.person_id = %s AND own.state = %s AND program.state = ANY(%s)
"""  # noqa: S608 - nothing of it is typed by anybody


def viewer_of(person: Person, program_id: int) -> Viewer:
    """The person with their place; 404 for everybody who may not look at people of this program. One query."""
    said: list[Any] = [
        program_id,
        person.pk,
        EnrollmentState.APPROVED.value,
        [state.value for state in MATCHED_IN],
    ]
    row = first_row(_VIEWER, said)
    if row is None:
        raise Http404
    program, own, say = objects_of((Program, Enrollment, Say), row)
    if keep_say(program, say).mode == MatchingMode.MANAGED:
        raise Http404
    own.program, own.person = program, person
    return Viewer(person, program, own)


def looking_at(viewer: Viewer, side: str) -> Side:
    """The side, if this person may look at it."""
    if side not in viewer.sides:
        raise Http404
    return Side(side)


_CLOSED = ", ".join(f"'\"{audience}\"'::jsonb" for audience in CLOSED_PAGE)
"""The audiences as the index on people_profile says them: said otherwise, PostgreSQL would not look there."""
_MAY_BE_SEEN = f"""
programs_enrollment.program_id = %s AND programs_enrollment.state = %s AND programs_enrollment.paused_at IS NULL
AND programs_enrollment.id <> %s
AND programs_enrollment.person_id NOT IN (SELECT id FROM people_person WHERE NOT is_active)
AND programs_enrollment.person_id NOT IN (
    SELECT person_id FROM people_profile WHERE (visibility -> 'page') IN ({_CLOSED}))
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
"""In the program now and not resting, not switched off, not behind a closed page
(people.rules.visibility.CLOSED_PAGE), nobody whom either asked not to meet, nobody they are together with now or have
been proposed to. In SQL, because it is asked for every page: Django takes longer to write it than the database to
answer it.
"""
_WITH_PLACES = {
    Side.MENTOR: " AND programs_enrollment.as_mentor"
    " AND programs_enrollment.mentees_held < programs_enrollment.mentee_places",
    Side.MENTEE: " AND programs_enrollment.as_mentee"
    " AND programs_enrollment.mentors_held < programs_enrollment.mentor_places",
}
_IN_FORMAT = " AND programs_enrollment.format = ANY(%s)"


def may_be_seen(viewer: Viewer, side: Side) -> tuple[str, list[Any]]:
    """Whom of a side this person may see: a condition on programs_enrollment, and its parameters."""
    program, own = viewer.program, viewer.enrollment.pk
    condition = _MAY_BE_SEEN + _WITH_PLACES[Side.MENTEE if program.format == Format.PEER else side]
    said = [
        *(program.pk, EnrollmentState.APPROVED.value, own, own, viewer.person.pk),
        *(own, [state.value for state in RUNNING], own, [state.value for state in HOLDING]),
    ]
    if program.also_formats:
        condition += _IN_FORMAT
        said.append([viewer.format] if viewer.format else ["", program.format])
    return condition, said


def visible(viewer: Viewer, side: Side) -> QuerySet[Enrollment]:
    """Enrollments of a side that this person may see.

    To be filtered, not to be nested in another query: there Django gives the table another name, the condition
    does not.
    """
    condition, said = may_be_seen(viewer, side)
    return Enrollment.objects.filter(RawSQL(condition, said, output_field=BooleanField()))  # noqa: S611 - as above


def seen(viewer: Viewer, other_id: int) -> tuple[Enrollment, Side]:
    """Somebody this person may see, and the side they are on for them; 404 otherwise."""
    for side in viewer.sides:
        found = visible(viewer, side).filter(pk=other_id).select_related("person__profile").first()
        if found is not None:
            return found, side
    raise Http404
