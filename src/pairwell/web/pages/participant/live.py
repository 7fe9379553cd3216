"""A session while it goes on: agenda with a clock, notes that all write at once, promises."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships.actions import begin_session, save_session_notes
from pairwell.mentorships.actions.live import Saved
from pairwell.mentorships.models import Session, SessionNotes
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.permissions import session_for_member
from pairwell.mentorships.rules.meeting import may_begin_now
from pairwell.web.pages.participant.mentorship_frame import attempt, frame
from pairwell.web.pages.participant.session_shown import agenda_of
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, session_id: int) -> HttpResponse:
    """One page for the hour itself."""
    session = session_for_member(request.user, session_id)
    return _shown(request, session)


def _shown(
    request: SignedInRequest, session: Session, *, saved: Saved | None = None, error: str = ""
) -> HttpResponse:
    context = frame(request, session.mentorship, "overview", circle_of(session.mentorship))
    notes = SessionNotes.objects.filter(session=session).first() or SessionNotes(session=session)
    context |= agenda_of(session) | {
        "session": session,
        "notes": notes,
        "may_begin": may_begin_now(state=session.state, starts_at=session.starts_at, now=clock.now()) is None,
        "both_changed": saved.both_changed if saved else 0,
        "error": error,
        "text": request.POST.get("text", "") if error else notes.text,
    }
    return render(request, "participant/live.html", context, status=422 if error else 200)


@require_POST
def begin(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Start the clock, for everybody."""
    session = session_for_member(request.user, session_id)
    attempt(request, lambda: begin_session(by=request.user, session=session), "")
    return redirect("live_session", session_id)


@require_http_methods(["GET", "POST"])
def notes(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Ask for what is new since a version (GET), or save (POST); scripts get JSON, forms get the page."""
    session = session_for_member(request.user, session_id)
    if request.method == "GET":
        return _news(request, session)
    base, text = request.POST.get("base", ""), request.POST.get("text", "")
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        saved = save_session_notes(by=request.user, session=session, base=base, text=text)
    except Refused as refused:
        if wants_json:
            return JsonResponse({"error": str(refused)}, status=422)
        return _shown(request, session, error=str(refused))
    if wants_json:
        return JsonResponse(
            {"text": saved.text, "version": saved.version, "both_changed": saved.both_changed}
        )
    return (
        _shown(request, session, saved=saved) if saved.both_changed else redirect("live_session", session_id)
    )


def _news(request: SignedInRequest, session: Session) -> HttpResponse:
    known = request.GET.get("version", "")
    row = SessionNotes.objects.filter(session=session).select_related("changed_by").first()
    begun = session.begun_at is not None
    if str(row.version if row else 0) == known and request.GET.get("begun", "") == ("yes" if begun else ""):
        return HttpResponse(status=204)
    who = row.changed_by.first_name if row and row.changed_by else ""
    return JsonResponse(
        {"text": row.text if row else "", "version": row.version if row else 0, "who": who, "begun": begun}
    )
