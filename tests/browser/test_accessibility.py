"""axe-core finds nothing on any page, in both themes and widths; no page breaks the content policy."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.chromium import in_theme
from tests.browser.site import Site
from tests.browser.visits import Visit, visits

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What another theme can change; everything else is the same in both.
OF_THE_THEME = ["color-contrast"]
PATIENCE = 120_000

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]


@lru_cache(maxsize=1)
def pages_of(site: Site) -> list[Visit]:
    return visits(site)


def violations(page: Page, only: list[str] | None = None) -> list[str]:
    """What axe says of the page as it is: rule, and the first places. only: these rules instead of all."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    chosen = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
    found: list[dict[str, Any]] = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations']}).then(r => r.violations)",
        chosen,
    )
    return [f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]}" for one in found]


def signed_in(browser: Browser, site: Site, role: str, width: int, sharp: float = 1) -> BrowserContext:
    """A browser of that width in which nothing moves: colors are looked at when they have arrived."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="light", reduced_motion="reduce",
        device_scale_factor=sharp,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    if role:
        context.new_page().goto(site.links[role])  # type: ignore[attr-defined]
    return context


def look_at(page: Page, visit: Visit, address: str, width: int, said: list[str]) -> list[str]:
    """Everything wrong with one page at one width: opened once, seen in both themes."""
    page.emulate_media(color_scheme="light")
    response = page.goto(address + visit.path)
    assert response is not None
    problems = violations(page)
    if response.status != (404 if visit.name == "not-found" else 200):
        problems.append(f"answers {response.status}")
    if (broad := page.evaluate("document.documentElement.scrollWidth")) > width:
        problems.append(f"is {broad} px wide")
    in_theme(page, "dark")
    problems += [f"in the dark, {one}" for one in violations(page, OF_THE_THEME)]
    return problems + said


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible_fits_and_keeps_the_content_policy(
    demo: Site, browser: Browser, width: int
) -> None:
    wrong: dict[str, list[str]] = {}
    for role in dict.fromkeys(visit.role for visit in pages_of(demo)):
        context = signed_in(browser, demo, role, width)
        page = context.new_page()
        said: list[str] = []

        def listen(message: ConsoleMessage, said: list[str] = said) -> None:
            if message.type == "error" and "status of 404" not in message.text:
                said.append(message.text[:300])

        page.on("console", listen)
        for visit in (one for one in pages_of(demo) if one.role == role):
            if problems := look_at(page, visit, demo.address, width, said):
                wrong[f"{visit.name} {visit.path}"] = problems
            said.clear()
        context.close()
    assert wrong == {}


def test_axe_would_notice_a_field_without_a_label(demo: Site, browser: Browser) -> None:
    """The test of the test."""
    page = browser.new_context().new_page()
    page.goto(demo.address + "/accounts/login/")
    page.evaluate("document.querySelector('label[for=id_login]').remove()")
    page.evaluate("document.getElementById('id_login').removeAttribute('placeholder')")
    assert any(found.startswith("label:") for found in violations(page))


def test_axe_would_notice_pale_letters_in_the_dark(demo: Site, browser: Browser) -> None:
    """The same for what is looked at in the second theme."""
    page = signed_in(browser, demo, "", 1440).new_page()
    page.goto(demo.address + "/accounts/login/")
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.querySelector('label[for=id_login]').style.color = '#333'")
    assert violations(page, OF_THE_THEME)
