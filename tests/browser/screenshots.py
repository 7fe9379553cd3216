"""`make screenshots`: every page at two widths and in two themes, in the folder screenshots/.

Those that the README shows are written to docs/pictures/ too, so that they are what the program looks like.
`python -m tests.browser.screenshots studio home` makes those pages only.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import in_theme, launch
from tests.browser.site import ROOT, Site
from tests.browser.visits import Visit, visits

FOLDER = ROOT / "screenshots"
PICTURES = ROOT / "docs" / "pictures"
#: What the README shows: the first screen of these pages.
IN_README = {"studio", "mentorship"}
WIDTHS = (1440, 390)
THEMES: tuple[Any, ...] = ("light", "dark")
PATIENCE = 120_000


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
            for width in WIDTHS:
                shoot(browser, site, links, pages, width)
            browser.close()
        finally:
            site.stop()
    print(f"{len(pages) * len(WIDTHS) * len(THEMES)} pictures in {FOLDER.name}/")
    return 0


def shoot(browser: Browser, site: Site, links: dict[str, str], pages: list[Visit], width: int) -> None:
    """Pictures of every page at one width, each opened once and seen in both themes."""
    for role in dict.fromkeys(visit.role for visit in pages):
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        if role:
            page.goto(links[role])
        for visit in (one for one in pages if one.role == role):
            page.goto(site.address + visit.path)
            picture(page, visit.name, width)
        context.close()


def picture(page: Page, name: str, width: int) -> None:
    """The whole page in each theme; the README's first screen as well."""
    for theme in THEMES:
        in_theme(page, theme)
        page.screenshot(path=FOLDER / f"{name}-{width}-{theme}.png", full_page=True)
        if name in IN_README and (width, theme) == (WIDTHS[0], THEMES[0]):
            page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    raise SystemExit(main())
