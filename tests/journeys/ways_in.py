"""What journeys into a program share: a site with programs, somebody who is signed in, going on by Tab."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.site import Site

PASSWORD = "a-long-enough-secret"


@contextmanager
def prepared(folder: Path, setup: str) -> Iterator[tuple[Site, dict[str, int]]]:
    """A running site, and the ids that the code which sets it up prints as JSON after "IDS"."""
    site = Site(folder)
    try:
        site.run("migrate")
        said = site.python(setup)
        site.start("serve", "--port", str(site.port))
        site.wait()
        yield site, json.loads(said.split("IDS")[1])
    finally:
        site.stop()


class Visitor:
    """Somebody who is signed in."""

    def __init__(self, browser: Browser, site: Site, name: str) -> None:
        self.site = site
        self.page: Page = browser.new_context().new_page()
        self.page.set_default_timeout(30_000)
        self.go("/accounts/login/")
        self.page.fill("#id_login", f"{name}@north.example")
        self.page.fill("#id_password", PASSWORD)
        with self.page.expect_navigation():
            self.page.click("main button:has-text('Sign in')")

    def go(self, path: str) -> Page:
        """Open a page."""
        self.page.goto(self.site.address + path)
        return self.page

    def press(self, words: str) -> None:
        """Click a button or link of the main part, and wait for the next page."""
        with self.page.expect_navigation():
            self.page.click(f"main :is(button, a):has-text('{words}'), .page-actions a:has-text('{words}')")

    def join(self, role: str = "mentee") -> str:
        """The three steps, the shortest way; what the program's page says then."""
        self.page.check(f"input[name=role][value={role}]")
        for words in ("Next", "Next", "Join "):
            self.press(words)
        return self.page.inner_text("main")

    def sees(self, words: str) -> None:
        """The words must be on the page."""
        assert words in self.page.inner_text("main")


def tab_to(page: Page, selector: str) -> None:
    """Tab on until the element has the focus, as somebody without a mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} can not be reached by Tab")
