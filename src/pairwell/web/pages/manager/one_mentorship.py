"""One mentorship, as those who run its program see it: dates and counts, and what they did about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.insights.timeline import timeline_of
from pairwell.insights.tracking import one_row
from pairwell.mentorships.actions import add_remark
from pairwell.mentorships.permissions import mentorship_for_manager
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """Never what members write."""
    mentorship = mentorship_for_manager(request.user, mentorship_id)
    context = {
        "area": "manage",
        "tab": "health",
        "program": mentorship.program,
        "mentorship": mentorship,
        "row": one_row(mentorship),
        "steps": timeline_of(mentorship),
        "today": clock.today(),
    }
    return render(request, "manager/one_mentorship.html", context)


@require_POST
def remark(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """Note what was done."""
    mentorship = mentorship_for_manager(request.user, mentorship_id)
    try:
        add_remark(by=request.user, mentorship=mentorship, text=request.POST.get("text", ""))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Noted, for those who run this program.")
    return redirect("manage_mentorship", mentorship.pk)
