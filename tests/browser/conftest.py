"""A demo company, served for real, and a browser to look at it."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is missing: install your system's package `chromium`."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, headless=True, args=CHROMIUM_OPTIONS)
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
