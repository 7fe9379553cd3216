"""Programs, questions and enrollments for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from pairwell.core.clock import now, today
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Grant, Invitation, Policy, Program, Question
from pairwell.programs.states import EnrollmentState, ProgramRole, ProgramState
from tests.factories.people import make_person

_numbers = count(1)


def make_program(name: str = "", *, managed_by: Person | None = None, **fields: Any) -> Program:
    """A program that is enrolling, open, with dates around today; `managed_by` grants the manager."""
    start = today()
    program = Program.objects.create(
        **{
            "name": name or f"Program {next(_numbers)}",
            "aim": "Grow together",
            "expectations": "An hour every two weeks",
            "state": ProgramState.ENROLLING,
            "enrollment_opens_on": start - timedelta(days=7),
            "enrollment_closes_on": start + timedelta(days=14),
            "starts_on": start + timedelta(days=28),
            "ends_on": start + timedelta(days=210),
            **fields,
        }
    )
    if managed_by is not None:
        grant(program, managed_by)
    return program


def grant(program: Program, person: Person, role: str = ProgramRole.MANAGER) -> Grant:
    """Give somebody a role in the program."""
    return Grant.objects.create(program=program, person=person, role=role)


def make_question(program: Program, key: str = "", *, kind: str = "text", **fields: Any) -> Question:
    """A question of the program's form."""
    number = next(_numbers)
    return Question.objects.create(
        program=program,
        key=key or f"question-{number}",
        **{"text": f"Question {number}?", "kind": kind, "position": number, **fields},
    )


def make_enrollment(
    program: Program, person: Person | None = None, *, role: str = "mentee", **fields: Any
) -> Enrollment:
    """An approved place: role is mentor, mentee or both; one place on each side unless told."""
    as_mentor, as_mentee = role in ("mentor", "both"), role in ("mentee", "both")
    return Enrollment.objects.create(
        program=program,
        person=person or make_person(),
        **{
            "state": EnrollmentState.APPROVED,
            "as_mentor": as_mentor,
            "as_mentee": as_mentee,
            "mentee_places": int(as_mentor),
            "mentor_places": int(as_mentee),
            "waiting_since": now() if fields.get("state") == EnrollmentState.WAITLISTED else None,
            **fields,
        },
    )


def make_policy(program: Program, body: dict[str, Any] | None = None) -> Policy:
    """The first version of what a good match is."""
    return Policy.objects.create(program=program, version=1, body=body or {"format": program.format})


def make_invitation(program: Program, person: Person, side: str = "") -> Invitation:
    """An invitation to the program."""
    return Invitation.objects.create(program=program, person=person, side=side)
