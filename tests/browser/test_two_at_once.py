"""Two people in two browsers, at the same time, in the same session."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def both(browser: Browser, demo: Site) -> tuple[Page, Page]:
    """The mentor and the mentee on the live page of the same session."""
    pages = []
    program = (
        "from pairwell.mentorships.models import Membership, Session\n"
        "from pairwell.people.demo import demo_cast\n"
        "from pairwell.people.models import Person, Organization\n"
        "cast = {row[0]: row[1] for row in Organization.objects.get().demo_cast}\n"
        "mine = Membership.objects.filter(person__email=cast['Mentee'], mentorship__state='active')[0]\n"
        "print(Session.objects.filter(mentorship=mine.mentorship_id, state='planned')[0].pk)\n"
    )
    session = demo.python(program).split()[-1]
    for role in ("Mentor", "Mentee"):
        page = browser.new_context().new_page()
        page.goto(demo.links[role])  # type: ignore[attr-defined]
        page.goto(f"{demo.address}/sessions/{session}/live/")
        pages.append(page)
    return pages[0], pages[1]


def lines(page: Page) -> set[str]:
    return set(page.locator("#live-text").input_value().split("\n"))


def test_two_who_type_at_once_lose_nothing_and_see_each_other(both: tuple[Page, Page]) -> None:
    mentor, mentee = both
    mentor.locator("#live-text").fill("What matters\n\nWhat next")
    expect(mentee.locator("#live-text")).to_have_value("What matters\n\nWhat next")
    mentor.locator("#live-text").press("Control+Home")
    mentor.locator("#live-text").press("End")
    mentee.locator("#live-text").press("Control+End")
    for number in range(12):  # in turns, faster than either page saves
        mentor.locator("#live-text").press_sequentially(f"a{number}")
        mentee.locator("#live-text").press_sequentially(f"b{number}")
    first = "What matters" + "".join(f"a{n}" for n in range(12))
    last = "What next" + "".join(f"b{n}" for n in range(12))
    for page in both:
        expect(page.locator("#live-text")).to_have_value(f"{first}\n\n{last}", timeout=20_000)
    mentor.reload()
    assert lines(mentor) == {first, "", last}


def test_both_at_the_end_of_the_same_text_keep_both_lines(both: tuple[Page, Page]) -> None:
    mentor, mentee = both
    mentor.locator("#live-text").fill("Ideas")
    expect(mentee.locator("#live-text")).to_have_value("Ideas")
    for page, word in ((mentor, "lighthouse"), (mentee, "ferry")):
        page.locator("#live-text").press("Control+End")
        page.locator("#live-text").press("Enter")
        page.locator("#live-text").press_sequentially(word)
    for page in both:
        page.wait_for_function(
            "() => { const v = document.querySelector('#live-text').value;"
            " return v.includes('lighthouse') && v.includes('ferry') && v.includes('Ideas'); }",
            timeout=20_000,
        )
    mentee.reload()
    assert {"Ideas", "lighthouse", "ferry"} <= lines(mentee)


def test_without_a_connection_words_stay_and_are_saved_later(both: tuple[Page, Page]) -> None:
    mentor, mentee = both
    mentee.context.set_offline(True)
    mentee.locator("#live-text").press("Control+End")
    mentee.locator("#live-text").press_sequentially(" offline words")
    expect(mentee.locator("[data-notes-state]")).to_contain_text("Not connected")
    mentee.context.set_offline(False)
    mentor.wait_for_function(
        "() => document.querySelector('#live-text').value.includes('offline words')", timeout=20_000
    )


MINE = """
from pairwell.mentorships.models import Membership
from tests.browser.demo_pages.asking import person
pair = Membership.objects.filter(person=person("Mentee"), mentorship__state="active")[0].mentorship
print(pair.pk, pair.memberships.exclude(person=person("Mentee"))[0].person_id, person("Mentor").pk)
"""


@pytest.fixture
def talk(demo: Site) -> str:
    """The address of the conversation of the demo's mentor and mentee."""
    pair, other, mentor = demo.python(MINE).split()[-3:]
    assert other == mentor
    return f"{demo.address}/mentorships/{pair}/conversation/"


def opened(browser: Browser, demo: Site, role: str, talk: str, *, how: str = "stream") -> Page:
    """The conversation in a browser of its own: with its stream, without one, or without any script."""
    page = browser.new_context(java_script_enabled=how != "plain").new_page()
    page.goto(demo.links[role])  # type: ignore[attr-defined]
    if how == "asking":
        page.route("**/conversation/live/", lambda route: route.abort())
    if how != "stream":
        page.goto(talk)
        return page
    with page.expect_response("**/conversation/live/") as answer:
        page.goto(talk)
    assert answer.value.status == 200
    return page


def say(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def test_what_one_writes_and_changes_the_other_sees_while_typing(
    browser: Browser, demo: Site, talk: str
) -> None:
    mentor, mentee = (opened(browser, demo, role, talk) for role in ("Mentor", "Mentee"))
    mentee.locator("#text").fill("Half a sentence")
    say(mentor, "A word about lighthouses")
    message = mentee.locator(".bubble-row").last
    expect(message).to_contain_text("A word about lighthouses", timeout=20_000)
    assert mentee.locator("#text").input_value() == "Half a sentence"
    mentor.locator(".bubble-row").last.get_by_role("link", name="Change").click()
    mentor.locator("#text").fill("A word about ferries")
    mentor.get_by_role("button", name="Save").click()
    expect(message).to_contain_text("A word about ferries", timeout=20_000)
    expect(message).to_contain_text("Before: A word about lighthouses")
    mentee.get_by_role("button", name="Send", exact=True).click()
    expect(mentor.locator(".thread")).to_contain_text("Half a sentence", timeout=20_000)


def test_without_a_stream_it_comes_a_little_later_and_without_scripts_when_the_page_is_opened(
    browser: Browser, demo: Site, talk: str
) -> None:
    asking, plain = (
        opened(browser, demo, "Mentor", talk, how="asking"),
        opened(browser, demo, "Mentee", talk, how="plain"),
    )
    say(plain, "Sent without any script")
    expect(plain.locator(".thread")).to_contain_text("Sent without any script")
    expect(asking.locator(".thread")).to_contain_text("Sent without any script", timeout=60_000)
    say(asking, "Seen and answered")
    expect(asking.locator(".thread")).to_contain_text("Seen and answered")
    plain.reload()
    expect(plain.locator(".thread")).to_contain_text("Seen and answered")
