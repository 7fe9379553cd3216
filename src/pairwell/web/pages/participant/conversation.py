"""The conversation of a mentorship: plain forms, made smooth by htmx."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pairwell.core.errors import Refused
from pairwell.mentorships.actions import edit_message, mark_read, write_message
from pairwell.mentorships.models import Mentorship
from pairwell.mentorships.permissions import mentorship_for_member, own_message
from pairwell.mentorships.queries.workspace import messages_in
from pairwell.web.pages.participant.mentorship_frame import frame
from pairwell.web.requests import SignedInRequest

AT_ONCE = 40


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """What we wrote, newest last, and a line to write."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    if request.method == "POST":
        return _written(request, mentorship)
    return _shown(request, mentorship)


def _shown(
    request: SignedInRequest, mentorship: Mentorship, *, text: str = "", error: str = ""
) -> HttpResponse:
    before = _number(request.GET.get("before", ""))
    talk = messages_in(mentorship, before=before, limit=AT_ONCE + 1)
    older = len(talk) > AT_ONCE
    talk = talk[-AT_ONCE:]
    if talk and before is None:
        mark_read(by=request.user, mentorship=mentorship, up_to=talk[-1].pk)
    context = frame(request, mentorship, "conversation") | _talk(talk)
    context |= {"older": talk[0].pk if older else None, "before": before}
    context |= {"key": uuid4().hex, "text": text, "error": error}
    return render(request, "participant/conversation.html", context, status=422 if error else 200)


def _talk(talk: list[Any]) -> dict[str, Any]:
    return {"talk": talk, "last": talk[-1].pk if talk else 0}


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _written(request: SignedInRequest, mentorship: Mentorship) -> HttpResponse:
    text, key = request.POST.get("text", ""), request.POST.get("key", "")[:32] or uuid4().hex
    try:
        write_message(by=request.user, mentorship=mentorship, text=text, key=key)
    except Refused as refused:
        return _shown(request, mentorship, text=text, error=str(refused))
    if request.htmx:
        return _newer(request, mentorship, with_form=True)
    return redirect(reverse("conversation", args=[mentorship.pk]) + "#newest")


@require_GET
def newer(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """What has come since the last look; nothing (204) when nothing has."""
    return _newer(request, mentorship_for_member(request.user, mentorship_id))


def _newer(request: SignedInRequest, mentorship: Mentorship, *, with_form: bool = False) -> HttpResponse:
    after = _number(request.POST.get("after", "") or request.GET.get("after", "")) or 0
    talk = [m for m in messages_in(mentorship, limit=AT_ONCE) if m.pk > after]
    if not talk and not with_form:
        return HttpResponse(status=204)
    if talk:
        mark_read(by=request.user, mentorship=mentorship, up_to=talk[-1].pk)
    context = {"mentorship": mentorship, "talk": talk, "last": talk[-1].pk if talk else after}
    context |= {"with_form": with_form, "key": uuid4().hex, "fresh": True}
    return render(request, "participant/conversation_newer.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, message_id: int) -> HttpResponse:
    """Say it better; what was said before stays readable."""
    message = own_message(request.user, message_id)
    context = frame(request, message.mentorship, "conversation") | {"message": message, "text": message.text}
    if request.method == "POST":
        try:
            edit_message(by=request.user, message=message, text=request.POST.get("text", ""))
        except Refused as refused:
            context |= {"error": str(refused), "text": request.POST.get("text", "")}
            return render(request, "participant/message_edit.html", context, status=422)
        messages.success(request, "Changed. The earlier words stay readable beside it.")
        return redirect("conversation", message.mentorship_id)
    return render(request, "participant/message_edit.html", context)
