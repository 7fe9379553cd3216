"""My calendar: a feed of my sessions, and the address that says when I am busy."""

import hashlib

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.mentorships.actions import give_busy_address, own_calendar, replace_feed
from pairwell.mentorships.jobs import read_busy_of
from pairwell.mentorships.models import PersonCalendar
from pairwell.mentorships.queries.feed import feed_of, owner_of
from pairwell.people.models import Person
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest


class BusyForm(StyledForm):
    """Where to read when I am busy."""

    url = forms.CharField(
        max_length=2000,
        required=False,
        label="Address of my calendar (.ics)",
        help_text="Leave it empty to stop.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    """Both addresses, each with what it does."""
    form = BusyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            own = give_busy_address(by=request.user, url=form.cleaned_data["url"])
        except Refused as refused:
            form.show(refused)
        else:
            if own.busy_url:
                read_busy_of.defer(calendar_id=own.pk)
                messages.success(request, "Thank you. We read it within a minute, for busy times only.")
            else:
                messages.success(request, "Forgotten, with everything that was read from it.")
            return redirect("my_calendar")
    own = own_calendar(by=request.user)
    context = {
        "area": "account",
        "form": form,
        "calendar": own,
        "feed": _feed_address(own),
        "busy_host": own.busy_url.split("/")[2] if own.busy_url.count("/") >= 2 else "",
        "busy_count": Person.objects.get(pk=request.user.pk).busy_times.count(),
    }
    return render(request, "account/calendar.html", context, status=422 if form.errors else 200)


def _feed_address(own: PersonCalendar) -> str:
    return f"{settings.SITE_URL}{reverse('calendar_feed', args=[own.feed_key])}"


@require_POST
def replace(request: SignedInRequest) -> HttpResponse:
    """A new secret address; the old one shows nothing any more."""
    replace_feed(by=request.user)
    messages.success(request, "You have a new address. Subscribe to it again where you used the old one.")
    return redirect("my_calendar")


@login_not_required
@require_GET
def feed(request: HttpRequest, feed_key: str) -> HttpResponse:
    """The feed itself: whoever knows the secret reads when and with whom, never what about."""
    person = owner_of(feed_key)
    if person is None:
        raise Http404
    text = feed_of(person)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Disposition"] = 'inline; filename="mentoring.ics"'
    return response
