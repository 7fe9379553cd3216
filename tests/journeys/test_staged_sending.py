"""Staged sending in a browser: approve, tell, accept; what is approved holds its places."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site
from tests.journeys.matching import accept, approve_and_send, run_and_read
from tests.journeys.pairs import company, row_of, signed_in
from tests.journeys.person import Person, eventually
from tests.journeys.post import Post

pytestmark = pytest.mark.browser
PLACES = (
    "from pairwell.programs.models import Enrollment\n"
    "print('HELD', sum(Enrollment.objects.values_list('mentees_held', flat=True)))"
)


def held(site: Site) -> int:
    return int(site.python(PLACES).split("HELD")[1])


def test_pairs_are_approved_then_told_then_accept(browser: Browser, site: Site, post: Post) -> None:
    program = company(site)
    (cora,) = signed_in(browser, site, "cora")
    assert len(run_and_read(cora, program)) == 3
    run = cora.page.url
    for name in ("Ben Sato", "Mia Rossi"):
        cora.page.locator("tr", has_text=name).locator("input[name=proposal]").check()
    cora.press("Approve the chosen")
    cora.sees("2 proposals approved: the places are held, nobody is told yet")
    assert held(site) == 2
    assert "Approved" in row_of(cora, "Ben Sato")
    assert "Suggested" in row_of(cora, "Noa Levi")
    assert not post.letters

    # A new run leaves what is approved alone, and has only the third mentor's place to give.
    assert "Ben Sato" not in "".join(run_and_read(cora, program))
    assert held(site) == 2
    cora.go(run)
    approve_and_send(cora)
    assert "2 proposals sent." in cora.text()
    (ben,) = signed_in(browser, site, "ben")
    mentor = mentor_of(cora, run, "Ben Sato")
    accept(ben, post)
    assert held(site) == 2
    assert "/proposals/" in ben.page.url or "/mentorships/" in ben.page.url
    (leader,) = signed_in(browser, site, mentor)
    accept(leader, post)
    assert re.search(r"/mentorships/\d+/$", leader.page.url)
    cora.go(run)
    assert "Accepted" in row_of(cora, "Ben Sato")
    assert held(site) == 2
    assert eventually(lambda: post.to("mia@north.example"))
    assert not post.to("noa@north.example")


def mentor_of(cora: Person, run: str, mentee: str) -> str:
    """The first name, as in addresses, of the mentor somebody was given."""
    cora.go(run)
    said = row_of(cora, mentee)
    return next(name for name in ("ada", "ivo", "eva") if name in said.lower())
