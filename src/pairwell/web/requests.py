"""A request behind the sign-in wall: LoginRequiredMiddleware has seen to it that there is a Person."""

from collections.abc import Mapping

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from pairwell.people.models import Person


class SignedInRequest(HttpRequest):
    """What every view without `login_not_required` is given."""

    user: Person
    htmx: HtmxDetails


def typed_number(text: object, *, most: int = 999_999_999) -> int | None:
    """A whole number from 0 to `most` as somebody typed it, in the digits 0 to 9; None for anything else.

    `str.isdigit` is not enough: it says yes to "²", which `int` refuses, and `int` refuses thousands of digits.
    """
    said = "" if text is None else str(text).strip()
    if len(said) > 18 or not (said.isascii() and said.isdigit()):
        return None
    number = int(said)
    return number if number <= most else None


def typed_version(said: Mapping[str, str]) -> int | None:
    """The version that a form shows and its reader changed; None where none was sent, at most nine digits."""
    typed = said.get("version", "")
    return int(typed[:9]) if typed.isascii() and typed.isdigit() else None
