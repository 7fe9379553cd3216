"""Every chart of the insights page drawn in gray: what carries meaning stands apart, in both themes."""

import io
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from pairwell.core.colors import contrast
from tests.browser.chromium import in_theme
from tests.browser.site import Site
from tests.browser.test_accessibility import pages_of, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

LEAST = 3.0
"""WCAG 2.2, 1.4.11: what one needs to see to understand a drawing."""
SHARP = 2
"""Pixels of the picture to one of the page, so that thin lines have pixels of their own."""
#: Where to look, in pixels of the page: every chart's bars, rooms, intervals, and every bar of progress.
PLACES = """() => {
  const box = one => { const b = one.getBoundingClientRect();
    return {x: b.x + scrollX, y: b.y + scrollY, width: b.width, height: b.height}; };
  const charts = [...document.querySelectorAll('svg.chart')].map(svg => ({
    name: svg.closest('section').querySelector('h2').textContent,
    scale: svg.getBoundingClientRect().width / svg.viewBox.baseVal.width,
    rooms: [...svg.querySelectorAll('.chart-room')].map(one => ({...box(one), whole: one.matches('.chart-whole')})),
    bars: [...svg.querySelectorAll('.chart-bar')].map(box),
    lines: [...svg.querySelectorAll('.chart-interval')].map(box),
  }));
  const steps = [...document.querySelectorAll('main progress')].map(one => (
    {...box(one), name: one.getAttribute('aria-label'), value: one.value}));
  return {charts, steps};
}"""


@dataclass(frozen=True)
class Picture:
    """A gray picture of a whole page."""

    image: Image.Image

    def at(self, x: float, y: float) -> str:
        """The color at a place of the page."""
        red, green, blue = self.image.getpixel((round(x * SHARP), round(y * SHARP)))  # type: ignore[misc]
        assert red == green == blue, "the picture is not gray"
        return f"#{red:02x}{green:02x}{blue:02x}"

    def edge(self, x: float, y: float, from_color: str) -> float:
        """The strongest contrast within a pixel of the page, up and down: a line lies there or does not."""
        return max(contrast(self.at(x, y + step / SHARP), from_color) for step in range(-SHARP, SHARP + 1))


def in_gray(page: Page) -> Picture:
    page.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
    return Picture(Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB"))


def too_weak(page: Page) -> list[str]:
    """What can not be told apart on the page as it is."""
    places, picture = page.evaluate(PLACES), in_gray(page)
    assert places["charts"]
    found = [weak for chart in places["charts"] for weak in _of_chart(picture, chart)]
    return found + [weak for step in places["steps"] for weak in _of_step(picture, step)]


def _of_chart(picture: Picture, chart: dict[str, Any]) -> list[str]:
    pairs: list[tuple[str, float]] = []
    for room, bar in zip(chart["rooms"], chart["bars"], strict=True):
        behind = picture.at(room["x"] + room["width"] / 2, room["y"] - 3 * chart["scale"])
        if room["whole"]:
            middle = room["x"] + room["width"] / 2
            pairs.append(("the edge of the whole on the page", picture.edge(middle, room["y"], behind)))
        if bar["width"] < 3:
            continue
        high = bar["y"] + 3.5 * chart["scale"]  # above the interval's ends
        filled = picture.at(bar["x"] + min(12.0, bar["width"] / 2), high)
        pairs.append(("a bar on the page", contrast(filled, behind)))
        if bar["width"] < room["width"] - 15:
            pairs.append(
                ("a bar in its room", contrast(filled, picture.at(room["x"] + room["width"] - 8, high)))
            )
    for line in chart["lines"]:
        x, y = line["x"] + line["width"] / 2, line["y"] + line["height"] / 2
        around = picture.at(x, y + 1.4 * chart["scale"])
        pairs.append(("an interval on what is around it", contrast(picture.at(x, y), around)))
    return [f"{chart['name']}: {name} {value:.2f}" for name, value in pairs if value < LEAST]


def _of_step(picture: Picture, step: dict[str, Any]) -> list[str]:
    middle, share = step["y"] + step["height"] / 2, step["value"]
    if not 0.05 < share < 0.95:
        return []
    filled = picture.at(step["x"] + share * step["width"] / 2, middle)
    rest = picture.at(step["x"] + step["width"] * (1 + share) / 2, middle)
    value = contrast(filled, rest)
    return [f"{step['name']}: how far {value:.2f}"] if value < LEAST else []


def opened(demo: Site, browser: Browser, name: str, theme: Literal["light", "dark"]) -> Page:
    visit = next(one for one in pages_of(demo) if one.name == name)
    page = signed_in(browser, demo, visit.role, 1440, SHARP).new_page()
    page.goto(demo.address + visit.path)
    in_theme(page, theme)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["insights-running", "insights-closed"])
def test_charts_are_read_in_gray(
    demo: Site, browser: Browser, name: str, theme: Literal["light", "dark"]
) -> None:
    page = opened(demo, browser, name, theme)
    assert too_weak(page) == []
    page.context.close()


def test_a_bar_that_differs_in_hue_alone_would_be_noticed(demo: Site, browser: Browser) -> None:
    """The test of the test: green on a red as dark."""
    page = opened(demo, browser, "insights-closed", "light")
    page.evaluate(
        "document.querySelectorAll('.chart-bar').forEach(one => one.style.fill = '#00a000');"
        "document.querySelectorAll('.chart-room').forEach(one => {"
        " one.style.fill = '#ff5050'; one.style.opacity = 1; })"
    )
    assert any("a bar in its room" in weak for weak in too_weak(page))
    page.context.close()
