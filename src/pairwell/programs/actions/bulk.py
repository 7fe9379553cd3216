"""Enrolling many at once, from lines a manager pasted or a file."""

from dataclasses import dataclass

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.messaging.actions import send_letters
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.actions.desk import Desk, tell
from pairwell.programs.actions.enroll import Application, write_enrollment
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.queries.bulk import BulkLine, BulkPlan, plan_bulk
from pairwell.programs.states import EnrollmentState


@dataclass(frozen=True)
class BulkDone:
    """What became of it: who is in, and the lines that were left out."""

    enrolled: int
    plan: BulkPlan


@transaction.atomic
def enroll_many(*, by: Person, program: Program, text: str, all_or_nothing: bool) -> BulkDone:
    """Enroll everybody on the good lines (see queries.plan_bulk for the shape of a line).

    all_or_nothing: enroll nobody while one line is wrong; Refused then says how many are.
    """
    locked = Program.objects.select_for_update().get(pk=program.pk)
    plan = plan_bulk(locked, text)
    if plan.problems and all_or_nothing:
        bad = len(plan.problems)
        said = f"{bad} lines can not be used, so nobody was enrolled. Mend them, or leave them out."
        raise Refused.because("bad_lines", said, "text")
    if not plan.good:
        raise Refused.because("nothing", "There is nobody to enroll on these lines.", "text")
    ids = [line.person.pk for line in plan.good]
    rows = Enrollment.objects.select_for_update().filter(program=locked, person__in=ids)
    present = {row.person_id: row for row in rows}
    desk = Desk.open(locked, ids)
    made = [_enrolled(desk, by, line, present.get(line.person.pk)) for line in plan.good]
    inside = [row for row in made if row.state == EnrollmentState.APPROVED]
    send_letters([letters.enrolled_by_manager(row, locked, row.person) for row in inside])
    tell([row for row in made if row.state != EnrollmentState.APPROVED], locked)
    details = {"people": len(made), "left_out": len(plan.problems)}
    audit.record(by=by, verb="people enrolled in bulk", thing=locked, program_id=locked.pk, details=details)
    return BulkDone(len(made), plan)


def _enrolled(desk: Desk, by: Person, line: BulkLine, present: Enrollment | None) -> Enrollment:
    """One line's person: in, in line when the program is full, or with training to finish first."""
    made = write_enrollment(
        desk.program,
        line.person,
        Application(wanted=line.wanted),
        state=EnrollmentState.APPLIED,
        enrolled_by=by,
        present=present,
    )
    desk.receive(made, decided=True)
    made.save(update_fields=["state", "waits_for", "approved_at", "waiting_since"])
    return made
