"""Notes: for oneself, or for everybody in the mentorship."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.mentorships.actions import NoteChanged, change_note, remove_note, write_note
from pairwell.mentorships.permissions import mentorship_for_member, note_for_member
from pairwell.mentorships.queries.workspace import notes_for
from pairwell.web.pages.participant.mentorship_frame import attempt, frame
from pairwell.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """All notes I may read, and a new one."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    context = frame(request, mentorship, "notes") | {"text": "", "shared": False}
    if request.method == "POST":
        text, shared = request.POST.get("text", ""), request.POST.get("who") == "all"
        try:
            write_note(by=request.user, mentorship=mentorship, text=text, shared=shared)
        except Refused as refused:
            context |= {"error": str(refused), "text": text, "shared": shared}
        else:
            messages.success(request, "Saved for everybody here." if shared else "Saved, for your eyes only.")
            return redirect("notes", mentorship_id)
    context["notes"] = list(notes_for(request.user, mentorship)[:200])
    return render(request, "participant/notes.html", context, status=422 if "error" in context else 200)


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, note_id: int) -> HttpResponse:
    """Change a note; when somebody else was faster, both texts are kept in sight (409)."""
    note = note_for_member(request.user, note_id)
    context = frame(request, note.mentorship, "notes") | {
        "note": note,
        "text": note.text,
        "version": note.version,
    }
    if request.method == "GET":
        return render(request, "participant/note_edit.html", context)
    text, version = request.POST.get("text", ""), request.POST.get("version", "")
    try:
        number = int(version) if version.isdecimal() and len(version) < 10 else 0
        change_note(by=request.user, note=note, text=text, version=number)
    except NoteChanged as changed:
        theirs = changed.note
        context |= {"theirs": theirs.text, "text": text, "version": theirs.version}
        return render(request, "participant/note_edit.html", context, status=409)
    except Refused as refused:
        context |= {"error": str(refused), "text": text}
        return render(request, "participant/note_edit.html", context, status=422)
    messages.success(request, "Saved.")
    return redirect("notes", note.mentorship_id)


@require_POST
def remove(request: SignedInRequest, note_id: int) -> HttpResponse:
    """Its author removes it."""
    note = note_for_member(request.user, note_id)
    attempt(request, lambda: remove_note(by=request.user, note=note), "The note is gone.")
    return redirect("notes", note.mentorship_id)
