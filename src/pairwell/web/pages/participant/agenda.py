"""The lines of a session's agenda: add, change, tick, move, remove."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from pairwell.library.models import Activity
from pairwell.mentorships import actions
from pairwell.mentorships.models import AgendaItem
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.permissions import agenda_item_for_member, session_for_member
from pairwell.people.models import Person
from pairwell.web.pages.participant.mentorship_frame import attempt
from pairwell.web.requests import SignedInRequest


def _back(request: SignedInRequest, session_id: int) -> HttpResponse:
    if request.POST.get("back") == "live":
        return redirect("live_session", session_id)
    return redirect(reverse("session", args=[session_id]) + "#agenda")


def _minutes(text: str) -> int | None:
    return min(480, int(text)) if text.isdecimal() and len(text) < 5 else None


@require_POST
def add(request: SignedInRequest, session_id: int) -> HttpResponse:
    """A line of the agenda, or with an owner a promise."""
    session = session_for_member(request.user, session_id)
    chosen = request.POST.get("owner", "")
    owner: Person | None = None
    if chosen:
        people = circle_of(session.mentorship).people
        owner = next((p for p in people if str(p.pk) == chosen), None)
    text, minutes = request.POST.get("text", ""), _minutes(request.POST.get("minutes", ""))
    step = lambda: actions.add_agenda_item(  # noqa: E731 - one step, named for the reader
        by=request.user, session=session, text=text, minutes=minutes, owner=owner
    )
    attempt(request, step, "")
    return _back(request, session_id)


@require_POST
def fill(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Add the steps of an activity."""
    session = session_for_member(request.user, session_id)
    chosen = Activity.objects.filter(key=request.POST.get("activity", "")).first()
    if chosen is not None:
        attempt(request, lambda: actions.use_activity(by=request.user, session=session, activity=chosen), "")
    return _back(request, session_id)


@require_POST
def change(request: SignedInRequest, item_id: int) -> HttpResponse:
    """One step with one line; the button's value says which."""
    item = agenda_item_for_member(request.user, item_id)
    attempt(request, lambda: _take(request, item), "")
    return _back(request, item.session_id)


def _take(request: SignedInRequest, item: AgendaItem) -> None:
    verb = request.POST.get("verb", "")
    if verb in ("tick", "untick"):
        actions.tick_agenda_item(by=request.user, item=item, done=verb == "tick")
    elif verb in ("up", "down"):
        actions.move_agenda_item(by=request.user, item=item, steps=-1 if verb == "up" else 1)
    elif verb == "remove":
        actions.remove_agenda_item(by=request.user, item=item)
    elif verb == "save":
        minutes = _minutes(request.POST.get("minutes", ""))
        text = request.POST.get("text", "")
        actions.change_agenda_item(by=request.user, item=item, text=text, minutes=minutes)
