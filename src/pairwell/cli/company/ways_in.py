"""The ways into the demo's programs: a waiting list, nominations, people managers' words, planned moves."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from pairwell.cli.company.dice import dice
from pairwell.cli.company.offers import Plan
from pairwell.people.models import Person
from pairwell.programs.models import Approval, Enrollment, Nomination, PlannedMove, Program
from pairwell.programs.states import ApprovalState, EnrollmentState, Gate, ProgramState, Side

REASONS = (
    "You ask the questions that others only think.",
    "You have led the last two projects without anybody asking you to.",
    "I would like you to have somebody to talk to besides me.",
)
COMMENTS = ("Gladly, from next month on.", "The timing is good.", "")
LINE = 3


def write_ways_in(plan: Plan, program: Program, places: Sequence[Enrollment], *, seed: int) -> None:
    """Only where people are still coming in."""
    if plan.state != ProgramState.ENROLLING:
        return
    _plan_moves(program)
    if plan.key == "women":
        _make_line(program, places)
        _ask_people_managers(places, seed)
        _nominate(program, places, seed)


def _plan_moves(program: Program) -> None:
    for to, day in (
        (ProgramState.MATCHING, program.enrollment_closes_on),
        (ProgramState.ACTIVE, program.starts_on),
    ):
        if day is not None:
            at = datetime.combine(day + timedelta(days=to == ProgramState.MATCHING), time(7), UTC)
            PlannedMove.objects.create(program=program, to=to, at=at)


def _make_line(program: Program, places: Sequence[Enrollment]) -> None:
    """The last mentees who came wait; the program has as many places as are taken."""
    inside = [row for row in places if row.as_mentee and row.state == EnrollmentState.APPROVED]
    for row in sorted(inside, key=lambda row: row.created_at)[-LINE:]:
        row.state, row.waiting_since, row.approved_at = EnrollmentState.WAITLISTED, row.created_at, None
        row.save(update_fields=["state", "waiting_since", "approved_at"])
    taken = sum(row.as_mentee and row.state == EnrollmentState.APPROVED for row in places)
    program.mentee_capacity = max(1, taken)
    program.save(update_fields=["mentee_capacity"])


def _ask_people_managers(places: Sequence[Enrollment], seed: int) -> None:
    chance = dice(seed, "approvals")
    waiting = [
        (row, row.person.manager)
        for row in places
        if row.state == EnrollmentState.APPLIED and row.person.manager is not None
    ]
    for number, (row, manager) in enumerate(waiting):
        answered = number % 3 == 0
        Approval.objects.create(
            enrollment=row,
            by=manager,
            state=ApprovalState.YES if answered else ApprovalState.ASKED,
            comment=chance.choice(COMMENTS) if answered else "",
            answered_at=row.created_at + timedelta(hours=30) if answered else None,
        )
        row.waits_for = Gate.DECISION if answered else Gate.PEOPLE_MANAGER
        row.save(update_fields=["waits_for"])


def _nominate(program: Program, places: Sequence[Enrollment], seed: int) -> None:
    """Some reports of those who take part themselves."""
    chance = dice(seed, "nominations")
    inside = {row.person_id for row in places}
    found = Person.objects.filter(manager__isnull=False, level__gte=3, is_active=True).exclude(pk__in=inside)
    people = list(found.select_related("manager").order_by("pk")[:200])
    first = program.enrollment_closes_on or program.starts_on
    if first is None:
        return
    for person in chance.sample(people, min(4, len(people))):
        Nomination.objects.create(
            program=program, person=person, by=person.manager, side=Side.MENTEE,
            because=chance.choice(REASONS), enrolls_on=first,
        )  # fmt: skip
