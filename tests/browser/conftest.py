"""A demo company, served for real."""

from collections.abc import Iterator

import pytest

from tests.browser.site import Site


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demo company with web and worker."""
    site = Site(tmp_path_factory.mktemp("demo") / "home")
    try:
        site.links = site.demo(people=600)  # type: ignore[attr-defined]
        yield site
    finally:
        site.stop()
