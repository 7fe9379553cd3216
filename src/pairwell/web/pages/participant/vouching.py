"""Vouching for a partner's skills after a good end, and taking it back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from pairwell.mentorships import actions
from pairwell.mentorships.permissions import mentorship_for_member
from pairwell.people.actions import withdraw_endorsement
from pairwell.people.permissions import endorsement_by
from pairwell.web.pages.participant.mentorship_frame import attempt
from pairwell.web.requests import SignedInRequest, typed_number


@require_POST
def vouch(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """I vouch for this skill of theirs."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    step = lambda: actions.vouch_for(  # noqa: E731
        by=request.user,
        mentorship=mentorship,
        person_id=typed_number(request.POST.get("person")) or 0,
        skill_id=typed_number(request.POST.get("skill")) or 0,
        text=request.POST.get("text", ""),
    )
    attempt(request, step, "Said. They can see it on their profile.")
    return redirect(reverse("closing", args=[mentorship_id]) + "#vouch")


@require_POST
def take_back(request: SignedInRequest, vouched_id: int) -> HttpResponse:
    """I no longer vouch for it."""
    endorsement = endorsement_by(request.user, vouched_id)
    mentorship_id = endorsement.mentorship_id
    withdraw = lambda: withdraw_endorsement(by=request.user, endorsement=endorsement)  # noqa: E731
    attempt(request, withdraw, "Taken back. Nobody sees it any more.")
    return redirect(reverse("closing", args=[mentorship_id]) + "#vouch" if mentorship_id else "mentorships")
