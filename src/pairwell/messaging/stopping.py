"""The one-click way to stop letters of a kind (RFC 8058): a signed address that needs no sign-in."""

from django.core import signing
from django.http import Http404
from django.urls import reverse

from pairwell.messaging.kinds import is_always_sent
from pairwell.people.models import Person

_SALT = "pairwell.messaging.stop"


def stop_path(person_id: int, kind: str) -> str:
    """The address that stops this kind of letter for this person; "" for kinds that are always sent."""
    if is_always_sent(kind):
        return ""
    token = signing.dumps([person_id, kind], salt=_SALT, compress=True)
    return reverse("stop_letters", args=[token])


def asked_to_stop(token: str) -> tuple[Person, str]:
    """Whose letters of which kind an address stops. Raises Http404 for one that we did not sign."""
    try:
        person_id, kind = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as broken:
        raise Http404 from broken
    person = Person.objects.filter(pk=person_id).first()
    if person is None or is_always_sent(str(kind)):
        raise Http404
    return person, str(kind)
