"""The web application for an ASGI server: what `pairwell serve` runs, with streams."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pairwell.settings")
_pages = get_wsgi_application()

from pairwell.cli.serve import THREADS  # noqa: E402
from pairwell.web.live.site import Site, Stopping  # noqa: E402 - Django must be ready


def site(*, threads: int = THREADS, stopping: Stopping | None = None) -> Site:
    """The site with so many threads for pages. stopping: set when the server begins to stop."""
    return Site(_pages, threads=threads, stopping=stopping)


application = site()
