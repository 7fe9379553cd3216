"""A WSGI application that says what it was asked, served by granian as WSGI and through our bridge.

Usage: python -m tests.web.echo wsgi|bridge PORT
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

import django
from granian import Granian
from granian.constants import Interfaces

django.setup()

from pairwell.web.live.site import Site  # noqa: E402 - Django must be ready

SERVED = {"wsgi": ("application", Interfaces.WSGI), "bridge": ("bridged", Interfaces.ASGI)}


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Everything of the environment that is text, and the body's length and hash."""
    body = environ["wsgi.input"].read()
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told |= {"body": hashlib.sha256(body).hexdigest(), "length": str(len(body))}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


bridged = Site(application, threads=2)


def main() -> None:
    """Serve until told to stop."""
    name, interface = SERVED[sys.argv[1]]
    address = {"address": "127.0.0.1", "port": int(sys.argv[2])}
    Granian(f"tests.web.echo:{name}", interface=interface, websockets=False, **address).serve()


if __name__ == "__main__":
    main()
