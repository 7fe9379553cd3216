"""Pages for what did not work: each says what happened and where to go from here."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request

from pairwell.core.errors import Refused

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def _page(request: HttpRequest, *, status: int, title: str, text: str) -> HttpResponse:
    return render(
        request, "errors/page.html", {"title": title, "text": text, "status": status}, status=status
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what exists but is not the reader's to see."""
    text = "It may have moved, or it is not shared with you. Nothing is lost."
    return _page(request, status=404, title="There is nothing here for you", text=text)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but without the role for it."""
    text = "Your role does not include this. An administrator can tell you who can help."
    return _page(request, status=403, title="This is not yours to open", text=text)


@login_not_required
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose protection token is missing or old."""
    text = "The page was open for too long, or cookies are blocked. Go back, reload it and try again."
    return _page(request, status=403, title="This form has expired", text=text)


def broken(request: HttpRequest) -> HttpResponse:
    """500, kept free of the database and of the signed-in shell."""
    return render(None, "errors/broken.html", status=500)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for a form that is larger than we read; else Django's bare 400: a page of ours would ask the database."""
    if not isinstance(exception, TOO_LARGE):
        return bad_request(request, exception or Exception())
    text = "What was sent is larger than this site takes in one go. Send less, or several smaller parts."
    return _page(request, status=413, title="That is too large", text=text)


def refused(request: HttpRequest, exception: Refused) -> HttpResponse:
    """409 for an action that a rule refused."""
    return _page(request, status=409, title="That is not possible now", text=str(exception))
