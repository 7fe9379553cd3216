"""The people of a program: a table with filters, columns and saved views, bulk steps with undo, exports."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.pairing.actions import leave_program
from pairwell.programs import actions
from pairwell.programs.actions.table import (
    UNDO_HOURS,
    do_for_many,
    pause_many,
    undo_bulk,
)
from pairwell.programs.models import BulkStep, Enrollment, Program
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.queries.people_page import around
from pairwell.programs.queries.people_table import (
    COLUMNS,
    STATES,
    USUAL,
    Asked,
    Row,
    columns_of,
    extra_of,
    number_of,
    readable_questions,
    rows_of,
)
from pairwell.programs.queries.setup import pool_of
from pairwell.tables.workbook_writing import workbook
from pairwell.web.csv_files import csv_response
from pairwell.web.pages.manager.people_cells import Cells
from pairwell.web.pages.manager.people_filters import choices_of, drawn_boxes, names_to_choose, shortened
from pairwell.web.pages.manager.people_rows import drawn_rows
from pairwell.web.requests import SignedInRequest, typed_number

PER_PAGE = 50
MOST_AT_ONCE = 5000
STEPS = {
    "approve": ("Approve", "Each of them gets a letter and can be matched. When it is full they wait in line."),
    "decline": ("Decline", "Each of them gets a kind letter. You can approve them later."),
    "pause": ("Pause", "They stay in, and nobody new is matched with them. Mentorships under way go on."),
    "resume": ("Let go on", "They can be matched again."),
    "withdraw": (
        "Withdraw",
        "They are not matched any more, and open proposals are taken back. Mentorships under way go on.",
    ),
}  # fmt: skip
FILTERS = ("words", "role", "state", "department", "office")


def asked_in(source: QueryDict) -> Asked:
    """What the query string asks for."""
    chosen = tuple(name.replace("\0", "") for name in source.getlist("column") if name)
    said = {name: source.get(name, "").strip()[:200] for name in FILTERS}
    return Asked(**said, columns=chosen or USUAL)


def query_of(asked: Asked) -> str:
    """The query string of what is asked, without what is usual."""
    pairs = [(name, getattr(asked, name)) for name in FILTERS if getattr(asked, name)]
    if asked.columns != USUAL:
        pairs += [("column", name) for name in asked.columns]
    return urlencode(pairs)


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The table, fifty to a page."""
    program = program_for_manager(request.user, program_id)
    asked = asked_in(request.GET)
    pool = pool_of(program)
    shown_page = _page_of(program, asked, typed_number(request.GET.get("page")) or 1, pool.everybody)
    beside = around(program, request.user, since=clock.now() - timedelta(hours=UNDO_HOURS))
    with_answers = any(column.startswith("q:") for column in asked.columns)
    questions = readable_questions(program) if with_answers else []
    every = columns_of(beside.questions)
    shown = [(key, shortened(label)) for key, label in every if key in asked.columns]
    rows = list(shown_page)
    cells = Cells(program, questions, extra_of(rows, asked.columns), rows, asked.columns)
    query = query_of(asked)
    context = {
        "area": "manage",
        "tab": "people",
        "program": program,
        "page": shown_page,
        "columns": shown,
        "rows": drawn_rows(program, rows, shown, cells),
        "column_boxes": drawn_boxes(tuple(every), asked.columns),
        "state_options": choices_of(STATES, asked.state),
        "department_options": names_to_choose(beside.departments, asked.department),
        "office_options": names_to_choose(beside.offices, asked.office),
        "asked": asked,
        "base": f"{query}&" if query else "",
        "query": query,
        "views": beside.views,
        "undo": beside.undo,
        "steps": [(key, label) for key, (label, _) in STEPS.items()],
        "pool": pool,
    }
    return render(request, "manager/people.html", context)


def _page_of(program: Program, asked: Asked, number: int, everybody: int) -> "Page[Row]":
    """The page of the table with this number; the last one when it has fewer."""
    total = None if asked.is_filtered else everybody
    rows, found = rows_of(program, asked, most=PER_PAGE, skipped=(number - 1) * PER_PAGE, total=total)
    paginator: Paginator[Row] = Paginator((), PER_PAGE)
    paginator.count = found if rows or number == 1 else number_of(program, asked)
    if not rows and number > 1:
        number = paginator.num_pages
        skipped = (number - 1) * PER_PAGE
        rows, _ = rows_of(program, asked, most=PER_PAGE, skipped=skipped, total=paginator.count)
    return Page(rows, number, paginator)


def _back(program: Program, query: str) -> HttpResponse:
    where = reverse("manage_people", args=[program.pk])
    return redirect(f"{where}?{query}" if query else where)


@require_POST
def step(request: SignedInRequest, program_id: int) -> HttpResponse:
    """A step for those ticked, or for all that match: first what it will do, then, confirmed, the step."""
    program = program_for_manager(request.user, program_id)
    key, query = request.POST.get("step", ""), request.POST.get("query", "")[:1000]
    ids = _meant(request, program, query)
    rows = (
        list(Enrollment.objects.filter(program=program, pk__in=ids).select_related("person")) if ids else []
    )
    if key not in STEPS or not rows:
        messages.warning(request, "Tick at least one person first.")
        return _back(program, query)
    if not request.POST.get("confirmed"):
        return _preview(request, program, key, rows, query)
    done, left_out = do_for_many(
        by=request.user,
        program=program,
        step=key,
        enrollments=[row.pk for row in rows],
        do=lambda these: _do(request, program, key, these),
    )
    number = len(done.before)
    if number:
        messages.success(request, f"Done for {number} {'person' if number == 1 else 'people'}.")
    for sentence in left_out[:5]:
        messages.warning(request, sentence)
    if len(left_out) > 5:
        messages.warning(request, f"And {len(left_out) - 5} more were left out.")
    return _back(program, query)


def _preview(
    request: SignedInRequest, program: Program, key: str, rows: Sequence[Enrollment], query: str
) -> HttpResponse:
    label, effect = STEPS[key]
    context = {
        "area": "manage",
        "tab": "people",
        "program": program,
        "rows": rows[:100],
        "number": len(rows),
        "ids": ",".join(str(row.pk) for row in rows),
        "step": key,
        "label": label,
        "effect": effect,
        "query": query,
    }
    return render(request, "manager/people_step.html", context)


def _meant(request: SignedInRequest, program: Program, query: str) -> list[int]:
    if request.POST.get("all"):
        found, _ = rows_of(program, asked_in(QueryDict(query)), most=MOST_AT_ONCE, total=0)
        return [row.pk for row in found]
    said = [*request.POST.getlist("enrollment"), *request.POST.get("ids", "").split(",")]
    return [pk for pk in map(typed_number, said) if pk is not None][:MOST_AT_ONCE]


def _do(request: SignedInRequest, program: Program, key: str, rows: Sequence[Enrollment]) -> list[str]:
    """The step itself; returns why some were left out."""
    if key in ("approve", "decline"):
        verb = actions.approve if key == "approve" else actions.decline
        decided = verb(by=request.user, program=program, enrollments=[row.pk for row in rows])
        return [f"{row.person.full_name}: {why.message}" for row, why in decided.left_out]
    if key in ("pause", "resume"):
        return pause_many(by=request.user, rows=rows, on=key == "pause")
    left_out = []
    for row in rows:
        try:
            leave_program(by=request.user, enrollment=row)
        except Refused as refused:
            left_out.append(f"{row.person.full_name}: {refused}")
    return left_out


@require_POST
def undo(request: SignedInRequest, program_id: int, bulk_id: int) -> HttpResponse:
    """Put everybody back as they were before a step of mine."""
    program = program_for_manager(request.user, program_id)
    found = BulkStep.objects.filter(pk=bulk_id, program=program, by=request.user).first()
    if found is None:
        raise Http404
    try:
        done = undo_bulk(by=request.user, step=found)
    except Refused as refused:
        messages.error(request, str(refused))
        return _back(program, "")
    who = "1 person is" if done.changed == 1 else f"{done.changed} people are"
    messages.success(request, f"Undone: {who} as before. Letters that had not left were taken back.")
    for person, why in done.left_out[:5]:
        messages.warning(request, f"{person.full_name} {why.message}")
    return _back(program, "")


@require_GET
def export(request: SignedInRequest, program_id: int) -> HttpResponseBase:
    """The table as filtered, every column, as CSV or as a workbook; no formula runs."""
    program = program_for_manager(request.user, program_id)
    asked = asked_in(request.GET)
    questions = readable_questions(program)
    columns = [key for key, _ in COLUMNS] + [f"q:{question.key}" for question in questions]
    rows, _ = rows_of(program, asked, total=0)
    cells = Cells(program, questions, extra_of(rows, columns), rows, columns)
    head = [*HEAD, *(question.text for question in questions)]
    lines = (cells.line(row) for row in rows)
    name = f"people-of-program-{program.pk}"
    if request.GET.get("as") == "xlsx":
        return _workbook(name, head, lines)
    return csv_response(f"{name}.csv", head, lines)


HEAD = (
    "Name", "Email", "Title", "Department", "Office", "Role", "Mentee places", "Mentees", "Mentor places",
    "Mentors", "State", "Since", "People manager says", "Note",
)  # fmt: skip


def _workbook(name: str, head: Sequence[str], lines: Any) -> HttpResponse:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(workbook(head, lines), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
