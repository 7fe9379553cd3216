"""One program: what it is, what it asks, who runs it, my place in it; and leaving it."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.library.queries import activities_by_key
from pairwell.pairing.actions import leave_program
from pairwell.programs import actions
from pairwell.programs.permissions import own_enrollment, own_nomination, program_for_participant
from pairwell.programs.queries.events import coming_events
from pairwell.programs.queries.joining import draft_of, is_invited, managers_of, nomination_of
from pairwell.programs.queries.programs import shown_state
from pairwell.programs.queries.waiting import place_in_line, training_of
from pairwell.programs.rules.joining import may_enroll
from pairwell.programs.states import EnrollmentState
from pairwell.programs.values import offer_of
from pairwell.web.pages.participant.say_links import say_context
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The program as a participant sees it."""
    program = program_for_participant(request.user, program_id)
    enrollment = own_enrollment(request.user, program)
    is_mentor = enrollment is not None and enrollment.as_mentor
    context = {
        "area": "programs",
        "program": program,
        "enrollment": enrollment,
        "nomination": nomination_of(request.user, program),
        "place": place_in_line(enrollment) if enrollment else None,
        "training": training_of(program, request.user.pk) if is_mentor else [],
        "objectives": program.objectives.filter(is_dropped=False),
        "need_names": {need["key"]: need["label"] for need in program.needs},
        "is_in": enrollment is not None and enrollment.state != EnrollmentState.DECLINED,
        "shown_state": shown_state(enrollment) if enrollment else None,
        "why_not": may_enroll(
            offer=offer_of(program),
            invited=is_invited(request.user, program),
            now_in=enrollment.state if enrollment else None,
            today=clock.today(),
        ),
        "draft": draft_of(request.user, program),
        "managers": managers_of(program),
        "events": coming_events(request.user, program) if enrollment else [],
        "first_activities": activities_by_key(program.suggested_activities[:3]),
        **say_context(request.user, program, enrollment),
    }
    return render(request, "participant/program.html", context)


@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Leave a program, after reading what that undoes."""
    program = program_for_participant(request.user, program_id)
    enrollment = own_enrollment(request.user, program)
    if enrollment is None or enrollment.state == EnrollmentState.DECLINED:
        raise Http404
    if request.method == "POST":
        leave_program(by=request.user, enrollment=enrollment)
        messages.success(request, f"You have left {program.name}. Thank you for having been part of it.")
        return redirect("programs")
    context = {"area": "programs", "program": program, "enrollment": enrollment}
    return render(request, "participant/leave.html", context)


@require_POST
def pause(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Pause me, until a day or until I say; or go on again."""
    program = program_for_participant(request.user, program_id)
    enrollment = own_enrollment(request.user, program)
    if enrollment is None:
        raise Http404
    if request.POST.get("go") == "on":
        actions.resume_enrollment(by=request.user, enrollment=enrollment)
        messages.success(request, "Welcome back: you can be matched again.")
        return redirect("program", program.pk)
    until, wrong = _day(request.POST.get("until", ""))
    try:
        if wrong:
            raise Refused.because("no_date", wrong, "until")
        actions.pause_enrollment(by=request.user, enrollment=enrollment, until=until)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "You are paused: nobody new is matched with you. What is running goes on.")
    return redirect("program", program.pk)


def _day(text: str) -> tuple[date | None, str]:
    if not text.strip():
        return None, ""
    try:
        return date.fromisoformat(text.strip()), ""
    except ValueError:
        return None, "Write the day as a date, or leave it empty."


@require_POST
def opt_out(request: SignedInRequest, nomination_id: int) -> HttpResponse:
    """Say no to a nomination; nobody asks why."""
    nomination = own_nomination(request.user, nomination_id)
    try:
        actions.opt_out(by=request.user, nomination=nomination)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "All right, you are not enrolled. Nobody is asked why.")
    return redirect("programs")
