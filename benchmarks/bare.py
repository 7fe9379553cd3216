"""The site's own settings and middleware with one more address: a bare page with one query, asked without a session.

Settings and addresses in one file: `pairwell serve` is started with DJANGO_SETTINGS_MODULE=benchmarks.bare.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from pairwell.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare"


def page(request: HttpRequest) -> HttpResponse:
    """The name of the organization: one row by its key."""
    from pairwell.people.queries import organization  # noqa: PLC0415 - models are ready only now

    return HttpResponse(f"<!doctype html><title>Bare</title><p>{organization().name}</p>")


page.login_required = False  # type: ignore[attr-defined] - what login_not_required sets


def _addresses() -> list[object]:
    from pairwell.urls import urlpatterns as own  # noqa: PLC0415 - this file is read as settings first

    return [path("bare/", page), *own]


def __getattr__(name: str) -> object:
    """`urlpatterns`, made when they are asked for."""
    if name == "urlpatterns":
        return _addresses()
    raise AttributeError(name)
