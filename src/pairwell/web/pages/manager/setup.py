"""Setting a program up: sections saved one by one, a check list, a preview, and what happens when."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.library.queries import activities_by_key, course_choices
from pairwell.programs import actions
from pairwell.programs.models import Program
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.queries.joining import managers_of
from pairwell.programs.queries.setup import pool_of, preview_move, readiness_of
from pairwell.programs.queries.timeline import moves_of, timeline
from pairwell.programs.rules.moves import next_state, previous_state
from pairwell.programs.rules.setup import ReadinessItem
from pairwell.programs.states import Moment, ProgramState
from pairwell.programs.values import spec_of
from pairwell.web.pages.manager.setup_forms import SECTIONS, SectionForm, section_form
from pairwell.web.question_forms import QuestionsForm
from pairwell.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Every section; a POST saves the one it names and answers with that section alone to htmx."""
    program = program_for_manager(request.user, program_id)
    if request.method == "GET":
        return _page(request, program)
    key = request.POST.get("section", "")
    if key not in SECTIONS:
        raise Http404
    form = section_form(key, program, request.POST, _courses(key))
    if not form.is_valid():
        return _section(request, program, key, form, status=422)
    version, seen = form.cleaned_data["version"], form.cleaned_data["seen"]
    try:
        saved = actions.update_program(
            by=request.user, program=program, version=version, values=form.settings(), seen=seen
        )
    except actions.Outdated as outdated:
        return _both_texts(request, key, outdated)
    except Refused as refused:
        form.show(refused)
        return _section(request, program, key, form, status=422)
    if request.htmx:
        return _section(request, saved, key, section_form(key, saved, courses=_courses(key)), saved=True)
    messages.success(request, f"Saved: {form.title.lower()}.")
    return redirect(f"{reverse('manage_setup', args=[program.pk])}#{key}")


def _courses(key: str) -> list[tuple[str, str]]:
    """Training that mentors may be asked to finish; read for the section that offers it."""
    return course_choices("mentors") if key == "joining" else []


def _both_texts(request: SignedInRequest, key: str, outdated: actions.Outdated) -> HttpResponse:
    """409: mine stays in the fields, theirs is shown beside it; saving again overwrites knowingly."""
    theirs = outdated.program
    now = section_form(key, theirs).initial
    mine = request.POST.copy()
    mine["version"], mine["seen"] = str(theirs.version), str(now["seen"])
    again = section_form(key, theirs, mine, _courses(key))
    again.is_valid()
    differing = [
        (field.label, now[name])
        for name, field in again.fields.items()
        if name in again.names() and again.cleaned_data.get(name) != getattr(theirs, name)
    ]
    return _section(request, theirs, key, again, status=409, conflict=key, theirs=differing)


def _section(
    request: SignedInRequest, program: Program, key: str, form: SectionForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The section alone with what depends on it (htmx), or the whole page."""
    if not request.htmx:
        return _page(request, program, {key: form}, status=status, **more)
    context = {**_aside(program), "program": program, "key": key, "form": form, "is_part": True, **more}
    return render(request, "manager/setup_section.html", context, status=status)


def _page(
    request: SignedInRequest,
    program: Program,
    bound: dict[str, SectionForm] | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    forms = {
        key: (bound or {}).get(key) or section_form(key, program, courses=_courses(key)) for key in SECTIONS
    }
    context = {
        **_aside(program),
        "area": "manage",
        "tab": "setup",
        "program": program,
        "forms": forms,
        "wrong": next((form for form in (bound or {}).values() if form.errors), None),
        "questions": program.questions.annotate(answered=Count("answers")),
        "objectives": program.objectives.filter(is_dropped=False),
        "surveys": [(Moment(row["moment"]).label, row) for row in program.surveys],
        "managers": managers_of(program),
        "activities": activities_by_key(program.suggested_activities),
        **more,
    }
    return render(request, "manager/setup.html", context, status=status)


def _aside(program: Program) -> dict[str, Any]:
    """What stands beside the sections: check list, next move, what happens when."""
    pool = pool_of(program)
    on, back = next_state(program.state), previous_state(program.state)
    moves = moves_of(program)
    return {
        "readiness": [(item, _link(program, item)) for item in readiness_of(program)],
        "pool": pool,
        "next": preview_move(program, on, pool) if on else None,
        "back": preview_move(program, back, pool) if back else None,
        "states": _states(program),
        "moves": moves,
        "timeline": timeline(program, moves, clock.today()),
    }


def _link(program: Program, item: ReadinessItem) -> str:
    names = {"invite": "manage_invite", "match": "studio"}
    if item.section not in names:
        return f"#{item.section}"
    try:
        return reverse(names[item.section], args=[program.pk])
    except NoReverseMatch:
        return ""


def _states(program: Program) -> list[tuple[str, str]]:
    """Every state with where the program is: done, now or ahead."""
    order = [state for state in ProgramState if state != ProgramState.ARCHIVED]
    here = list(ProgramState).index(ProgramState(program.state))
    places = [(state, list(ProgramState).index(state)) for state in order]
    return [
        (str(state.label), "now" if at == here else "done" if at < here else "ahead") for state, at in places
    ]


@require_GET
def preview(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The program and its form as a participant will see them."""
    program = program_for_manager(request.user, program_id)
    context = {
        "area": "manage",
        "tab": "setup",
        "program": program,
        "managers": managers_of(program),
        "first_activities": activities_by_key(program.suggested_activities[:3]),
        "form": QuestionsForm([spec_of(question) for question in program.questions.all()]),
    }
    return render(request, "manager/preview.html", context)


@require_POST
def live_preview(request: SignedInRequest, program_id: int) -> HttpResponse:
    """What is being typed in a section, as a participant would see it; nothing is saved."""
    program = program_for_manager(request.user, program_id)
    key = request.POST.get("section", "")
    if key in SECTIONS:
        form = section_form(key, program, request.POST, _courses(key))
        form.is_valid()
        for name, value in form.settings().items():
            setattr(program, name, value)
    context = {"program": program, "managers": managers_of(program), "is_typing": True}
    return render(request, "manager/setup_preview.html", context)
