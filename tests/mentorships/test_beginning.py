"""A mentorship begins."""

from datetime import timedelta

import pytest

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships.actions import begin_mentorship, start_due
from pairwell.mentorships.states import MemberRole, MentorshipState
from pairwell.people.models import Person
from tests.factories.mentorships import make_mentorship
from tests.factories.programs import make_enrollment, make_program


def test_a_pair_begins_active_with_the_rhythm_of_its_program(ada: Person, ben: Person) -> None:
    program = make_program(cadence_days=21)
    members = [
        (make_enrollment(program, ada, role="mentor"), MemberRole.MENTOR),
        (make_enrollment(program, ben, role="mentee"), MemberRole.MENTEE),
    ]
    made = begin_mentorship(by=ada, program=program, members=members, starts_on=clock.today())
    assert (made.state, made.cadence_days, made.ends_on) == ("active", 21, program.ends_on)
    assert {(m.person, m.role) for m in made.memberships.all()} == {(ada, "mentor"), (ben, "mentee")}


def test_a_start_in_the_future_is_upcoming_until_its_day(ada: Person, ben: Person) -> None:
    made = make_mentorship(ada, ben, days_ago=-3)
    assert made.state == MentorshipState.UPCOMING
    assert start_due() == 0
    made.starts_on = clock.today() - timedelta(days=1)
    made.save()
    assert start_due() == 1
    made.refresh_from_db()
    assert made.state == MentorshipState.ACTIVE


def test_people_of_another_program_are_refused(ada: Person, ben: Person) -> None:
    program, other = make_program(), make_program()
    members = [
        (make_enrollment(program, ada, role="mentor"), MemberRole.MENTOR),
        (make_enrollment(other, ben, role="mentee"), MemberRole.MENTEE),
    ]
    with pytest.raises(Refused, match="enrolled in its program"):
        begin_mentorship(by=None, program=program, members=members, starts_on=clock.today())


@pytest.mark.parametrize("roles", [["mentor"], ["mentor", "mentor"], ["mentee", "peer"]])
def test_roles_that_make_no_pair_are_refused(db: None, roles: list[str]) -> None:
    program = make_program()
    members = [(make_enrollment(program, role="both"), MemberRole(role)) for role in roles]
    with pytest.raises(Refused):
        begin_mentorship(by=None, program=program, members=members, starts_on=clock.today())
