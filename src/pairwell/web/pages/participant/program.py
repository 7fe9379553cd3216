"""One program: what it is, what it asks, who runs it, my place in it; and leaving it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pairwell.core import clock
from pairwell.library.queries import activities_by_key
from pairwell.pairing.actions import leave_program
from pairwell.programs.permissions import own_enrollment, program_for_participant
from pairwell.programs.queries.joining import draft_of, is_invited, managers_of
from pairwell.programs.queries.programs import shown_state
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
    context = {
        "area": "programs",
        "program": program,
        "enrollment": enrollment,
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
