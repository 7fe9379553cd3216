"""Every way into a program, walked in a browser on one site; the open one by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site
from tests.journeys.ways_in import PASSWORD, Visitor, prepared, tab_to

SETUP = f"""
import json
from datetime import timedelta
from pairwell.core.clock import today
from pairwell.people.models import Person, Profile
from pairwell.programs.models import Grant, Program, Question
from pairwell.library.actions import load_courses
load_courses()
people = {{}}
for name in ("cora", "boss", "ada", "ben", "mia", "ivo", "zoe", "tom"):
    person = Person.objects.create_person(email=f"{{name}}@north.example", full_name=f"{{name.title()}} North")
    person.set_password("{PASSWORD}")
    person.save()
    Profile.objects.create(person=person)
    people[name] = person
Person.objects.exclude(email__startswith="boss").update(manager=people["boss"])
def make(name, **fields):
    start = today() + timedelta(days=40)
    made = Program.objects.create(name=name, aim="Grow", state="enrolling", starts_on=start,
        ends_on=start + timedelta(days=90), **{{"is_open": False, **fields}})
    Grant.objects.create(program=made, person=people["cora"], role="manager")
    return made.pk
ids = {{
    "open": make("Open to all", is_open=True),
    "code": make("With a code", join_code="NORTH2027"),
    "nominated": make("By nomination", by_nomination=True),
    "word": make("With a word", is_open=True, asks_people_manager=True),
    "full": make("Nearly full", is_open=True, mentee_capacity=1),
    "trained": make("Trained mentors", is_open=True, mentor_training=["mentor-training"]),
}}
options = [{{"key": "calm", "label": "Calmly"}}, {{"key": "fast", "label": "Fast"}}]
Question.objects.create(program_id=ids["open"], key="pace", text="How do you learn?", kind="single",
    options=options, required=True)
Question.objects.create(program_id=ids["open"], key="why", text="Why fast?", kind="text", required=True, position=1,
    condition={{"question": "pace", "answers": ["fast"]}})
print("IDS" + json.dumps(ids))
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, int]]]:
    """One site for all of them, and the ids of its programs."""
    with prepared(tmp_path_factory.mktemp("joining") / "home", SETUP) as made:
        yield made


def test_open_to_all_by_keyboard_alone(browser: Browser, place: tuple[Site, dict[str, int]]) -> None:
    site, ids = place
    ben = Visitor(browser, site, "ben")
    page = ben.go(f"/programs/{ids['open']}/join/1/")
    tab_to(page, "input[name=role]")
    page.keyboard.press("Space")
    tab_to(page, "main button[value=on]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("[data-question=q_why]").is_hidden(), "it waits for another answer"
    tab_to(page, "input[name=q_pace]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("[data-question=q_why]").is_visible()
    tab_to(page, "main button[value=on]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert", (
        "what is wrong has the focus"
    )
    tab_to(page, "input[name=q_why]")
    page.keyboard.type("Because")
    tab_to(page, "main button[value=on]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "main button[value=on]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    ben.sees("You are in Open to all")


def test_with_a_link(browser: Browser, place: tuple[Site, dict[str, int]]) -> None:
    site, _ = place
    mia = Visitor(browser, site, "mia")
    mia.go("/join/north2027/")
    mia.press("Show me the program")
    mia.press("Join this program")
    assert "You are in With a code" in mia.join()


def test_nominated_and_enrolled_unless_they_say_no(
    browser: Browser, place: tuple[Site, dict[str, int]]
) -> None:
    site, ids = place
    boss, zoe = Visitor(browser, site, "boss"), Visitor(browser, site, "zoe")
    boss.go(f"/programs/{ids['nominated']}/nominate/")
    boss.page.check("label:has-text('Zoe') input, input[name=person] >> nth=-1")
    boss.page.get_by_label("Tom North").check()
    boss.press("Nominate them")
    zoe.go(f"/programs/{ids['nominated']}/")
    zoe.sees("Boss North thinks this is right for you")
    zoe.press("No, thank you")
    site.python(
        "from pairwell.programs.models import Nomination; from pairwell.core.clock import today\n"
        "from pairwell.programs.actions import enroll_nominated\n"
        "Nomination.objects.update(enrolls_on=today()); enroll_nominated()"
    )
    tom = Visitor(browser, site, "tom")
    tom.go(f"/programs/{ids['nominated']}/")
    tom.sees("Enrolled")
    zoe.go("/programs/")
    assert "By nomination" not in zoe.page.inner_text("main")


def test_with_a_word_of_the_people_manager(browser: Browser, place: tuple[Site, dict[str, int]]) -> None:
    site, ids = place
    ivo, boss = Visitor(browser, site, "ivo"), Visitor(browser, site, "boss")
    ivo.go(f"/programs/{ids['word']}/join/1/")
    assert "Your people manager has been asked" in ivo.join()
    boss.go("/team/applications/")
    boss.press("Yes, they can take part")
    ivo.go(f"/programs/{ids['word']}/")
    ivo.sees("You have no match yet")


def test_the_waiting_list_moves_by_itself(browser: Browser, place: tuple[Site, dict[str, int]]) -> None:
    site, ids = place
    ben, mia = Visitor(browser, site, "ben"), Visitor(browser, site, "mia")
    for one in (ben, mia):
        one.go(f"/programs/{ids['full']}/join/1/")
        one.join()
    mia.sees("Your place on the waiting list: 1")
    ben.press("Leave the program")
    ben.press("Leave Nearly full")
    mia.go(f"/programs/{ids['full']}/")
    mia.sees("You have no match yet")


def test_mentors_finish_training_first(browser: Browser, place: tuple[Site, dict[str, int]]) -> None:
    site, ids = place
    ada = Visitor(browser, site, "ada")
    ada.go(f"/programs/{ids['trained']}/join/1/")
    assert "There is a little training first" in ada.join("mentor")
    site.python(
        "from pairwell.core.clock import now; from pairwell.people.models import Person\n"
        "from pairwell.library.models import Course, CourseProgress\n"
        "from pairwell.programs.actions import admit_trained\n"
        "CourseProgress.objects.create(course=Course.objects.get(key='mentor-training'),"
        " person=Person.objects.get(email='ada@north.example'), completed_at=now()); admit_trained()"
    )
    ada.go(f"/programs/{ids['trained']}/")
    ada.sees("You have no match yet")


def test_paused_people_say_when_they_go_on(browser: Browser, place: tuple[Site, dict[str, int]]) -> None:
    site, ids = place
    mia = Visitor(browser, site, "mia")
    page = mia.go(f"/programs/{ids['full']}/")
    page.click("summary:has-text('Pause me')")
    with page.expect_navigation():
        page.click("form:has(#pause-until) button")
    mia.sees("You are paused")
    mia.press("Go on again")
    mia.sees("Pause me for a while")
