"""An installation without demo mode, and a real mail server."""

from collections.abc import Iterator

import pytest

from tests.browser.site import Site
from tests.journeys.post import Post


@pytest.fixture
def post() -> Iterator[Post]:
    """The mail server."""
    made = Post()
    made.controller.start()
    yield made
    made.controller.stop()


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, post: Post) -> Iterator[Site]:
    """A new, empty installation with web and worker."""
    made = Site(
        tmp_path_factory.mktemp("journey") / "home", PAIRWELL_SMTP_URL=f"smtp://127.0.0.1:{post.port}"
    )
    try:
        made.run("migrate")
        made.python(
            "from pairwell.people.actions import load_skills; load_skills()\n"
            "from pairwell.library.actions import load_activities; load_activities()"
        )
        made.serve()
        yield made
    finally:
        made.stop()
