"""The live studio in a browser: a moved slider is answered, nothing is saved by it, circles are tried too."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]
PATIENCE = 90_000
MOVED = re.compile("Moved to another circle.*You can undo it")


def program(demo: Site, **fields: str) -> str:
    asked = ", ".join(f"{name}={value!r}" for name, value in fields.items())
    line = f"from pairwell.programs.models import Program\nprint(Program.objects.filter({asked})[0].pk)"
    return demo.python(line).split()[-1]


def studio(browser: Browser, demo: Site, number: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(demo.links["Program manager"])  # type: ignore[attr-defined]
    page.goto(f"{demo.address}/manage/programs/{number}/match/")
    expect(page.locator("#outcome .figures")).to_be_visible(timeout=PATIENCE)
    return page


def versions(demo: Site, number: str) -> str:
    return demo.python(
        f"from pairwell.programs.models import Policy\nprint(Policy.objects.filter(program={number}).count())"
    ).split()[-1]


def test_a_moved_slider_shows_what_it_does_to_whom_and_saves_nothing(browser: Browser, demo: Site) -> None:
    number = program(demo, state="matching")
    before = versions(demo, number)
    page = studio(browser, demo, number)
    expect(page.locator("#outcome")).not_to_contain_text("Draft")
    slider = page.locator("[data-criterion]", has=page.locator("#weight-hours_overlap")).locator(
        "[data-slider]"
    )
    slider.focus()
    slider.press("End")
    expect(page.locator("#weight-hours_overlap")).to_have_value("100")
    expect(page.locator("#outcome")).to_contain_text(re.compile("somebody else|same match"), timeout=PATIENCE)
    expect(page.locator("#advice")).to_contain_text("What would help most", timeout=PATIENCE)
    page.locator("[data-reset-policy]").click()
    expect(page.locator("#outcome")).not_to_contain_text("somebody else", timeout=PATIENCE)
    assert versions(demo, number) == before


def test_a_number_that_is_none_is_said_beside_the_outcome_and_mended(browser: Browser, demo: Site) -> None:
    page = studio(browser, demo, program(demo, state="matching"))
    page.locator("#policy summary", has_text="And for those").nth(1).click()
    page.locator("#steps-language_in_common").fill("many")
    expect(page.locator("#outcome")).to_contain_text("is not a number", timeout=PATIENCE)
    page.locator("#steps-language_in_common").fill("2")
    expect(page.locator("#outcome .figures")).to_be_visible(timeout=PATIENCE)


def test_circles_are_matched_looked_at_and_changed_by_hand(browser: Browser, demo: Site) -> None:
    page = studio(browser, demo, program(demo, state="enrolling", format="group"))
    expect(page.locator("#outcome .proof")).to_contain_text(re.compile("best possible"))
    page.get_by_role("button", name="Save and find the best pairs").click()
    expect(page.get_by_role("heading", name=re.compile(r"\d+ circles?"))).to_be_visible(timeout=PATIENCE)
    move = page.get_by_role("form", name="Move somebody")
    other = roomiest(move.locator("#other option").all_inner_texts())
    circle = other.split(" (")[0]
    seats = move.locator("#member option").all_inner_texts()
    member = next(text for text in seats if not text.endswith(f", {circle}"))
    move.locator("#member").select_option(label=member)
    move.locator("#other").select_option(label=other)
    move.get_by_role("button", name="Show what it costs").click()
    expect(page.get_by_role("heading", name=re.compile("what it costs"))).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name=re.compile("^Move them to")).click()
    expect(page.get_by_text(MOVED)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("as they were before")).to_be_visible(timeout=PATIENCE)
    drag_and_see_the_cost(page, member, circle)


def roomiest(circles: list[str]) -> str:
    """The circle with the fewest members; in the demo company one of them has places left."""
    return min(circles, key=lambda text: int(re.findall(r"\d+", text)[-1]))


def drag_and_see_the_cost(page: Page, member: str, circle: str) -> None:
    """The same by dragging: the cost is there before the member is let go, and nothing has happened until then."""
    name = member.rsplit(", ", 1)[0]
    page.set_viewport_size({"width": 1280, "height": 3600})  # what is dragged does not scroll away
    target = page.locator("tr[data-circle]", has=page.get_by_text(circle, exact=True))
    held = page.locator("[data-seat]", has_text=name)
    held.hover()
    page.mouse.down()
    target.hover()
    target.hover()
    cost = target.locator("[data-cost]")
    expect(cost).to_contain_text("total fit", timeout=PATIENCE)
    expect(target.locator("[data-seat]", has_text=name)).to_have_count(0)
    page.mouse.up()
    expect(page.get_by_text(MOVED)).to_be_visible(timeout=PATIENCE)
    expect(target.locator("[data-seat]", has_text=name)).to_have_count(1)
