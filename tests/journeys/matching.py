"""From weights and rules to pairs who have said yes."""

from datetime import datetime

from tests.journeys.person import Person, eventually
from tests.journeys.post import Post, calendars_of, link_in, text_of

NOTE = "Chosen with care, for the two of you."


def decide_what_is_good(cora: Person, program: str) -> None:
    """A weight and a rule of the manager's own, kept as a new version of the policy."""
    address = f"/manage/programs/{program}/match/"
    page = cora.go(address)
    page.fill("input[name=weight-cross_unit]", "12")
    page.check("input[name=rule-not_same_reporting_line]")
    cora.press("Save the policy")
    page = cora.go(address)
    assert page.input_value("input[name=weight-cross_unit]") == "12"
    assert page.is_checked("input[name=rule-not_same_reporting_line]")


def run_and_read(cora: Person, program: str, *, again: bool = False) -> list[str]:
    """The run goes on in the worker; its page shows how it goes, then every pair with its reasons.

    Returns what the page says of each pair.
    """
    page = cora.go(f"/manage/programs/{program}/match/{'again/' if again else ''}")
    cora.press(page.locator("button[name=kind][value=rematch]" if again else "button[name=match]"))
    pairs = page.locator("main table.pairs > tbody > tr")
    pairs.first.wait_for()
    for pair in pairs.all():
        assert pair.locator("ul.reasons li").count(), pair.inner_text()
        assert pair.get_by_role("link", name="Look closer").count(), pair.inner_text()
    return pairs.all_inner_texts()


def unmatched(cora: Person) -> str:
    """What the run says of those without a pair."""
    cora.go(cora.page.url.split("?")[0] + "?tab=unmatched")
    return cora.text()


def approve_and_send(cora: Person) -> None:
    """Look at what will happen, then send all."""
    cora.go(cora.page.url.split("?")[0])
    cora.press("Send all")
    cora.page.fill("textarea[name=note]", NOTE)
    cora.press("Send ")
    cora.sees("sent.")


def accept(person: Person, post: Post) -> None:
    """Read the newest letter, check its calendar invitation, say yes."""
    letter = eventually(lambda: post.to(person.email, NOTE))[-1]
    assert NOTE in text_of(letter)
    calendar = calendars_of(letter)[0]
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST"
    assert person.email in str(event["ATTENDEE"])
    assert event["UID"]
    assert isinstance(event["DTSTART"].dt, datetime)
    assert event["DTSTART"].dt.tzinfo is not None
    person.go(link_in(letter, "/proposals/"))
    person.press(person.page.locator("button[name=answer][value=accept]"))


def move_to(cora: Person, program: str, state: str) -> None:
    cora.go(f"/manage/programs/{program}/move/{state}/")
    cora.press(cora.page.locator("main form button.btn-primary"))
