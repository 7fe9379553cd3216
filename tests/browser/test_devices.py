"""Notifications on a device in a real browser: added, shown, removed, ended by signing out; every state of the page."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.browser.chromium import OPTIONS, in_theme, path_of_chromium
from tests.browser.push_maker import push_maker
from tests.browser.site import Site
from tests.browser.test_accessibility import OF_THE_THEME, violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

COUNT = "from pairwell.messaging.models import PushDevice; print(PushDevice.objects.count())"
SEVERAL = """
from pairwell.messaging.models import PushDevice
from tests.browser.demo_pages.asking import person
for number, name in enumerate(("Firefox on Windows", "Chrome on Android", "Safari on iPhone")):
    PushDevice.objects.create(person=person("Mentee"), endpoint=f"https://push.example.org/{number}", key="k",
                              secret="s", name=name, failures=number % 2)
"""
NONE = "from pairwell.messaging.models import PushDevice; PushDevice.objects.all().delete()"
SHOWN = """async () => {
  const [worker] = await navigator.serviceWorker.getRegistrations();
  return (await worker.getNotifications()).map(one => [one.title, one.body, one.tag, one.data.url]);
}"""
SUBSCRIBED = """async () => {
  const found = await navigator.serviceWorker.getRegistrations();
  const made = await Promise.all(found.map(worker => worker.pushManager.getSubscription()));
  return made.some(one => one !== null);
}"""


@pytest.fixture
def own(browser: Browser, demo: Site, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser with a profile of its own, as subscriptions need one, in which the mentee has signed in."""
    with push_maker() as switches:
        arguments = [one for one in OPTIONS if one != "--disable-background-networking"]
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=path_of_chromium(), headless=True,
            args=[*arguments, *switches], reduced_motion="reduce",
        )  # fmt: skip
        context.grant_permissions(["notifications"], origin=demo.address)
        demo.python(NONE)
        context.new_page().goto(demo.links["Mentee"])  # type: ignore[attr-defined]
        yield context
        context.close()
        demo.python(NONE)


def letters(context: BrowserContext, demo: Site) -> Page:
    page = context.new_page()
    page.goto(f"{demo.address}/me/letters/")
    return page


def devices(demo: Site) -> int:
    return int(demo.python(COUNT).split()[-1])


def add(page: Page) -> None:
    page.get_by_role("button", name="Tell me on this device").click()
    expect(page.locator("main")).to_contain_text("This device is told from now on", timeout=30_000)
    expect(page.locator(".badge", has_text="this device")).to_be_visible()


def worker_of(page: Page) -> tuple[CDPSession, str]:
    """The developers' line to the browser's service workers, and the id of ours."""
    line, found = page.context.new_cdp_session(page), []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(said["registrations"]))
    line.send("ServiceWorker.enable")
    page.wait_for_timeout(500)
    return line, next(one["registrationId"] for one in found if not one["isDeleted"])


def test_a_device_is_added_shows_what_arrives_and_is_ended_by_signing_out(
    own: BrowserContext, demo: Site
) -> None:
    page = letters(own, demo)
    add(page)
    assert devices(demo) == 1
    expect(page.locator("[data-push-said]")).to_have_text("This device is told.")
    expect(page.get_by_role("button", name="Tell me on this device")).to_be_hidden()
    line, worker = worker_of(page)
    told = {"title": "Pairwell", "text": "Something new waits for you.", "url": "/notices/"}
    for _ in range(2):  # the second replaces the first
        line.send("ServiceWorker.deliverPushMessage", {
            "origin": demo.address, "registrationId": worker, "data": json.dumps(told),
        })  # fmt: skip
    page.wait_for_function(f"({SHOWN})().then(shown => shown.length === 1)")
    assert page.evaluate(SHOWN) == [["Pairwell", "Something new waits for you.", "notices", "/notices/"]]
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    assert devices(demo) == 0
    assert not page.evaluate(SUBSCRIBED)
    assert page.evaluate(SHOWN) == []


def test_forgetting_the_device_offers_it_again_and_so_does_a_browser_that_dropped_it(
    own: BrowserContext, demo: Site
) -> None:
    page = letters(own, demo)
    add(page)
    page.get_by_role("button", name="Forget").click()
    expect(page.get_by_role("button", name="Tell me on this device")).to_be_visible()
    assert (devices(demo), page.evaluate(SUBSCRIBED)) == (0, False)
    add(page)
    page.evaluate("""async () => {
        const [worker] = await navigator.serviceWorker.getRegistrations();
        await (await worker.pushManager.getSubscription()).unsubscribe();
    }""")
    page.reload()
    expect(page.locator("[data-push-said]")).to_contain_text("has dropped")
    add(page)
    assert devices(demo) == 1


def states(browser: Browser, demo: Site, own: BrowserContext) -> Iterator[tuple[str, Page]]:
    """(state, page that is in it), one after the other."""
    for state in ("denied", "not supported"):
        context = browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        page.goto(demo.links["Mentee"])  # type: ignore[attr-defined]
        if state == "not supported":
            page.add_init_script("delete window.PushManager")
        else:
            context.grant_permissions([], origin=demo.address)  # what is not granted is refused then
        page.goto(f"{demo.address}/me/letters/")
        yield state, page
        context.close()
    page = letters(own, demo)
    yield "offered", page
    add(page)
    yield "on", page
    demo.python(SEVERAL)
    page.reload()
    yield "several", page
    demo.python(NONE)
    page.reload()
    yield "removed", page


SAYS = {
    "denied": "blocked in this browser",
    "not supported": "takes no notifications from websites",
    "offered": "Tell me on this device",
    "on": "this device",
    "several": "it did not take the last line yet",
    "removed": "Tell me on this device",
}


def test_every_state_of_the_devices_is_accessible_and_fits(
    browser: Browser, demo: Site, own: BrowserContext
) -> None:
    seen = []
    for state, page in states(browser, demo, own):
        section = page.locator("section[aria-labelledby=devices-title]")
        expect(section).to_contain_text(SAYS[state])
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            in_theme(page, "light")
            found = violations(page)
            in_theme(page, "dark")
            found += violations(page, OF_THE_THEME)
            assert found == [], (state, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (state, width)
        seen.append(state)
    assert seen == list(SAYS)
