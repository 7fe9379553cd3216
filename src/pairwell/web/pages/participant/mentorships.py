"""All my mentorships."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.mentorships.queries.workspace import RUNNING, cards_of
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """Running ones first, what was before below."""
    cards = cards_of(request.user)
    running = [c for c in cards if c.mentorship.state in RUNNING]
    over = [c for c in cards if c.mentorship.state not in RUNNING]
    context = {"area": "mentorships", "running": running, "over": over}
    return render(request, "participant/mentorships.html", context)
