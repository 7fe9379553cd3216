"""Moving a program on: now, or at a time that is planned, changed and called off."""

from datetime import datetime, time

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pairwell.core.errors import Refused
from pairwell.programs import actions
from pairwell.programs.models import Program
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.queries.setup import pool_of, preview_ahead, preview_move
from pairwell.programs.queries.timeline import MoveAhead, moves_of
from pairwell.programs.rules.moves import moves_ahead, next_state, previous_state
from pairwell.programs.states import ProgramState
from pairwell.web.forms import StyledForm
from pairwell.web.question_forms import posted
from pairwell.web.requests import SignedInRequest


class PlanForm(StyledForm):
    """When a move is made by itself."""

    at = forms.DateTimeField(
        label="On which day, at what time",
        help_text="In your own time zone.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, program_id: int, to: str) -> HttpResponse:
    """What a move will do, and the button that does it."""
    program = program_for_manager(request.user, program_id)
    if to not in (next_state(program.state), previous_state(program.state)):
        messages.info(request, f"{program.name} is “{program.get_state_display().lower()}” already.")
        return redirect("manage_setup", program.pk)
    plan = preview_move(program, to, pool_of(program))
    if request.method == "POST":
        actions.move_program(by=request.user, program=program, to=to)
        messages.success(request, f"Done. {program.name} is now: {ProgramState(to).label.lower()}.")
        return redirect("manage_setup", program.pk)
    can_plan = to in moves_ahead(program.state)
    context = {"area": "manage", "tab": "setup", "program": program, "plan": plan, "can_plan": can_plan}
    return render(request, "manager/move.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, program_id: int, to: str) -> HttpResponse:
    """When a move ahead is made by itself: plan it, move it to another time, or call it off."""
    program = program_for_manager(request.user, program_id)
    ahead = next((one for one in moves_of(program) if one.to == to), None)
    if ahead is None:
        raise Http404
    if request.POST.get("cancel"):
        actions.cancel_planned_move(by=request.user, program=program, to=to)
        messages.success(request, f"Called off: {ahead.label.lower()}. You can still do it by hand.")
        return redirect("manage_setup", program.pk)
    form = PlanForm(posted(request), initial={"at": _suggested(ahead)})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.plan_move(by=request.user, program=program, to=to, at=form.cleaned_data["at"])
        except Refused as refused:
            form.show(refused)
        else:
            when = timezone.localtime(row.at)
            messages.success(request, f"Planned for {when:%d %B %Y, %H:%M}: {ahead.label.lower()}.")
            return redirect("manage_setup", program.pk)
    return _plan_page(request, program, ahead, form)


def _plan_page(request: SignedInRequest, program: Program, ahead: MoveAhead, form: PlanForm) -> HttpResponse:
    context = {
        "area": "manage",
        "tab": "setup",
        "program": program,
        "ahead": ahead,
        "effects": preview_ahead(program, ahead.to, pool_of(program)).effects,
        "form": form,
    }
    return render(request, "manager/plan_move.html", context, status=422 if form.errors else 200)


def _suggested(ahead: MoveAhead) -> datetime | None:
    if ahead.planned is not None:
        return timezone.localtime(ahead.planned.at)
    if ahead.usual is None:
        return None
    return timezone.make_aware(datetime.combine(ahead.usual, time(9)))
