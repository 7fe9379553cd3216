"""Two managers at once on one run: the second is told what changed, and loses nothing that was typed."""

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site
from tests.journeys.matching import run_and_read
from tests.journeys.pairs import company, row_of, signed_in
from tests.journeys.person import Person
from tests.journeys.post import Post

pytestmark = pytest.mark.browser
TYPED = "I asked all three in person; they look forward to it."


def refused(person: Person, button: str) -> None:
    """Press a button whose answer is that a colleague was quicker."""
    with person.page.expect_navigation() as answer:
        person.page.locator("main").get_by_role("button", name=button).first.click()
    assert answer.value is not None
    assert answer.value.status == 409


def open_swap(person: Person, run: str, mentee: str, other: str) -> None:
    """From the page of a pair to what swapping mentors would cost."""
    person.go(run)
    row = person.page.locator("main table.pairs > tbody > tr", has_text=mentee)
    person.go(str(row.get_by_role("link", name="Look closer").get_attribute("href")))
    choices = person.page.locator("select[name=other] option")
    label = next(text for text in choices.all_inner_texts() if other in text)
    person.page.select_option("select[name=other]", label=label)
    person.press("Show")


def test_nothing_is_overwritten_and_nothing_typed_is_lost(browser: Browser, site: Site, post: Post) -> None:
    program = company(site)
    cora, dora = signed_in(browser, site, "cora", "dora")
    both_change_the_weights(cora, dora, f"/manage/programs/{program}/match/")
    assert len(run_and_read(cora, program)) == 3
    one_swaps_while_the_other_writes(cora, dora, cora.page.url, post)
    one_undoes_while_the_other_swaps(cora, dora, cora.page.url)


def both_change_the_weights(cora: Person, dora: Person, address: str) -> None:
    weight = "input[name=weight-needs_coverage]"
    for person, typed in ((cora, "30"), (dora, "12")):
        person.go(address).fill(weight, typed)
    cora.press("Save the policy")
    refused(dora, "Save the policy")
    dora.sees("Cora Lead has saved version 2 while you were changing it", "50 became 30")
    assert dora.page.input_value(weight) == "12"
    assert cora.go(address).input_value(weight) == "30"
    dora.press("Save the policy")
    assert cora.go(address).input_value(weight) == "12"


def one_swaps_while_the_other_writes(cora: Person, dora: Person, run: str, post: Post) -> None:
    dora.go(run)
    dora.press("Send all")
    dora.page.fill("#note", TYPED)
    open_swap(cora, run, "Ben Sato", "Mia Rossi")
    cora.press("Swap")
    cora.sees("You can undo it.")
    refused(dora, "Send 3 proposals")
    dora.sees("Nothing was sent yet", "Cora Lead")
    assert dora.page.input_value("#note") == TYPED
    assert not post.letters


def one_undoes_while_the_other_swaps(cora: Person, dora: Person, run: str) -> None:
    cora.go(run)
    swapped = row_of(cora, "Ben Sato")
    open_swap(dora, run, "Noa Levi", "Ben Sato")
    cora.press("Undo")
    cora.sees("the pairs are as they were before")
    undone = row_of(cora, "Ben Sato")
    assert undone != swapped
    refused(dora, "Swap")
    dora.sees("Nothing was changed", "Undone: ")
    cora.go(run)
    assert row_of(cora, "Ben Sato") == undone
