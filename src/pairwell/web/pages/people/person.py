"""Somebody's page, with what its reader may see, and their photo."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from pairwell.people.permissions import person_for_reader, photo_for_reader
from pairwell.people.queries.shown import shown_person
from pairwell.people.rules.visibility import Closeness
from pairwell.web.requests import SignedInRequest

PREVIEWS: dict[str, tuple[str, Closeness]] = {
    "colleague": ("Anybody here", Closeness.COLLEAGUE),
    "program": ("My programs", Closeness.PROGRAM),
    "partner": ("My partners", Closeness.PARTNER),
    "me": ("Me", Closeness.SELF),
}


@require_GET
def page(request: SignedInRequest, person_id: int) -> HttpResponse:
    """What this reader may see of this person; 404 where that is nothing."""
    if person_id == request.user.pk:
        return _preview(request)
    shown = person_for_reader(request.user, person_id)
    return render(request, "people/person.html", {"shown": shown})


def _preview(request: SignedInRequest) -> HttpResponse:
    """One's own page as others see it."""
    chosen = request.GET.get("as", "colleague")
    if chosen not in PREVIEWS:
        raise Http404
    shown = shown_person(request.user, request.user, as_if=PREVIEWS[chosen][1])
    previews = [(key, label) for key, (label, _) in PREVIEWS.items()]
    return render(request, "people/person.html", {"shown": shown, "preview": chosen, "previews": previews})


@require_GET
def photo(request: SignedInRequest, person_id: int) -> HttpResponse:
    """The photo, for those who may see it; ?small for lists. Kept by the reader's own browser only."""
    found = photo_for_reader(request.user, person_id)
    content = found.small if "small" in request.GET else found.content
    response = HttpResponse(bytes(content), content_type="image/webp")
    response["Content-Disposition"] = 'inline; filename="photo.webp"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_cache_control(response, private=True, max_age=3600 if "v" in request.GET else 0)
    return response
