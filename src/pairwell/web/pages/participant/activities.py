"""The library of activities, and one activity to read or print."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.library.permissions import may_edit_activity
from pairwell.library.queries import activity, shelves
from pairwell.library.states import Purpose
from pairwell.programs.permissions import manages_any_program
from pairwell.programs.states import Format
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """Activities by purpose, found by words."""
    asked = {key: request.GET.get(key, "").strip() for key in ("words", "purpose", "format")}
    context = {
        "area": "activities",
        "asked": asked,
        "is_filtered": any(asked.values()),
        "shelves": shelves(words=asked["words"], purpose=asked["purpose"], format_=asked["format"]),
        "purposes": Purpose.choices,
        "formats": Format.choices,
        "may_write": manages_any_program(request.user),
    }
    return render(request, "participant/activities.html", context)


@require_GET
def one(request: SignedInRequest, key: str) -> HttpResponse:
    """One activity with its steps, made to be printed."""
    found = activity(key)
    if found is None:
        raise Http404
    formats = [label for value, label in Format.choices if value in found.formats]
    context = {
        "area": "activities",
        "activity": found,
        "formats": formats,
        "may_write": manages_any_program(request.user),
        "may_edit": may_edit_activity(request.user, found),
    }
    return render(request, "participant/activity.html", context)
