"""The live studio in a browser: a moved slider is answered, nothing is saved by it, circles are tried too."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]
PATIENCE = 90_000


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
    circle = move.locator("#member option").first.inner_text().split(", ")[-1]
    with_room = [
        text
        for text in move.locator("#other option").all_inner_texts()
        if not text.startswith(f"{circle} (") and "6 members" not in text
    ]
    if not with_room:
        pytest.skip("Every circle of the demo company is full: nobody can be moved.")
    (other, *_) = with_room
    move.locator("#other").select_option(label=other)
    move.get_by_role("button", name="Show what it costs").click()
    expect(page.get_by_role("heading", name=re.compile("what it costs"))).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name=re.compile("^Move them to")).click()
    expect(page.get_by_text("You can undo it")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("as they were before")).to_be_visible(timeout=PATIENCE)
