"""Mentorships and what happens in them, for tests: made through the room's own verbs where there are any."""

from datetime import datetime, timedelta
from typing import Any

from pairwell.core import clock
from pairwell.library.models import Activity, ActivityStep
from pairwell.mentorships.actions import begin_mentorship
from pairwell.mentorships.models import (
    Agreement,
    Attendance,
    Conversation,
    Goal,
    Mentorship,
    Message,
    Note,
    Reflection,
    Session,
)
from pairwell.mentorships.states import MemberRole, SessionState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import ProgramState
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program


def make_mentorship(
    mentor: Person | None = None,
    *mentees: Person,
    program: Program | None = None,
    days_ago: int = 10,
    **fields: Any,
) -> Mentorship:
    """A running pair (a circle with several mentees), places held; began `days_ago` days ago."""
    program = program or make_program(state=ProgramState.ACTIVE)
    mentees = mentees or (make_person(),)
    leader = place(program, mentor or make_person(), "mentor")
    others = [place(program, person, "mentee") for person in mentees]
    members = [(leader, MemberRole.MENTOR), *((e, MemberRole.MENTEE) for e in others)]
    starts = clock.today() - timedelta(days=days_ago)
    mentorship = begin_mentorship(by=None, program=program, members=members, starts_on=starts)
    for name, value in fields.items():
        setattr(mentorship, name, value)
    mentorship.save()
    return mentorship


def make_peers(*people: Person, program: Program | None = None) -> Mentorship:
    """Peers, all on the mentee's side."""
    program = program or make_program(state=ProgramState.ACTIVE, format="peer")
    members = [(place(program, person, "mentee"), MemberRole.PEER) for person in people]
    return begin_mentorship(by=None, program=program, members=members, starts_on=clock.today())


def place(program: Program, person: Person, role: str) -> Enrollment:
    """An enrollment whose places are held, as an accepted proposal leaves it."""
    found = Enrollment.objects.filter(program=program, person=person).first()
    if found is None:
        found = make_enrollment(program, person, role=role)
    if role == "mentor":
        found.mentees_held += 1
        found.mentee_places = max(found.mentee_places, found.mentees_held)
    else:
        found.mentors_held += 1
        found.mentor_places = max(found.mentor_places, found.mentors_held)
    found.save()
    return found


def make_session(mentorship: Mentorship, at: datetime | None = None, **fields: Any) -> Session:
    """A planned session tomorrow, or as told; a held one has everybody there."""
    values = {"title": "Session", "minutes": 60, "starts_at": at or clock.now() + timedelta(days=1), **fields}
    session = Session.objects.create(mentorship=mentorship, **values)
    if session.state == SessionState.HELD:
        people = [m.person for m in mentorship.memberships.all()]
        Attendance.objects.bulk_create(Attendance(session=session, person=p, was_there=True) for p in people)
    return session


def held(mentorship: Mentorship, *, days_ago: int, **fields: Any) -> Session:
    """A session that took place so many days ago."""
    at = clock.now() - timedelta(days=days_ago)
    return make_session(mentorship, at, state=SessionState.HELD, **fields)


def make_goal(mentorship: Mentorship, owner: Person, **fields: Any) -> Goal:
    """An open goal."""
    return Goal.objects.create(mentorship=mentorship, owner=owner, **{"title": "Lead a meeting", **fields})


def make_message(mentorship: Mentorship, author: Person, text: str = "Hello") -> Message:
    """A message that nobody was told about."""
    key = f"{mentorship.pk}-{Message.objects.count()}"
    row, _ = Conversation.objects.get_or_create(mentorship=mentorship)
    row.version += 1
    row.save()
    return Message.objects.create(
        mentorship=mentorship, author=author, text=text, idempotency_key=key, version=row.version
    )


def make_note(mentorship: Mentorship, author: Person, text: str = "A note", *, shared: bool = False) -> Note:
    """A note."""
    return Note.objects.create(mentorship=mentorship, author=author, text=text, is_shared=shared)


def make_reflection(session: Session, author: Person, useful: int = 4, **fields: Any) -> Reflection:
    """What somebody said after a session."""
    return Reflection.objects.create(
        session=session, mentorship_id=session.mentorship_id, author=author, useful=useful, **fields
    )


def make_activity(key: str = "first-hello", *steps: tuple[str, int], **fields: Any) -> Activity:
    """An activity with its steps: (title, minutes)."""
    values = {"title": "First hello", "purpose": "connect", "stage": "beginning", "summary": "Meet", **fields}
    activity = Activity.objects.create(key=key, **values)
    for position, (title, minutes) in enumerate(steps or (("Say hello", 10), ("Ask three questions", 20))):
        ActivityStep.objects.create(activity=activity, position=position, title=title, minutes=minutes)
    return activity


def agreed(mentorship: Mentorship) -> Mentorship:
    """The same mentorship with an agreement that everybody has agreed to."""
    Agreement.objects.create(mentorship=mentorship, body={"goals": "Lead"}, agreed_at=clock.now())
    return mentorship
