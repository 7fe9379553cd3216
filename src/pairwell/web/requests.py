"""A request behind the sign-in wall: LoginRequiredMiddleware has seen to it that there is a Person."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from pairwell.people.models import Person


class SignedInRequest(HttpRequest):
    """What every view without `login_not_required` is given."""

    user: Person
    htmx: HtmxDetails
