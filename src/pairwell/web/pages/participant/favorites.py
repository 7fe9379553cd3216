"""My favorites in my order, and what matters most to me."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.actions.favorites import add_favorite, change_favorite
from pairwell.pairing.actions.say import set_matters_most
from pairwell.pairing.queries.favorites import favorites_of, matters_most_of
from pairwell.pairing.seeing import seen, viewer_of
from pairwell.programs.actions.preferences import MOST_CHOICES
from pairwell.web.pages.participant.directory import say_frame
from pairwell.web.requests import SignedInRequest, typed_number


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The list, in order, with buttons to change it."""
    viewer = viewer_of(request.user, program_id)
    context = {
        **say_frame(viewer, "favorites"),
        "favorites": favorites_of(viewer),
        "matters": matters_most_of(viewer),
        "most": MOST_CHOICES,
    }
    return render(request, "participant/favorites.html", context)


@require_POST
def add(request: SignedInRequest, program_id: int, other_id: int) -> HttpResponse:
    """Put somebody this person may see on the list."""
    viewer = viewer_of(request.user, program_id)
    other, _ = seen(viewer, other_id)
    try:
        add_favorite(by=request.user, enrollment=viewer.enrollment, chosen=other)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{other.person.full_name} is among your favorites. They are not told.")
    return redirect(back_of(request, reverse("favorites", args=[program_id])))


@require_POST
def change(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Move a favorite up or down, or take it off the list."""
    viewer = viewer_of(request.user, program_id)
    chosen, step = typed_number(request.POST.get("chosen")), request.POST.get("step", "")
    if chosen is not None and step in ("up", "down", "remove"):
        change_favorite(by=request.user, enrollment=viewer.enrollment, chosen=chosen, step=step)
    return redirect("favorites", program_id)


@require_POST
def matters(request: SignedInRequest, program_id: int) -> HttpResponse:
    """What matters most to me."""
    viewer = viewer_of(request.user, program_id)
    try:
        set_matters_most(by=request.user, enrollment=viewer.enrollment, key=request.POST.get("key", "")[:60])
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Saved. It counts in the next match.")
    return redirect("favorites", program_id)


def back_of(request: SignedInRequest, otherwise: str) -> str:
    """The page of this site a form wants to go back to."""
    wanted = request.POST.get("back", "")
    fine = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if fine else otherwise
