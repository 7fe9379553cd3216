"""`make screenshots`: every page at two widths and in two themes, in the folder screenshots/."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch
from tests.browser.site import ROOT, Site
from tests.browser.visits import Visit, visits

FOLDER = ROOT / "screenshots"
LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


def main() -> int:
    """Make the demo company, look at every page, write the pictures."""
    FOLDER.mkdir(exist_ok=True)
    only = set(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="pairwell-") as folder, sync_playwright() as playwright:
        Path(folder).chmod(0o711)
        site = Site(Path(folder) / "home")
        try:
            links = site.demo(people=600)
            pages = [visit for visit in visits(site) if not only or visit.name in only]
            browser = launch(playwright)
            for look in LOOKS:
                shoot(browser, site, links, pages, look)
            browser.close()
        finally:
            site.stop()
    print(f"{len(pages) * len(LOOKS)} pictures in {FOLDER.name}/")
    return 0


def shoot(
    browser: Browser, site: Site, links: dict[str, str], pages: list[Visit], look: tuple[int, Any]
) -> None:
    """Pictures of every page at one width in one theme."""
    width, theme = look
    for role in dict.fromkeys(visit.role for visit in pages):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        page = context.new_page()
        if role:
            page.goto(links[role])
        for visit in (one for one in pages if one.role == role):
            page.goto(site.address + visit.path)
            page.screenshot(path=FOLDER / f"{visit.name}-{width}-{theme}.png", full_page=True)
        context.close()


if __name__ == "__main__":
    raise SystemExit(main())
