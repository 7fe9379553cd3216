"""How allauth behaves here: people come from the directory, nobody signs up by themself."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from pairwell.messaging.push import end_on_device
from pairwell.people.models import Person
from pairwell.people.permissions import remember_roles
from pairwell.programs.permissions import remember_program_roles
from pairwell.web.this_device import device_here

BACKEND: Final = "pairwell.web.sign_in.ReaderBackend"
_READER: Final = """
SELECT person.*,
       ARRAY(SELECT role FROM people_rolegrant WHERE person_id = person.id) AS found_roles,
       ARRAY(SELECT DISTINCT role FROM programs_grant WHERE person_id = person.id) AS found_program_roles
FROM people_person AS person WHERE person.id = %s
"""


class ReaderBackend(AuthenticationBackend):
    """Signs in as allauth does; whoever reads a page comes with their roles in one query."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session; None when they may not sign in any more."""
        for person in Person.objects.raw(_READER, [user_id]):
            if self.user_can_authenticate(person):
                remember_roles(person, person.found_roles)
                remember_program_roles(person, person.found_program_roles)
                return person
        return None


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
