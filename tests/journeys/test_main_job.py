"""The whole main job in a browser, in four roles, with real letters: from a spreadsheet to a second match.

An owner imports people and makes a program; a program manager invites, matches and watches; mentors and
mentees join, answer, meet; one pair ends, and its mentee is matched again.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site
from tests.journeys import gathering, matching, together
from tests.journeys.person import Person, eventually
from tests.journeys.post import Post

pytestmark = pytest.mark.browser

MENTORS = {"ada": "Ada Okafor", "ivo": "Ivo Weiß", "eva": "Eva 李"}
MENTEES = {"ben": "Ben Sato", "mia": "Mia Rossi", "noa": "Noa Levi"}


@dataclass
class Pairs:
    """What the first run found: who is with whom, and who is left."""

    mentor_of: dict[str, str]
    left: str


def test_from_a_spreadsheet_to_a_second_match(browser: Browser, site: Site, post: Post) -> None:
    olga, cora = Person(browser, site, "olga"), Person(browser, site, "cora")
    people = {name: Person(browser, site, name) for name in (*MENTORS, *MENTEES)}
    program = prepare(olga, cora, site, post)
    gather(cora, people, post, program)
    pairs = match(cora, people, post, program)
    leaver, stayer = pairs.mentor_of
    live_together(people[leaver], people[pairs.mentor_of[leaver]], site, post)
    home = together.open_mentorship(people[leaver])
    watch(cora, program, MENTEES[leaver])
    together.end_without_blame(people[leaver], home)
    together.told_kindly(people[pairs.mentor_of[leaver]], post)
    cora.go(f"/manage/programs/{program}/health/?state=ended_early")
    cora.sees(together.REASON)
    before = together.every_pair(site)
    match_again(cora, people, post, program, pairs, leaver)
    after = together.every_pair(site)
    kept = together.names_of(stayer, pairs.mentor_of[stayer])
    assert after[kept] == before[kept]
    new = {together.names_of("eva", leaver), together.names_of(pairs.left, pairs.mentor_of[leaver])}
    assert set(after) - set(before) == new
    assert {after[pair][0]["fields"]["state"] for pair in new} == {"active"}


def prepare(olga: Person, cora: Person, site: Site, post: Post) -> str:
    """The owner's part: people from a spreadsheet, a program from a template, a colleague who runs it."""
    printed = site.run("owner", olga.email, "Olga Owner")
    olga.set_password(printed.split("once): ")[1].strip())
    gathering.import_people(olga)
    gathering.import_and_take_back(olga)
    program = gathering.make_program(olga)
    cora.come_in(post)
    gathering.open_and_invite(cora, post, program)
    return program


def gather(cora: Person, people: dict[str, Person], post: Post, program: str) -> None:
    """Two mentors and two mentees join by themselves, a third mentee is enrolled from a list."""
    for name in ("ada", "ivo", "ben", "mia"):
        people[name].come_in(post)
        gathering.join(people[name], program, "mentor" if name in MENTORS else "mentee")
    gathering.enroll_in_bulk(cora, post, program, "noa@north.example, mentee, 1", ("noa",))
    people["noa"].come_in(post)
    matching.move_to(cora, program, "matching")


def match(cora: Person, people: dict[str, Person], post: Post, program: str) -> Pairs:
    """Weights and rules, a run, its pairs and who is left; sent, and accepted by both sides."""
    matching.decide_what_is_good(cora, program)
    rows = matching.run_and_read(cora, program)
    pairs = {
        mentee: mentor
        for mentee, learner in MENTEES.items()
        for mentor, leader in MENTORS.items()
        if any(learner in row and leader in row for row in rows)
    }
    (left,) = set(MENTEES) - set(pairs)
    assert set(pairs.values()) == {"ada", "ivo"}
    said = matching.unmatched(cora)
    assert MENTEES[left] in said
    assert not any(MENTEES[name] in said for name in pairs)
    matching.approve_and_send(cora)
    for name in (*pairs, *pairs.values()):
        matching.accept(people[name], post)
        assert not post.to(people[left].email, matching.NOTE)
    matching.move_to(cora, program, "active")
    return Pairs(pairs, left)


def live_together(mentee: Person, mentor: Person, site: Site, post: Post) -> None:
    """A session with an agenda, held and reflected upon; a goal; messages both ways; another session."""
    home = together.open_mentorship(mentee)
    session = together.plan_session(mentee, home, in_days=9)
    together.invited_to(mentor, post, in_days=9)
    mentor.go(session)
    assert mentor.page.locator(".agenda-line").count() >= 2
    together.time_passes(site, session)
    together.hold_and_reflect(mentee, session)
    mentor.go(session)
    assert together.LINE not in mentor.text()
    together.set_a_goal(mentee, home)
    together.write(mentee, home, together.MESSAGE)
    mentor.go(home + "conversation/")
    mentor.sees(together.MESSAGE)
    together.write(mentor, home, "Gladly, and welcome")
    together.plan_session(mentee, home, in_days=23)


def watch(cora: Person, program: str, name: str) -> None:
    """Who is doing well and who needs help, in counts and states; never what they write."""
    for address in ("", "health/"):
        page = cora.go(f"/manage/programs/{program}/{address}")
        for canary in (together.MESSAGE, together.LINE, together.GOAL):
            assert canary not in page.content()
    cora.sees(name, "1 held", "0 held")


def match_again(
    cora: Person, people: dict[str, Person], post: Post, program: str, pairs: Pairs, leaver: str
) -> None:
    """A new mentor comes in; only who is free is matched, and both new pairs say yes."""
    gathering.enroll_in_bulk(cora, post, program, "eva@north.example, mentor, 1", ("eva",))
    people["eva"].come_in(post)
    rows = matching.run_and_read(cora, program, again=True)
    assert len(rows) == 2
    told = {name: len(post.to(person.email, matching.NOTE)) for name, person in people.items()}
    matching.approve_and_send(cora)
    for name in ("eva", leaver, pairs.left, pairs.mentor_of[leaver]):
        eventually(lambda who=name: len(post.to(people[who].email, matching.NOTE)) > told[who])  # type: ignore[misc]
        matching.accept(people[name], post)
