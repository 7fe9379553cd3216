"""Reads of the waiting list, of training that is left, and of places left."""

from collections.abc import Collection

from django.db.models import Count, Q

from pairwell.library.queries import completed_by, course_choices
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.rules.gates import InLine, Room, places_in_line
from pairwell.programs.states import EnrollmentState


def room_of(program: Program) -> Room:
    """Places left on each side: one query, none for a program without a capacity."""
    if program.mentor_capacity is None and program.mentee_capacity is None:
        return Room()
    inside = Enrollment.objects.filter(program=program, state=EnrollmentState.APPROVED).aggregate(
        mentors=Count("id", filter=Q(as_mentor=True)), mentees=Count("id", filter=Q(as_mentee=True))
    )
    return Room(
        None if program.mentor_capacity is None else max(0, program.mentor_capacity - inside["mentors"]),
        None if program.mentee_capacity is None else max(0, program.mentee_capacity - inside["mentees"]),
    )


def line_of(program: Program) -> list[InLine]:
    """Everybody on the waiting list, who came first first: one query."""
    rows = Enrollment.objects.filter(program=program, state=EnrollmentState.WAITLISTED)
    ordered = rows.order_by("waiting_since", "id").values_list("id", "as_mentor", "as_mentee")
    return [InLine(*row) for row in ordered]


def place_in_line(enrollment: Enrollment) -> int | None:
    """Somebody's place on the waiting list, 1 for the next; None when they do not wait."""
    if enrollment.state != EnrollmentState.WAITLISTED:
        return None
    return places_in_line(line_of(enrollment.program)).get(enrollment.pk)


def untrained(program: Program, people: Collection[int]) -> frozenset[int]:
    """Those of these people who have not finished the mentors' training: one query for each course."""
    left: set[int] = set()
    for course in program.mentor_training:
        left |= set(people) - completed_by(people, course)
    return frozenset(left)


def training_of(program: Program, person_id: int) -> list[tuple[str, str, bool]]:
    """(key, title, whether it is done) of the training mentors finish first."""
    if not program.mentor_training:
        return []
    titles = dict(course_choices())
    return [
        (key, titles.get(key, key), bool(completed_by([person_id], key))) for key in program.mentor_training
    ]
