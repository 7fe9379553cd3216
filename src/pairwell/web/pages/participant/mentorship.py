"""The workspace of a mentorship: what is next, what was, what we work on."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pairwell.core import clock
from pairwell.mentorships.actions import note_meeting
from pairwell.mentorships.permissions import mentorship_for_member
from pairwell.mentorships.queries.workspace import (
    goals_in,
    good_times,
    messages_in,
    notes_for,
    reflections_to_give,
)
from pairwell.mentorships.states import GoalState, SessionState
from pairwell.web.pages.participant.mentorship_frame import attempt, frame
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """Everything about one mentorship at a glance."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    context = frame(request, mentorship, "overview")
    sessions = list(mentorship.sessions.select_related("activity"))
    now = clock.now()
    planned = [s for s in sessions if s.state == SessionState.PLANNED]
    ahead = [s for s in planned if s.starts_at > now]
    minutes = mentorship.program.session_minutes
    goals = goals_in(mentorship)
    own = context["circle"].of(request.user)
    context.update(
        next_session=ahead[0] if ahead else None,
        later=ahead[1:],
        to_settle=[s for s in planned if s.starts_at <= now],
        past=[s for s in reversed(sessions) if s.state == SessionState.HELD or s not in planned],
        held=sum(s.state == SessionState.HELD for s in sessions),
        times=[] if ahead or context["is_over"] else good_times(context["circle"], minutes=minutes),
        to_reflect=list(reflections_to_give(request.user, mentorship)[:3]),
        goals=[g for g in goals if g.state == GoalState.OPEN],
        reached=[g for g in goals if g.state == GoalState.REACHED],
        talk=messages_in(mentorship, limit=3),
        notes=list(notes_for(request.user, mentorship)[:3]),
        own=own,
    )
    return render(request, "participant/mentorship.html", context)


@require_POST
def met(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """We met elsewhere: one click, today."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    done = "Noted: you met today. It counts, and you can say how it was."
    attempt(request, lambda: note_meeting(by=request.user, mentorship=mentorship), done)
    return redirect("mentorship", mentorship_id)
