"""The system's Chromium, as scripts/provide.sh looks for it."""

import os
import shutil
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Until nothing has moved for three frames: a color that arrives sets others moving. What never ends does not count.
ARRIVED = """async () => {
  const moves = one => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity;
  for (let still = 0, frames = 0; still < 3 && frames < 300; frames++) {
    await new Promise(requestAnimationFrame);
    still = document.getAnimations().some(moves) ? 0 : still + 1;
  }
}"""


def path_of_chromium() -> str:
    """PAIRWELL_CHROMIUM, else the first one in the PATH."""
    named = os.environ.get("PAIRWELL_CHROMIUM", "")
    found = next((path for name in (named, *NAMES) if name and (path := shutil.which(name))), None)
    assert found, "Chromium is missing: install your system's package `chromium`, or set PAIRWELL_CHROMIUM."
    return found


def launch(playwright: Playwright) -> Browser:
    """A browser without a window."""
    return playwright.chromium.launch(executable_path=path_of_chromium(), headless=True, args=OPTIONS)


def in_theme(page: Page, theme: Literal["light", "dark"]) -> None:
    """Show the page in this theme, and wait until its colors have arrived."""
    page.emulate_media(color_scheme=theme)
    page.wait_for_selector(f"html[data-bs-theme={theme}]", state="attached")
    page.evaluate(ARRIVED)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, one for all tests of a process: Playwright takes no second one."""
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()
