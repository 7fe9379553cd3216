"""The people of a program: a table with search, bulk steps and export."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.actions import leave_program
from pairwell.programs import actions
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.queries.programs import enrollments, shown_state
from pairwell.programs.queries.setup import pool_of
from pairwell.programs.states import EnrollmentState
from pairwell.web.csv_files import csv_response
from pairwell.web.requests import SignedInRequest

PER_PAGE = 50
STATES = [
    ("applied", "Waiting for approval"),
    ("free", "Enrolled, no match yet"),
    ("matched", "Matched"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
]
STEPS = {
    "approve": ("Approve", "Each of them gets a letter and can be matched."),
    "decline": ("Decline", "Each of them gets a kind letter. You can approve them later."),
    "withdraw": (
        "Withdraw",
        "They are not matched any more, and open proposals are taken back. Mentorships under way go on.",
    ),
}


def _asked(request: SignedInRequest) -> dict[str, str]:
    return {key: request.GET.get(key, "").strip() for key in ("words", "role", "state")}


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The table, fifty to a page."""
    program = program_for_manager(request.user, program_id)
    asked = _asked(request)
    page_of = Paginator(enrollments(program, **asked), PER_PAGE).get_page(request.GET.get("page"))
    query = urlencode({key: value for key, value in asked.items() if value})
    context = {
        "area": "manage",
        "tab": "people",
        "program": program,
        "page": page_of,
        "rows": [(row, *shown_state(row)) for row in page_of],
        "asked": asked,
        "is_filtered": any(asked.values()),
        "base": f"{query}&" if query else "",
        "query": query,
        "states": STATES,
        "pool": pool_of(program),
    }
    return render(request, "manager/people.html", context)


@require_POST
def step(request: SignedInRequest, program_id: int) -> HttpResponse:
    """A step for those ticked: first what it will do, then, confirmed, the step itself."""
    program = program_for_manager(request.user, program_id)
    key = request.POST.get("step", "")
    ids = [int(pk) for pk in request.POST.getlist("enrollment") if pk.isascii() and pk.isdigit()][:1000]
    rows = list(enrollments(program).filter(pk__in=ids)) if ids else []
    if key not in STEPS or not rows:
        messages.warning(request, "Tick at least one person first.")
        return redirect("manage_people", program.pk)
    if not request.POST.get("confirmed"):
        label, effect = STEPS[key]
        context = {"area": "manage", "tab": "people", "program": program, "rows": rows}
        return render(
            request, "manager/people_step.html", {**context, "step": key, "label": label, "effect": effect}
        )
    done, left_out = _DO[key](request, program, rows)
    if done:
        messages.success(request, f"Done for {done} {'person' if done == 1 else 'people'}.")
    for sentence in left_out[:5]:
        messages.warning(request, sentence)
    return redirect("manage_people", program.pk)


Step = Callable[[SignedInRequest, Program, list[Enrollment]], tuple[int, list[str]]]


def _approve(request: SignedInRequest, program: Program, rows: list[Enrollment]) -> tuple[int, list[str]]:
    return _said(actions.approve(by=request.user, program=program, enrollments=[row.pk for row in rows]))


def _decline(request: SignedInRequest, program: Program, rows: list[Enrollment]) -> tuple[int, list[str]]:
    return _said(actions.decline(by=request.user, program=program, enrollments=[row.pk for row in rows]))


def _said(decided: actions.Decided) -> tuple[int, list[str]]:
    left_out = [f"{row.person.full_name}: {why.message}" for row, why in decided.left_out]
    return len(decided.changed), left_out


def _withdraw(request: SignedInRequest, program: Program, rows: list[Enrollment]) -> tuple[int, list[str]]:
    done, left_out = 0, []
    for row in rows:
        try:
            leave_program(by=request.user, enrollment=row)
            done += 1
        except Refused as refused:
            left_out.append(f"{row.person.full_name}: {refused}")
    return done, left_out


_DO: dict[str, Step] = {"approve": _approve, "decline": _decline, "withdraw": _withdraw}


@require_GET
def export(request: SignedInRequest, program_id: int) -> StreamingHttpResponse:
    """The table as CSV, as filtered; formulas are defused."""
    program = program_for_manager(request.user, program_id)
    head = [
        "Name",
        "Email",
        "Title",
        "Department",
        "Office",
        "Role",
        "Mentee places",
        "Mentees",
        "Mentor places",
    ]
    rows = (_cells(row) for row in enrollments(program, **_asked(request)).iterator(chunk_size=500))
    return csv_response(f"people-of-program-{program.pk}.csv", [*head, "Mentors", "State", "Note"], rows)


def _cells(row: Enrollment) -> list[object]:
    person = row.person
    role = "both" if row.as_mentor and row.as_mentee else "mentor" if row.as_mentor else "mentee"
    state = EnrollmentState(row.state).label
    places = [row.mentee_places, row.mentees_held, row.mentor_places, row.mentors_held]
    return [
        person.full_name, person.email, person.title, person.department, person.office, role, *places,
        state, row.note,
    ]  # fmt: skip
