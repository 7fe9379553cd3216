"""How a view opens a stream: an ordinary view, with its guarded getter first, that answers with `open_stream`.

Session, membership and all middleware are asked as for any page. Only then does the connection leave its thread.
"""

from dataclasses import dataclass

from django.http import HttpResponse

from pairwell.web.requests import SignedInRequest

WISH = "pairwell.stream"
"""Where a request carries its wish, when what serves the site can keep streams open."""


@dataclass(slots=True)
class Wish:
    """What a view wants streamed; topic is empty until a view has said so."""

    topic: str = ""
    version: int = 0
    person: int = 0


def open_stream(request: SignedInRequest, *, topic: str, version: int) -> HttpResponse:
    """Stream the versions of a topic to this person, beginning with the one given.

    204 where the site is served without streams (plain WSGI): browsers do not ask again then.
    """
    wish = request.META.get(WISH)
    if not isinstance(wish, Wish):
        return HttpResponse(status=204)
    wish.topic, wish.version, wish.person = topic, version, request.user.pk
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # a proxy is not to gather it
    return HttpResponse(content_type="text/event-stream", headers=headers)
