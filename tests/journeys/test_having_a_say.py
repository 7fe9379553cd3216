"""Having a say in a browser: mentees ask mentors (self-match), and both sides rank what a run settles (hybrid)."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site
from tests.journeys.matching import run_and_read
from tests.journeys.pairs import signed_in
from tests.journeys.person import PASSWORD, Person, eventually
from tests.journeys.post import Post, link_in

pytestmark = pytest.mark.browser

COMPANY = """
from pairwell.core import clock
from pairwell.pairing.actions import save_policy
from pairwell.pairing.models import Say
from pairwell.people.models import Person, Profile, ProfileSkill, Skill
from pairwell.programs.models import Enrollment, Grant, Program
people = {{}}
for key, name in (("cora", "Cora Lead"), ("ada", "Ada Okafor"), ("ivo", "Ivo Weiss"), ("ben", "Ben Sato")):
    person = Person.objects.create_person(email=f"{{key}}@north.example", full_name=name, title="Engineer")
    person.set_password("{password}")
    person.save()
    profile = Profile.objects.create(person=person, headline="Glad to be here")
    kind = "wanted" if key == "ben" else "offered"
    ProfileSkill.objects.create(profile=profile, skill=Skill.objects.get(key="negotiation"), kind=kind)
    people[key] = person
program = Program.objects.create(name="Find each other", state="matching", is_open=True)
Grant.objects.create(program=program, person=people["cora"], role="manager")
for key in ("ada", "ivo", "ben"):
    mentor = key != "ben"
    Enrollment.objects.create(program=program, person=people[key], state="approved", as_mentor=mentor,
        as_mentee=not mentor, mentee_places=int(mentor), mentor_places=int(not mentor))
save_policy(by=people["cora"], program=program, body={{"criteria": [
    {{"key": "needs_coverage", "kind": "needs_coverage", "weight": 50}},
    {{"key": "mutual_preference", "kind": "mutual_preference", "weight": 50}}]}})
Say.objects.create(program=program, mode="{mode}", complete_percent=0)
print(program.pk)
"""


def company(site: Site, mode: str) -> str:
    """A program of four people in which people decide as told; returns its number."""
    return site.python(COMPANY.format(password=PASSWORD, mode=mode)).strip().splitlines()[-1]


def ask(ben: Person, program: str, name: str, note: str) -> None:
    page = ben.go(f"/programs/{program}/mentors/?words=negotiation")
    page.locator("main h3 a", has_text=name).first.click()
    page.locator("#note").fill(note)
    ben.press("Ask")
    assert page.url.endswith("/requests/")


def open_request(person: Person, post: Post) -> None:
    letters = eventually(lambda: post.to(person.email, "Please answer until"))
    person.go(link_in(letters[-1], r"/requests/\d"))  # type: ignore[index]


def test_a_mentee_asks_is_declined_kindly_and_the_next_choice_says_yes(
    browser: Browser, site: Site, post: Post
) -> None:
    program = company(site, "self")
    ben, ada, ivo = signed_in(browser, site, "ben", "ada", "ivo")
    ask(ben, program, "Ada Okafor", "I would like to learn how you negotiate")
    ask(ben, program, "Ivo Weiss", "And from you")
    assert "Next in line" in ben.page.inner_text("main")
    open_request(ada, post)
    assert "I would like to learn how you negotiate" in ada.page.inner_text("main")
    ada.page.click("summary:has-text('No, not this time')")
    ada.page.fill("#reason", "canary-reason")
    ada.press("Decline kindly")
    told = eventually(lambda: post.to(ben.email, "No match with Ada"))
    assert "canary-reason" not in str(told[-1])  # type: ignore[index]
    open_request(ivo, post)
    ivo.press("Yes, gladly")
    assert re.search(r"/mentorships/\d+/$", ivo.page.url)
    assert "Ivo Weiss" in ben.go("/mentorships/").inner_text("main")


def test_both_sides_rank_and_a_run_settles_it(browser: Browser, site: Site, post: Post) -> None:
    program = company(site, "hybrid")
    ben, ivo, cora = signed_in(browser, site, "ben", "ivo", "cora")
    for name in ("Ada Okafor", "Ivo Weiss"):
        like(ben, f"/programs/{program}/mentors/", name)
    page = ben.go(f"/programs/{program}/favorites/")
    ben.press(page.locator("button[aria-label='Move Ivo Weiss up']"))
    assert "Ivo Weiss" in ben.page.locator("main ol > li").first.inner_text()
    like(ivo, f"/programs/{program}/mentees/", "Ben Sato")
    (pair,) = run_and_read(cora, program)
    assert "Ben Sato" in pair
    assert "Ivo Weiss" in pair


def like(person: Person, directory: str, name: str) -> None:
    person.go(directory).locator("main h3 a", has_text=name).first.click()
    person.press("Add to my favorites")
    assert name in person.text()
