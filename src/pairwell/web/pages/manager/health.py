"""The health board: who is thriving, steady, quiet or at risk, why, and what may help."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pairwell.core.errors import Refused
from pairwell.insights.queries import board, endings, health_summary
from pairwell.mentorships.actions import answer_help, nudge
from pairwell.mentorships.models import HelpRequest, Membership
from pairwell.mentorships.permissions import help_for_manager, mentorship_for_manager, reads_reasons
from pairwell.mentorships.queries.health import MentorshipHealth, weights_of
from pairwell.mentorships.rules.health import WEIGHTS
from pairwell.mentorships.states import HealthState, MentorshipState, NextWish
from pairwell.programs.permissions import program_for_manager
from pairwell.web.pages.manager.together import tried
from pairwell.web.requests import SignedInRequest

AT_ONCE = 50
_RESTING = {MentorshipState.PAUSED: "paused", MentorshipState.UPCOMING: "upcoming"}


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """One row for each mentorship, those that need help first; early ends below, with their reasons."""
    program = program_for_manager(request.user, program_id)
    running, over = board(program)
    wanted = request.GET.get("state", "")
    shown = [row for row in running if not wanted or _kind(row) == wanted]
    resting = [(label, sum(_kind(r) == label for r in running)) for label in _RESTING.values()]
    context = {
        "area": "manage",
        "program": program,
        "tab": "health",
        "page": Paginator(shown, AT_ONCE).get_page(request.GET.get("page")),
        "base": f"state={wanted}&" if wanted in {*HealthState.values, *_RESTING.values()} else "",
        "wanted": wanted,
        "summary": health_summary(running),
        "resting": [(label, n) for label, n in resting if n],
        "every": len(running),
        "endings": endings(program),
        "help": list(
            HelpRequest.objects.filter(mentorship__program=program, answered_at=None).select_related(
                "asked_by"
            )[:50]
        ),
        "wishes": list(
            Membership.objects.filter(mentorship__program=program, next_wish=NextWish.MENTOR)
            .select_related("person")
            .order_by("person__full_name")[:30]
        ),
        "trial": tried(tuple(sorted({**WEIGHTS, **weights_of([program.pk])[program.pk]}.items()))),
        "reads_reasons": reads_reasons(request.user, program),
        "completed": sum(r.mentorship.state == MentorshipState.COMPLETED for r in over),
    }
    return render(request, "manager/health.html", context)


def _kind(row: MentorshipHealth) -> str:
    return _RESTING.get(MentorshipState(row.mentorship.state), row.health.state.value)


@require_POST
def send_nudge(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """A kind letter to the members; a second one in the same week is not sent."""
    mentorship = mentorship_for_manager(request.user, mentorship_id)
    try:
        written = nudge(by=request.user, mentorship=mentorship)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if written:
            messages.success(request, f"{written} kind letters are on their way.")
        else:
            messages.info(
                request, "They have had a reminder this week, or turned reminders off. None was sent."
            )
    return redirect(reverse("manage_health", args=[mentorship.program_id]))


@require_POST
def help_answered(request: SignedInRequest, help_id: int) -> HttpResponse:
    """The manager has been in touch."""
    asked = help_for_manager(request.user, help_id)
    answer_help(by=request.user, request=asked)
    messages.success(request, f"Thank you for looking after {asked.asked_by.full_name}.")
    return redirect("manage_health", asked.mentorship.program_id)
