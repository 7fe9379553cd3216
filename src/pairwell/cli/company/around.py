"""What a program holds and says around its mentorships: events, an announcement, reading, its own words."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from pairwell.cli.company.cast import part
from pairwell.cli.company.dice import dice
from pairwell.library.models import Resource
from pairwell.library.states import Audience, ResourceKind
from pairwell.mentorships.models import Message, MessageReport
from pairwell.mentorships.states import ReportReason
from pairwell.people.models import Person
from pairwell.programs.models import (
    Announcement,
    AnnouncementCopy,
    Enrollment,
    EventSeat,
    LetterWords,
    Program,
    ProgramEvent,
)
from pairwell.programs.states import EnrollmentState, EventAudience, LetterMoment, SeatState

SUPPER, WORKSHOP = "Evening for mentors", "Workshop: questions that open doors"
EVENTS = (
    ("pipeline", -95, SUPPER, EventAudience.MENTORS, 90, None, "What a mentor is and is not; bring one question."),
    ("pipeline", 9, WORKSHOP, EventAudience.EVERYBODY, 120, 24,
     "Two hours in threes: one tells, one asks, one listens.\n\n- bring something you are in the middle of\n"
     "- no slides"),
    ("circles", 16, "All circles meet", EventAudience.EVERYBODY, 60, 40, "Each circle tells one thing it learned."),
)  # fmt: skip
PLACE = "Online, the link comes with the invitation"
HALFTIME = (
    "Halfway: thank you",
    "You are in the **fourth month**. Most pairs have met six times by now.\n\nIf yours has not: one message "
    "is enough to begin again, and nobody keeps count. If it does not fit, tell me; finding somebody else is "
    "part of the program.",
)
READING = (
    ("What to talk about when there is nothing to talk about", Audience.EVERYBODY,
     "Ten openings for a session without an agenda.",
     "1. What took more strength than it should have this week?\n2. What would you do if you could not fail?\n"
     "3. Who should know what you are working on, and does not?\n4. What did you say yes to too quickly?\n"
     "5. What are you proud of that nobody saw?"),
    ("For mentors: the first ten minutes", Audience.MENTORS,
     "How to begin so that the other one talks.",
     "Say how long you have, ask what would make the time worth it, and then **wait**. Silence is not a gap to "
     "be filled: it is the other one thinking."),
)  # fmt: skip
MATCHED = {
    "subject": "{program}: somebody for you",
    "greeting": "Good news, {first_name}",
    "text": "We looked at every possible pair in {program}, and think that this one fits you best. Have a look "
    "at why, and tell us whether you agree.",
    "button": "See your match",
}


def write_around(programs: Mapping[str, Program], seed: int, now: datetime) -> None:
    """Everything here is looked at rather than counted: no figure of a program depends on it."""
    manager = Person.objects.get(email=part("manager").email)
    for key, day, title, audience, minutes, seats, text in EVENTS:
        at = datetime.combine(now.date() + timedelta(days=day), time(15), UTC)
        event = ProgramEvent.objects.create(
            program=programs[key], title=title, text=text, starts_at=at, minutes=minutes, place=PLACE,
            seats=seats, audience=audience, invited_at=at - timedelta(days=20), created_by=manager,
        )  # fmt: skip
        _seat(event, seed, now)
    _announce(programs["pipeline"], manager, seed, now)
    for title, readers, summary, text in READING:
        Resource.objects.create(
            kind=ResourceKind.TEXT,
            title=title,
            summary=summary,
            text=text,
            audience=readers,
            added_by=manager,
        )
    LetterWords.objects.create(
        program=programs["women"], moment=LetterMoment.PROPOSAL, language="en", changed_by=manager, **MATCHED
    )
    _report(programs["pipeline"])


def _people(program: Program) -> list[Enrollment]:
    inside = Enrollment.objects.filter(program=program, state=EnrollmentState.APPROVED)
    return list(inside.select_related("person").order_by("pk"))


def _seat(event: ProgramEvent, seed: int, now: datetime) -> None:
    """Some come; when there are fewer seats than that, the last few stand in line."""
    chance = dice(seed, "event", event.title)
    asked = [e for e in _people(event.program) if event.audience != EventAudience.MENTORS or e.as_mentor]
    coming = [e for e in asked if chance.random() < 0.45]
    begin = event.starts_at - timedelta(days=19)
    rows = []
    for number, enrollment in enumerate(coming):
        free = event.seats is None or number < event.seats
        rows.append(
            EventSeat(
                event=event, person=enrollment.person, since=begin + timedelta(hours=3 * number),
                state=SeatState.GOING if free else SeatState.WAITING,
                was_there=chance.random() < 0.9 if event.starts_at < now else None,
            )
        )  # fmt: skip
    EventSeat.objects.bulk_create(rows)


def _announce(program: Program, manager: Person, seed: int, now: datetime) -> None:
    subject, text = HALFTIME
    people = _people(program)
    at = now - timedelta(days=3)
    said = Announcement.objects.create(
        program=program,
        subject=subject,
        text=text,
        send_at=at,
        sent_at=at,
        sent_to=len(people),
        created_by=manager,
    )
    chance = dice(seed, "announcement")
    AnnouncementCopy.objects.bulk_create(
        AnnouncementCopy(
            announcement=said, person=one.person,
            read_at=at + timedelta(hours=chance.randint(1, 60)) if chance.random() < 0.7 else None,
        )
        for one in people
    )  # fmt: skip


def _report(program: Program) -> None:
    """One message that a member reported; nobody of the cast is in that mentorship."""
    cast = [part(key).email for key in ("mentor", "mentee", "people_manager")]
    found = Message.objects.filter(mentorship__program=program).exclude(
        mentorship__memberships__person__email__in=cast
    )
    message = found.select_related("author").order_by("-pk").first()
    if message is None:
        return
    other = message.mentorship.memberships.exclude(person=message.author).order_by("pk")[0]
    MessageReport.objects.create(
        mentorship=message.mentorship, message=message, reported_by=other.person, author=message.author,
        text=message.text, written_at=message.sent_at, reason=ReportReason.SECRET,
        note="This names somebody of my team. I would rather it were not written down.",
    )  # fmt: skip
