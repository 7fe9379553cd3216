"""From a spreadsheet to a program full of people."""

import csv
import io
import re
from datetime import date

from playwright.sync_api import Page

from tests.journeys.person import Person, eventually
from tests.journeys.post import Post

NAME = "First-time managers"
PEOPLE = """Contact;Name;Title;Department;Level;Time zone;Manager
cora@north.example;Cora Núñez;Program lead;People;6;Europe/Berlin;
ada@north.example;Ada Okafor;Director;Engineering;6;Europe/Berlin;
ivo@north.example;Ivo Weiß;Director;Finance;6;Europe/Berlin;
eva@north.example;Eva 李;Director;Legal;6;Europe/Berlin;
ben@north.example;Ben Sato;Engineer;Sales;4;Europe/Berlin;cora@north.example
mia@north.example;Mia Rossi;Analyst;Marketing;4;Europe/Berlin;nobody@north.example
noa@north.example;Noa Levi;Analyst;Sales;4;Europe/Berlin;cora@north.example
broken;No Mail;;;;;
evil@north.example;=cmd|'/c calc'!A1;;;;;
"""
MISTAKE = "Email,Name\nwrong@north.example,Wrong File\n"


def upload(olga: Person, name: str, content: bytes) -> Page:
    page = olga.go("/admin/imports/")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    olga.press(page.locator("main form:has(input[type=file]) button"))
    return page


def import_people(olga: Person) -> None:
    """A dry run, a mapping step, a reason for each bad row; UTF-16 with semicolons, as Excel writes it."""
    page = upload(olga, "people.csv", PEOPLE.encode("utf-16"))
    page.select_option("select[name=column_email]", label="Contact")
    olga.press("Make a dry run")
    olga.sees("people to add", "is not an email address", "looks like a spreadsheet formula")
    olga.sees("neither in this file nor in the directory")
    rows = problems_of(olga)
    assert [row[0] for row in rows[1:]] == ["7", "9", "10"]
    olga.press("Import 7 people")
    olga.sees("Take this import back")


def problems_of(olga: Person) -> list[list[str]]:
    """The list of refused rows, downloaded."""
    with olga.page.expect_download() as download:
        olga.page.locator("main a[href$='problems.csv']").click()
    return list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))


def import_and_take_back(olga: Person) -> None:
    upload(olga, "mistake.csv", MISTAKE.encode())
    olga.press("Make a dry run")
    olga.sees("people to add")
    olga.press("Import 1 person")
    olga.sees("Take this import back")
    assert "Wrong File" in olga.go("/admin/people/?words=wrong").content()
    olga.page.go_back()
    olga.press("Take this import back")
    eventually(lambda: "Wrong File" not in olga.go("/admin/people/?words=wrong").content())
    assert "Ben Sato" in olga.go("/admin/people/?words=ben").content()


def make_program(olga: Person) -> str:
    """A program from a template, run by a colleague too."""
    page = olga.go("/manage/new/first-time-manager/")
    page.fill("input[name=name]", NAME)
    page.fill("input[name=starts_on]", date.today().isoformat())
    olga.press(page.locator("main form:has(input[name=name]) button.btn-primary"))
    found = re.search(r"/manage/programs/(\d+)/", page.url)
    assert found, page.url
    olga.go(f"/manage/programs/{found[1]}/team/?words=nunez")
    olga.press("Make program manager")
    olga.sees("Cora Núñez is program manager now.")
    return found[1]


def open_and_invite(cora: Person, post: Post, program: str) -> None:
    assert eventually(lambda: post.to(cora.email, f"/manage/programs/{program}/"))
    cora.go(f"/manage/programs/{program}/move/enrolling/")
    cora.press(cora.page.locator("main form button.btn-primary"))
    page = cora.go(f"/manage/programs/{program}/invite/")
    page.fill("textarea[name=pasted]", "ada@north.example; Ivo <ivo@north.example>\nmia@north.example")
    cora.press(page.locator("main form:has(textarea[name=pasted]) button").last)
    cora.sees("3 people invited")
    for name in ("ada", "ivo", "mia"):
        assert eventually(lambda who=name: post.to(f"{who}@north.example", f"/programs/{program}/"))  # type: ignore[misc]


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
    """Three steps: the role, the questions, a last look."""
    page = person.go(f"/programs/{program}/join/1/")
    page.check(f"input[name=role][value={role}]")
    person.press("Next")
    fill_required(page)
    person.press("Next")
    person.press(page.locator("main form button[value=on]"))
    assert page.url.endswith(f"/programs/{program}/")


def enroll_in_bulk(cora: Person, post: Post, program: str, lines: str, names: tuple[str, ...]) -> None:
    """Lines pasted, looked at in a dry run, then done; each person gets a letter."""
    page = cora.go(f"/manage/programs/{program}/people/enroll/")
    page.fill("textarea[name=text]", f"{lines}\nstranger@north.example, mentee")
    cora.press(page.locator("main form:has(input[type=file]) button.btn-primary"))
    cora.sees("stranger@north.example")
    cora.press(page.locator("main form:has(input[name=confirmed]) button"))
    for name in names:
        email = f"{name}@north.example"
        assert eventually(lambda who=email: post.to(who, "You have been enrolled"))  # type: ignore[misc]
