"""Setting programs up, the people in them, and the ways in."""

from collections.abc import Iterator

from pairwell.programs.models import Enrollment, Program
from tests.browser.demo_pages.asking import Row, row


def pages() -> Iterator[Row]:
    role = "Program manager"
    draft = Program.objects.filter(state="draft").order_by("pk")[0]
    enrolling = Program.objects.filter(state="enrolling").order_by("pk")[0]
    for name in ("run_again", "save_template", "new_objective"):
        yield row(role, name, name, draft.pk)
    yield row(role, "plan-move", "plan_move", draft.pk, "enrolling")
    yield row(role, "nominate", "nominate", enrolling.pk)
    somebody = Enrollment.objects.filter(program=enrolling).order_by("pk")[0]
    yield row(role, "person-of-program", "manage_person", enrolling.pk, somebody.pk)
    yield row("People manager", "my-team", "my_team")
    yield row("Mentee", "enter-code", "enter_code")
