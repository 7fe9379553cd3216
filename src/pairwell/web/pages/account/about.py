"""What this is, and what nobody can read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell import __version__


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The product, its promise and its version."""
    return render(request, "account/about.html", {"version": __version__})
