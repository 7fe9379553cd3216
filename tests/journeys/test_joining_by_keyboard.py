"""Joining without a mouse: by invitation, with a code and after a nomination, with questions of several kinds."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.site import Site
from tests.journeys.ways_in import PASSWORD, Visitor, prepared, tab_to

SETUP = f"""
import json
from datetime import timedelta
from pairwell.core.clock import today
from pairwell.people.actions.catalog import load_skills
from pairwell.people.models import Person, Profile
from pairwell.programs.models import Grant, Invitation, Nomination, Program, Question
load_skills()
people = {{}}
for name in ("cora", "boss", "kim", "lea", "nia"):
    person = Person.objects.create_person(email=f"{{name}}@north.example", full_name=f"{{name.title()}} North")
    person.set_password("{PASSWORD}")
    person.save()
    Profile.objects.create(person=person)
    people[name] = person
options = [{{"key": "calm", "label": "Calmly"}}, {{"key": "fast", "label": "Fast"}}]
def make(name, **fields):
    start = today() + timedelta(days=40)
    made = Program.objects.create(name=name, aim="Grow", state="enrolling", starts_on=start, is_open=False,
        ends_on=start + timedelta(days=90), **fields)
    Grant.objects.create(program=made, person=people["cora"], role="manager")
    Question.objects.create(program=made, key="pace", text="How do you learn?", kind="single", options=options,
        required=True)
    Question.objects.create(program=made, key="why", text="Why fast?", kind="text", required=True, position=1,
        condition={{"question": "pace", "answers": ["fast"]}})
    Question.objects.create(program=made, key="learn", text="What to learn?", kind="skills", asked="mentee",
        required=True, position=2, limits={{"levels": True}})
    return made
invited, coded, named = make("By invitation"), make("With a code", join_code="NORTH2028"), make("Nominated")
Program.objects.filter(pk=named.pk).update(by_nomination=True)
Invitation.objects.create(program=invited, person=people["kim"])
Nomination.objects.create(program=named, person=people["nia"], by=people["boss"], enrolls_on=today() + timedelta(9))
print("IDS" + json.dumps({{"invited": invited.pk, "nominated": named.pk}}))
"""
KEPT = """
import json
from pairwell.programs.models import Enrollment
row = Enrollment.objects.get(person__email="{email}")
print("SAID" + json.dumps([row.state, dict(row.answers.values_list("question__key", "value"))]))
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, int]]]:
    """One site for the three, and the ids of its programs."""
    with prepared(tmp_path_factory.mktemp("keyboard") / "home", SETUP) as made:
        yield made


def enter(page: Page, selector: str) -> None:
    """Go to a button or link by Tab, press Enter, and wait for the next page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def walk(visitor: Visitor) -> None:
    """The three steps: a role, a choice, the question it opens, a skill with its level; wrong once on the way."""
    page, on = visitor.page, "main button[value=on]"
    tab_to(page, "input[name=role]")
    page.keyboard.press("Space")
    enter(page, on)
    tab_to(page, "input[name=q_pace]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "input[name=q_why]")
    page.keyboard.type("Time is short")
    enter(page, on)
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.input_value("input[name=q_why]") == "Time is short", "what was typed stays"
    tab_to(page, "[data-question=q_learn] .ts-control input")
    page.keyboard.type("Negotiat")
    page.locator(".ts-dropdown .option.active:has-text('Negotiation')").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    tab_to(page, "select[name^=q_learn-level-]")
    page.keyboard.press("ArrowDown")
    enter(page, on)
    assert "Time is short" in page.inner_text("main")
    enter(page, on)


def kept(site: Site, name: str) -> tuple[str, dict[str, object]]:
    """The state and the answers that are stored now."""
    state, answers = json.loads(site.python(KEPT.format(email=f"{name}@north.example")).split("SAID")[1])
    return state, answers


def joined(site: Site, name: str) -> None:
    """They are in, with all that they said."""
    state, answers = kept(site, name)
    assert (state, answers["pace"], answers["why"]) == ("approved", "fast", "Time is short")
    assert answers["learn"] == {"negotiation": [4, 2]}


def test_by_invitation(browser: Browser, place: tuple[Site, dict[str, int]]) -> None:
    site, ids = place
    kim = Visitor(browser, site, "kim")
    enter(kim.go(f"/programs/{ids['invited']}/"), f"a[href$='/programs/{ids['invited']}/join/1/']")
    walk(kim)
    joined(site, "kim")


def test_with_a_code(browser: Browser, place: tuple[Site, dict[str, int]]) -> None:
    site, _ = place
    lea = Visitor(browser, site, "lea")
    page = lea.go("/join/")
    tab_to(page, "#id_code")
    page.keyboard.type("north2028")
    enter(page, "main form button")
    enter(page, "a[href$='/join/1/']")
    walk(lea)
    joined(site, "lea")


def test_after_a_nomination(browser: Browser, place: tuple[Site, dict[str, int]]) -> None:
    site, ids = place
    nia = Visitor(browser, site, "nia")
    page = nia.go(f"/programs/{ids['nominated']}/")
    assert "You are nominated" in page.inner_text("main")
    enter(page, "main a[href$='/join/1/']")
    walk(nia)
    joined(site, "nia")
