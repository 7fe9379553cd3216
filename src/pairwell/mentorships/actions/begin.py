"""A mentorship begins."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import insist
from pairwell.mentorships.models import Membership, Mentorship, ReadMark
from pairwell.mentorships.rules.beginning import may_begin
from pairwell.mentorships.states import MemberRole, MentorshipState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program


@transaction.atomic
def begin_mentorship(
    *,
    by: Person | None,
    program: Program,
    members: Sequence[tuple[Enrollment, MemberRole]],
    starts_on: date,
    title: str = "",
) -> Mentorship:
    """Make the relationship of these people. Their places are already held (by the accepted proposal).

    members: two or more enrollments of this program with their roles; a start in the future makes it
    upcoming. Whoever begins it tells the members, in the letter that says why they were put together.
    Raises Refused when the people do not make a pair or circle of this program.
    """
    insist(may_begin([(e.program_id == program.pk, e.person_id, role) for e, role in members]))
    began = starts_on <= clock.today()
    mentorship = Mentorship.objects.create(
        program=program,
        state=MentorshipState.ACTIVE if began else MentorshipState.UPCOMING,
        title=title.strip()[:140],
        cadence_days=program.cadence_days,
        starts_on=starts_on,
        ends_on=program.ends_on if program.ends_on and program.ends_on >= starts_on else None,
    )
    Membership.objects.bulk_create(
        Membership(mentorship=mentorship, person_id=e.person_id, enrollment=e, role=role)
        for e, role in members
    )
    ReadMark.objects.bulk_create(ReadMark(mentorship=mentorship, person_id=e.person_id) for e, _ in members)
    audit.record(by=by, verb="mentorship begun", thing=mentorship, program_id=program.pk)
    return mentorship


@transaction.atomic
def start_due(*, by: Person | None = None) -> int:
    """Make upcoming mentorships active whose first day has come; the number of them."""
    due = Mentorship.objects.filter(state=MentorshipState.UPCOMING, starts_on__lte=clock.today())
    return due.update(state=MentorshipState.ACTIVE)
