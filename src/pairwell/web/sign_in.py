"""How allauth behaves here: people come from the directory, nobody signs up by themself."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from pairwell.messaging.push import end_on_device
from pairwell.people.models import Person
from pairwell.web.reader import reader
from pairwell.web.this_device import device_here

BACKEND: Final = "pairwell.web.sign_in.ReaderBackend"


class ReaderBackend(AuthenticationBackend):
    """Signs in as allauth does; whoever reads a page comes with their roles in one query."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session; None when they may not sign in any more."""
        person = reader(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up; letters of sign-in come from the same sender as all others."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_from_email(self) -> str:
        from django.conf import settings  # noqa: PLC0415 - read late, so that tests may override it

        return str(settings.DEFAULT_FROM_EMAIL)

    def logout(self, request: HttpRequest) -> None:
        """Sign out; notifications on this device end, too: somebody else may use it next."""
        device_id = device_here(request)
        if device_id is not None and isinstance(request.user, Person):
            end_on_device(by=request.user, device_id=device_id)
        super().logout(request)


@login_not_required
def not_offered(request: HttpRequest, **_: Any) -> HttpResponse:
    """Journeys of allauth that this product does not offer; their names must exist."""
    raise Http404
