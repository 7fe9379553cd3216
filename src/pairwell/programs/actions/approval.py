"""What people managers say about their reports' applications."""

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.programs.actions.desk import Desk, tell
from pairwell.programs.models import Approval, Enrollment, Program
from pairwell.programs.states import ApprovalState, EnrollmentState, Gate

COMMENT_LIMIT = 1000


@transaction.atomic
def answer_approval(*, by: Person, approval: Approval, yes: bool, comment: str = "") -> Enrollment:
    """Say yes, or not now, with a comment that the program manager reads. Once; Refused afterwards.

    Yes lets the application go on; not now leaves it to the program manager.
    """
    comment = comment.strip()
    if "\x00" in comment or len(comment) > COMMENT_LIMIT:
        raise Refused.because("too_long", f"At most {COMMENT_LIMIT:,} plain characters.", "comment")
    program = Program.objects.select_for_update().get(pk=approval.enrollment.program_id)
    row = (
        Enrollment.objects.select_for_update(of=("self",))
        .select_related("person", "program")
        .get(pk=approval.enrollment_id)
    )
    locked = Approval.objects.select_for_update().get(pk=approval.pk)
    if locked.state != ApprovalState.ASKED:
        raise Refused.because("answered", "This has been answered already.")
    locked.state = ApprovalState.YES if yes else ApprovalState.NO
    locked.comment, locked.answered_at = comment, clock.now()
    locked.save(update_fields=["state", "comment", "answered_at"])
    verb = "approved by the people manager" if yes else "not now, says the people manager"
    audit.record(by=by, verb=verb, thing=row, program_id=program.pk)
    if row.state == EnrollmentState.APPLIED and row.waits_for == Gate.PEOPLE_MANAGER:
        desk = Desk.open(program, [row.person_id])
        desk.receive(row, decided=False, approval=locked.state)
        row.save(update_fields=["state", "waits_for", "approved_at", "waiting_since"])
        tell([row], program)
    return row
