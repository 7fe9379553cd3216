"""An announcement of a program, for those it was sent to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.programs.actions import mark_announcement_read
from pairwell.programs.queries.announcements import announcement_for_reader
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, announcement_id: int) -> HttpResponse:
    """What it says; opening it is what "read" means in the manager's count."""
    announcement = announcement_for_reader(request.user, announcement_id)
    mark_announcement_read(by=request.user, announcement=announcement)
    return render(
        request, "participant/announcement.html", {"area": "programs", "announcement": announcement}
    )
