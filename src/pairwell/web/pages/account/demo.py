"""The demo's front door: look at the company as somebody in each role."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from pairwell.people.demo import demo_cast, is_open, person_of
from pairwell.web.sign_in import BACKEND


@login_not_required
@never_cache
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """One card per role; does not exist outside demo mode."""
    if not is_open():
        raise Http404
    return render(request, "account/demo.html", {"cast": demo_cast()})


@login_not_required
@never_cache
@require_GET
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as a member of the demo's cast."""
    person = person_of(token)
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect("home")
