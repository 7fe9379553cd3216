"""The conversation of a mentorship: plain forms, made smooth by htmx, and by looking again now and then."""

from typing import Any, BinaryIO, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import Mentorship
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.permissions import (
    mentorship_for_member,
    message_file_for_member,
    message_for_member,
    own_message,
    own_message_file,
)
from pairwell.mentorships.queries import conversation as read
from pairwell.mentorships.rules import talking as rules
from pairwell.mentorships.states import ReportReason
from pairwell.web.downloads import member_file
from pairwell.web.forms import StyledForm
from pairwell.web.live.opening import open_stream
from pairwell.web.pages.participant.mentorship_frame import attempt, frame
from pairwell.web.requests import SignedInRequest

AT_ONCE = 40
_ACCEPTS = ",".join(f".{kind}" for kind in (*rules.TYPES, "jpeg"))


class ReportForm(StyledForm):
    """What is wrong with a message."""

    reason = forms.ChoiceField(
        choices=ReportReason.choices, widget=forms.RadioSelect, label="What is wrong with it?"
    )
    note = forms.CharField(
        required=False,
        max_length=2000,
        label="Anything they should know?",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """What we wrote, newest last, and a line to write; or what was found."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    if request.method == "POST":
        return _written(request, mentorship)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    if words:
        return _found(request, mentorship, words)
    return _shown(request, mentorship)


def _shown(
    request: SignedInRequest, mentorship: Mentorship, *, text: str = "", error: str = ""
) -> HttpResponse:
    version = read.version_of(mentorship)
    stretch = _stretch(request, mentorship)
    talk = stretch.messages
    until = read.read_until(mentorship, request.user)
    if talk and not stretch.newer:
        actions.mark_read(by=request.user, mentorship=mentorship, up_to=talk[-1].pk)
    context = frame(request, mentorship, "conversation") | {
        "talk": talk,
        "older": talk[0].pk if talk and stretch.older else None,
        "newer": talk[-1].pk if talk and stretch.newer else None,
        "last": talk[-1].pk if talk else 0,
        "since": version,
        "first_new": _first_new(request, talk, until),
    }
    context |= _form(text=text, error=error)
    return render(request, "participant/conversation.html", context, status=422 if error else 200)


def _stretch(request: SignedInRequest, mentorship: Mentorship) -> read.Stretch:
    ways = (("around", read.around), ("before", read.before), ("after", read.after))
    for name, way in ways:
        at = _number(request.GET.get(name, ""))
        if at is not None:
            return way(mentorship, at, limit=AT_ONCE)
    return read.newest(mentorship, limit=AT_ONCE)


def _first_new(request: SignedInRequest, talk: Any, until: int) -> int | None:
    """The message above which a line says that what follows is new; none when all or nothing is."""
    fresh = [m.pk for m in talk if m.pk > until and m.author_id != request.user.pk]
    return fresh[0] if fresh and until else None


def _form(*, text: str = "", error: str = "") -> dict[str, Any]:
    limits = f"{rules.MOST_FILES} files at most, {rules.MEGABYTES} MB each: {', '.join(rules.TYPES)}."
    return {"key": uuid4().hex, "text": text, "error": error, "accepts": _ACCEPTS, "limits": limits}


def _found(request: SignedInRequest, mentorship: Mentorship, words: str) -> HttpResponse:
    found = read.search(mentorship, words)
    context = frame(request, mentorship, "conversation") | {
        "words": words,
        "found": [(message, read.glimpse(message.text, words)) for message in found],
        "most": len(found) == read.MOST_FOUND,
    }
    return render(request, "participant/conversation_found.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _written(request: SignedInRequest, mentorship: Mentorship) -> HttpResponse:
    text, key = request.POST.get("text", ""), request.POST.get("key", "")[:32] or uuid4().hex
    files = [
        actions.Upload(one.name or "file", one.size or 0, cast(BinaryIO, one.file))
        for one in request.FILES.getlist("files")
    ]
    try:
        actions.write_message(by=request.user, mentorship=mentorship, text=text, key=key, files=files)
    except Refused as refused:
        if request.htmx:
            return _form_again(request, mentorship, text=text, error=str(refused))
        return _shown(request, mentorship, text=text, error=str(refused))
    if request.htmx:
        return _newer(request, mentorship, with_form=True)
    return redirect(reverse("conversation", args=[mentorship.pk]) + "#newest")


def _form_again(request: SignedInRequest, mentorship: Mentorship, *, text: str, error: str) -> HttpResponse:
    context = {"mentorship": mentorship, "circle": circle_of(mentorship)} | _form(text=text, error=error)
    context |= {"last": request.POST.get("after", ""), "since": request.POST.get("since", "")}
    response = render(request, "participant/conversation_form.html", context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#write", "outerHTML"
    return response


@require_GET
def newer(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """What has come or changed since the last look; nothing (204) when nothing has: one query tells."""
    since = _number(request.GET.get("since", ""))
    if since is not None and read.version_for_member(request.user, mentorship_id) == since:
        return HttpResponse(status=204)
    return _newer(request, mentorship_for_member(request.user, mentorship_id))


def _newer(request: SignedInRequest, mentorship: Mentorship, *, with_form: bool = False) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    last, since = _number(given.get("after", "")) or 0, _number(given.get("since", "")) or 0
    version = read.version_of(mentorship)
    changed = read.changed_since(mentorship, since, limit=AT_ONCE + 1)
    if not changed and not with_form:
        return HttpResponse(status=204)
    if len(changed) > AT_ONCE:  # so much was missed that the whole page is the better answer
        response = HttpResponse(status=200)
        response["HX-Refresh"] = "true"
        return response
    talk = [message for message in changed if message.pk > last]
    if talk:
        actions.mark_read(by=request.user, mentorship=mentorship, up_to=talk[-1].pk)
    context = {"mentorship": mentorship, "circle": circle_of(mentorship), "with_form": with_form} | _form()
    context |= {"talk": talk, "changed": [message for message in changed if message.pk <= last]}
    context |= {"last": talk[-1].pk if talk else last, "since": version, "fresh": True}
    return render(request, "participant/conversation_newer.html", context)


@require_GET
def live(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """A stream that says which version the conversation is at, as soon as it is; never what was written."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    return open_stream(request, topic=read.topic_of(mentorship.pk), version=read.version_of(mentorship))


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, message_id: int) -> HttpResponse:
    """Say it better; what was said before stays readable."""
    message = own_message(request.user, message_id)
    context = frame(request, message.mentorship, "conversation") | {"message": message, "text": message.text}
    context["files"] = list(message.files.filter(removed_at=None))
    if request.method == "POST":
        try:
            actions.edit_message(by=request.user, message=message, text=request.POST.get("text", ""))
        except Refused as refused:
            context |= {"error": str(refused), "text": request.POST.get("text", "")}
            return render(request, "participant/message_edit.html", context, status=422)
        messages.success(request, "Changed. The earlier words stay readable beside it.")
        return redirect("conversation", message.mentorship_id)
    return render(request, "participant/message_edit.html", context)


@require_GET
def download(request: SignedInRequest, message_file_id: int) -> FileResponse:
    """A file, always as a download: nothing that somebody uploads is ever shown as a page of ours."""
    file = message_file_for_member(request.user, message_file_id)
    return member_file(file.content, name=file.name, size=file.size)


@require_POST
def take_away(request: SignedInRequest, message_file_id: int) -> HttpResponse:
    """A file that was sent by mistake goes."""
    file = own_message_file(request.user, message_file_id)
    step = lambda: actions.take_file_away(by=request.user, file=file)  # noqa: E731
    attempt(request, step, "The file is gone; its name stays as a trace.")
    return redirect("message", file.message_id)


@require_http_methods(["GET", "POST"])
def report(request: SignedInRequest, message_id: int) -> HttpResponse:
    """Show one message to those who run the program."""
    message = message_for_member(request.user, message_id)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_message(by=request.user, message=message, **form.cleaned_data)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Reported. Those who run the program will look at this one message.")
            return redirect("conversation", message.mentorship_id)
    context = frame(request, message.mentorship, "conversation") | {"message": message, "form": form}
    return render(request, "participant/message_report.html", context, status=422 if form.errors else 200)
