"""Events of a program: plan, invite, change, call off, who comes and who came."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.programs.actions import events as actions
from pairwell.programs.models import Program, ProgramEvent
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.queries.announcements import audience_of
from pairwell.programs.queries.events import event_for_manager, events_of, seats_of
from pairwell.programs.states import EventAudience, SeatState
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest

AT_ONCE = 60


class EventForm(StyledForm):
    """What, when, where, for whom."""

    title = forms.CharField(max_length=140, label="What is it?")
    starts_at = forms.DateTimeField(
        label="When?",
        help_text="In your own time zone; everybody sees their own.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = forms.IntegerField(min_value=5, max_value=1440, initial=60, label="How many minutes?")
    place = forms.CharField(
        max_length=300, required=False, label="Where?", help_text="A room, or the address of a video call."
    )
    seats = forms.IntegerField(
        min_value=1, max_value=100_000, required=False, label="How many seats?",
        help_text="Leave it empty for as many as come. Beyond it there is a line that moves by itself.",
    )  # fmt: skip
    audience = forms.ChoiceField(choices=EventAudience.choices, label="For whom?")
    text = forms.CharField(
        max_length=4000, required=False, label="What should they know?", help_text="Markdown works.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """All events, and a form for another one."""
    program = program_for_manager(request.user, program_id)
    form = EventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_event(
                by=request.user, program=program, plan=actions.Plan(**form.cleaned_data)
            )
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Planned. Nobody knows of it yet: invite them when you are ready.")
            return redirect("manage_event", made.pk)
    context = _frame(program) | {"form": form, "events": events_of(program)[:AT_ONCE], "now": clock.now()}
    return render(request, "manager/events.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def one(request: SignedInRequest, event_id: int) -> HttpResponse:
    """One event: change it, invite, see who comes, say who came, call it off."""
    event = event_for_manager(request.user, event_id)
    step = request.POST.get("step", "")
    if request.method == "POST" and step != "change":
        _take(request, event, step)
        return redirect("manage_event", event.pk)
    start = {name: getattr(event, name) for name in EventForm.base_fields}
    form = EventForm(request.POST if step == "change" else None, initial=start)
    del form.fields["audience"]
    if step == "change" and form.is_valid():
        plan = actions.Plan(**form.cleaned_data, audience=event.audience)
        try:
            actions.change_event(by=request.user, event=event, plan=plan)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Changed. Who has a seat is told when it moves in their calendar.")
            return redirect("manage_event", event.pk)
    seats = list(seats_of(event))
    context = _frame(event.program) | {
        "event": event,
        "form": form,
        "going": [seat for seat in seats if seat.state == SeatState.GOING],
        "line": [seat for seat in seats if seat.state == SeatState.WAITING],
        "has_begun": event.starts_at <= clock.now(),
        "guests": audience_of(event.program, event.audience).count(),
    }
    return render(request, "manager/event.html", context, status=422 if form.errors else 200)


def _take(request: SignedInRequest, event: ProgramEvent, step: str) -> None:
    try:
        if step == "invite":
            count = actions.invite_to_event(by=request.user, event=event)
            messages.success(request, f"{count} {'letter is' if count == 1 else 'letters are'} on the way.")
        elif step == "cancel":
            actions.cancel_event(by=request.user, event=event)
            messages.success(request, "Called off. It leaves every calendar it was in.")
        elif step == "came":
            given = request.POST.getlist("came")
            people = [int(key) for key in given if key.isdecimal() and len(key) < 19]
            count = actions.note_who_came(by=request.user, event=event, people=people)
            messages.success(request, f"Noted: {count} came.")
    except Refused as refused:
        messages.error(request, str(refused))


def _frame(program: Program) -> dict[str, Any]:
    return {"area": "manage", "program": program, "tab": "events"}
