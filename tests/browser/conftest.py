"""A demo company, served for real, and a browser to look at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch
from tests.browser.site import Site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demo company with web and worker."""
    site = Site(tmp_path_factory.mktemp("demo") / "home")
    try:
        site.links = site.demo(people=600)  # type: ignore[attr-defined]
        yield site
    finally:
        site.stop()
