"""The library of activities, and one activity to read or print."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.library.queries import activity, shelves
from pairwell.library.states import Purpose
from pairwell.programs.states import Format


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Activities by purpose, found by words."""
    asked = {key: request.GET.get(key, "").strip() for key in ("words", "purpose", "format")}
    context = {
        "area": "activities",
        "asked": asked,
        "is_filtered": any(asked.values()),
        "shelves": shelves(words=asked["words"], purpose=asked["purpose"], format_=asked["format"]),
        "purposes": Purpose.choices,
        "formats": Format.choices,
    }
    return render(request, "participant/activities.html", context)


@require_GET
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One activity with its steps, made to be printed."""
    found = activity(key)
    if found is None:
        raise Http404
    formats = [label for value, label in Format.choices if value in found.formats]
    context = {"area": "activities", "activity": found, "formats": formats}
    return render(request, "participant/activity.html", context)
