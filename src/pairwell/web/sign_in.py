"""How allauth behaves here: people come from the directory, nobody signs up by themself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up; letters of sign-in come from the same sender as all others."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_from_email(self) -> str:
        from django.conf import settings  # noqa: PLC0415 - read late, so that tests may override it

        return str(settings.DEFAULT_FROM_EMAIL)


@login_not_required
def not_offered(request: HttpRequest, **_: Any) -> HttpResponse:
    """Journeys of allauth that this product does not offer; their names must exist."""
    raise Http404
