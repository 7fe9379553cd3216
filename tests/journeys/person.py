"""Somebody with a browser of their own, who does what people do: open a page, fill a form, press a button."""

import re
import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Browser, Locator, Page

from tests.browser.site import Site
from tests.journeys.post import Post, link_in

PASSWORD = "a-long-enough-secret"
#: A loaded machine is slow, and waiting costs nothing where what is waited for comes.
PATIENCE = 120
T = TypeVar("T")


def eventually(what: Callable[[], T], seconds: float = PATIENCE) -> T:
    """Wait until something is true and return it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("It did not happen in time.")


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Browser, site: Site, name: str) -> None:
        self.site, self.email = site, f"{name}@north.example"
        self.page: Page = browser.new_context().new_page()
        self.page.set_default_timeout(PATIENCE * 1000)

    def go(self, path: str) -> Page:
        """Open a page; it must answer 200."""
        response = self.page.goto(path if path.startswith("http") else self.site.address + path)
        assert response is not None
        assert response.status == 200, f"{self.email} {path}: {response.status}"
        return self.page

    def press(self, button: Locator | str) -> None:
        """Press a button that sends a form, and wait for the page that answers; it must not be a refusal.

        A name finds the first button that begins with it. Without waiting for the answer, the next page
        asked for would cut the form off on its way.
        """
        if isinstance(button, str):
            name = re.compile(rf"^\s*{re.escape(button)}")
            button = self.page.locator("main, header").get_by_role("button", name=name).first
        with self.page.expect_navigation() as answer:
            button.click()
        status = answer.value.status
        assert status < 400, f"{self.email} {self.page.url}: {status}: {self.text()[:2000]}"

    def text(self) -> str:
        """What the page says."""
        return self.page.inner_text("main")

    def sees(self, *texts: str) -> None:
        """Each text is on the page, or comes."""
        for text in texts:
            self.page.locator("main").get_by_text(text).first.wait_for(state="attached")

    def set_password(self, link: str) -> None:
        """Choose a password behind a link and sign in."""
        self.go(link)
        for field in self.page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        self.press(self.page.locator("main form button").first)
        self.go("/accounts/login/")
        self.page.fill("input[name=login]", self.email)
        self.page.fill("input[name=password]", PASSWORD)
        self.press(self.page.locator("main form:has(input[name=password]) button").first)
        assert self.page.url == f"{self.site.address}/", self.page.url

    def come_in(self, post: Post) -> None:
        """Ask for a password by mail, as people do the first time."""
        self.go("/accounts/password/reset/")
        self.page.fill("input[name=email]", self.email)
        self.press(self.page.locator("main form:has(input[name=email]) button").first)
        letter = eventually(lambda: post.to(self.email, "/password/reset/key/"))[-1]
        self.set_password(link_in(letter, "/password/reset/key/"))
