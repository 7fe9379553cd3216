"""The whole main job in a browser, in several roles, with real letters: from a spreadsheet to a second match."""

import re
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.site import Site
from tests.journeys.post import Post, calendars_of, link_in

PASSWORD = "a-long-enough-secret"
PEOPLE = """Email;Name;Title;Department;Level;Time zone;Manager
cora@north.example;Cora Núñez;Program lead;People;6;Europe/Berlin;
ada@north.example;Ada Okafor;Director;Engineering;8;Europe/Berlin;
ivo@north.example;Ivo Weiß;Director;Finance;8;Europe/Berlin;
ben@north.example;Ben Sato;Engineer;Sales;3;Europe/Berlin;cora@north.example
mia@north.example;Mia Rossi;Analyst;Marketing;3;Europe/Berlin;cora@north.example
broken;No Mail;;;;;
evil@north.example;=cmd|'/c calc'!A1;;;;;
"""

pytestmark = pytest.mark.browser


def eventually(what: Callable[[], object], seconds: float = 40) -> object:
    """Wait until something is true and return it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.2)
    raise AssertionError("It did not happen in time.")


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Browser, site: Site, email: str) -> None:
        self.site, self.email = site, email
        self.page: Page = browser.new_context().new_page()
        self.page.set_default_timeout(20_000)

    def go(self, path: str) -> Page:
        """Open a page; it must answer 200."""
        response = self.page.goto(path if path.startswith("http") else self.site.address + path)
        assert response is not None
        assert response.status == 200, f"{self.email} {path}: {response.status}"
        return self.page

    def set_password(self, link: str) -> None:
        """Choose a password behind a link and sign in."""
        self.go(link)
        for field in self.page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        self.page.click("text=Save my password")
        self.go("/accounts/login/")
        self.page.fill("#id_login", self.email)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("main button:has-text('Sign in')")
        self.page.wait_for_url(re.compile(r"/$"))

    def come_in(self, post: Post) -> None:
        """Ask for a password by mail, as people do the first time."""
        self.go("/accounts/password/reset/")
        self.page.fill("#id_email", self.email)
        self.page.click("text=Send me the link")
        letter = eventually(lambda: post.to(self.email, "password"))[-1]  # type: ignore[index]
        self.set_password(link_in(letter, "/password/reset/key/"))

    def sees(self, text: str) -> None:
        """The text must appear."""
        self.page.wait_for_selector(f"text={text}")


def import_people(olga: Person) -> None:
    page = olga.go("/admin/imports/")
    page.set_input_files(
        "#id_file", files=[{"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode("utf-16")}]
    )
    page.click("text=Upload and look at it")
    page.click("text=Make a dry run")
    olga.sees("people to add")
    assert "is not an email address" in page.inner_text("main")
    assert "looks like a spreadsheet formula" in page.inner_text("main")
    page.click("text=Import 5 people")
    olga.sees("Take this import back")


def make_program(olga: Person, site: Site) -> str:
    page = olga.go("/manage/new/first-time-manager/")
    page.fill("input[name=name]", "First-time managers")
    page.click("main form button.btn-primary")
    page.wait_for_url(re.compile(r"/manage/programs/\d+/"))
    found = re.search(r"/programs/(\d+)/", page.url)
    assert found
    site.python(
        "from pairwell.people.models import Person; from pairwell.programs.models import Program\n"
        "from pairwell.programs.actions import add_manager\n"
        f"add_manager(by=Person.objects.get(email='{olga.email}'), program=Program.objects.get(pk={found[1]}),"
        " person=Person.objects.get(email='cora@north.example'))"
    )
    return found[1]


def open_and_invite(cora: Person, program: str) -> None:
    page = cora.go(f"/manage/programs/{program}/move/enrolling/")
    page.click("main form button.btn-primary")
    page = cora.go(f"/manage/programs/{program}/invite/")
    page.fill("textarea", "ada@north.example\nivo@north.example\nben@north.example\nmia@north.example")
    page.click("main form:has(textarea) button.btn-primary")
    for _ in range(2):  # what will happen comes first
        if page.locator("main button:has-text('Invite'), main button:has-text('Send')").count():
            page.locator("main button:has-text('Invite'), main button:has-text('Send')").first.click()


def fill_required(page: Page) -> None:
    """Answer every required question with its first answer, as a hurried person would."""
    for label in page.locator("main .required").all():
        box = label.locator("xpath=..")
        choices = box.locator("input[type=radio], input[type=checkbox]")
        if choices.count():
            choices.first.check()
        elif (select := box.locator("select")).count():
            first = select.locator("option[value]:not([value=''])").first.get_attribute("value")
            select.select_option(first, force=True)
        elif (field := box.locator("input:not([type=hidden]), textarea")).count():
            kind = field.first.get_attribute("type")
            field.first.fill("3" if kind == "number" else "To lead a team well")


def join(person: Person, program: str, role: str) -> None:
    page = person.go(f"/programs/{program}/join/1/")
    page.check(f"input[name=role][value={role}]")
    page.click("main button:has-text('Next')")
    fill_required(page)
    page.click("main button:has-text('Next')")
    page.locator("main form button[value=on]").click()
    page.wait_for_url(re.compile(r"/programs/\d+/$"))


def match_and_send(cora: Person, program: str, *, again: bool = False) -> None:
    page = cora.go(f"/manage/programs/{program}/match/")
    page.click("text=Match again" if again else "text=Save and find the best pairs")
    page.wait_for_selector("text=Look closer", timeout=60_000)
    page.click("text=/Send all/")
    page.click("main button:has-text('Send')")
    cora.sees("sent.")


def accept(person: Person, post: Post, count: int = 1) -> None:
    letters = eventually(lambda: len(found := post.to(person.email, "/proposals/")) >= count and found)
    letter = letters[-1]  # type: ignore[index]
    events = [event for calendar in calendars_of(letter) for event in calendar.walk("VEVENT")]
    assert calendars_of(letter)[0]["METHOD"] == "REQUEST"
    assert events
    assert person.email in str(events[0]["ATTENDEE"])
    person.go(link_in(letter, "/proposals/"))
    person.page.click("text=Yes, gladly")


def test_from_a_spreadsheet_to_a_second_match(browser: Browser, site: Site, post: Post) -> None:
    people = {
        name: Person(browser, site, f"{name}@north.example") for name in ("cora", "ada", "ivo", "ben", "mia")
    }
    olga = Person(browser, site, "olga@north.example")
    printed = site.run("owner", olga.email, "Olga Owner")
    olga.set_password(printed.split("once): ")[1].strip())
    import_people(olga)
    program = make_program(olga, site)
    for person in people.values():
        person.come_in(post)
    cora, ada, ivo, ben, mia = people.values()
    open_and_invite(cora, program)
    eventually(lambda: post.to(ben.email, "First-time managers"))
    for person, role in ((ada, "mentor"), (ivo, "mentor"), (ben, "mentee"), (mia, "mentee")):
        join(person, program, role)
    cora.go(f"/manage/programs/{program}/move/matching/").click("main form button.btn-primary")
    match_and_send(cora, program)
    for person in (ada, ivo, ben, mia):
        accept(person, post)
    cora.go(f"/manage/programs/{program}/move/active/").click("main form button.btn-primary")
    work_together(ben)
    cora.go(f"/manage/programs/{program}/health/")
    assert "canary-word" not in cora.page.content()
    end_without_blame(ben, post)
    cora.go(f"/manage/programs/{program}/health/")


def work_together(ben: Person) -> None:
    page = ben.go("/mentorships/")
    page.click("main a[href*='/mentorships/']")
    page.wait_for_url(re.compile(r"/mentorships/\d+/"))
    home = page.url
    ben.go(home + "plan/")
    page.fill("input[name=starts_at]", f"{date.today() + timedelta(days=9)}T10:00")
    page.select_option("select[name=activity]", "life-journeys")
    page.click("main form:has(select[name=activity]) button.btn-primary")
    page.wait_for_url(re.compile(r"/sessions/\d+/"))
    ben.go(home + "conversation/")
    page.fill("textarea", "Hello, canary-word")
    page.click("main form:has(textarea) button.btn-primary")
    ben.sees("canary-word")
    ben.go(home + "goals/")
    page.fill("input[name=title]", "Lead a retrospective")
    page.click("main form:has(input[name=title]) button.btn-primary")
    ben.sees("Lead a retrospective")
    ben.go(home)
    page.click("text=We met elsewhere")


def end_without_blame(ben: Person, post: Post) -> None:
    page = ben.go("/mentorships/")
    page.click("main a[href*='/mentorships/']")
    page.wait_for_url(re.compile(r"/mentorships/\d+/"))
    ben.go(page.url + "ending/")
    page.locator("main input[type=radio][name=reason]").first.check()
    page.locator("main form:has(input[name=reason]) button").last.click()
    canceled = eventually(
        lambda: [one for one in post.letters if any(c["METHOD"] == "CANCEL" for c in calendars_of(one))]
    )
    assert canceled
