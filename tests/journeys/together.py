"""What a pair does together, and how one ends without blame."""

import json
import re
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.browser.site import Site
from tests.journeys.person import Person, eventually
from tests.journeys.post import Post, calendars_of, text_of

MESSAGE, LINE, GOAL = "canary-of-the-message", "canary-of-the-reflection", "canary-of-the-goal"
REASON = "canary-of-the-reason"


def open_mentorship(person: Person) -> str:
    """The path of the person's only running mentorship."""
    page = person.go("/mentorships/")
    links = page.locator("main a[href*='/mentorships/']")
    paths = [str(link.get_attribute("href")) for link in links.all()]
    found = [path for path in paths if re.fullmatch(r"/mentorships/\d+/", path)]
    assert found, page.content()
    person.go(found[0])
    return found[0]


def plan_session(person: Person, home: str, in_days: int) -> str:
    """Plan a session whose agenda comes from an activity; returns its path."""
    page = person.go(home + "plan/")
    page.fill("input[name=starts_at]", f"{date.today() + timedelta(days=in_days)}T10:00")
    page.select_option("select[name=activity]", "life-journeys")
    person.press(page.locator("main form:has(select[name=activity]) button.btn-primary"))
    found = re.search(r"/sessions/\d+/", page.url)
    assert found, page.url
    assert page.locator(".agenda-line").count() >= 2, person.text()
    return found[0]


def invited_to(person: Person, post: Post, in_days: int) -> None:
    """The session stands in their mail as an invitation at the right time: 10:00 in Berlin."""
    wanted = date.today() + timedelta(days=in_days)

    def invitations() -> list[Any]:
        events = [
            event
            for letter in post.to(person.email)
            for calendar in calendars_of(letter)
            for event in calendar.walk("VEVENT")
        ]
        starts = [event["DTSTART"].dt.astimezone(ZoneInfo("Europe/Berlin")) for event in events]
        return [start for start in starts if (start.date(), start.hour) == (wanted, 10)]

    assert eventually(invitations)


def time_passes(site: Site, session: str) -> None:
    """The session began an hour ago: the one thing here that nobody does in a browser."""
    pk = session.strip("/").split("/")[-1]
    site.python(
        "from datetime import timedelta; from django.utils import timezone\n"
        "from pairwell.mentorships.models import Session\n"
        f"Session.objects.filter(pk={pk}).update(starts_at=timezone.now() - timedelta(hours=1))"
    )


def hold_and_reflect(person: Person, session: str) -> None:
    page = person.go(session)
    person.press("Yes, we met")
    page.locator("input[name=useful]").last.check()
    page.fill("[name=line]", LINE)
    person.press(page.locator("main form:has(input[name=useful]) button.btn-primary"))
    person.sees(LINE)


def set_a_goal(person: Person, home: str) -> None:
    page = person.go(home + "goals/")
    page.fill("main form:has(input[name=title]) input[name=title]", GOAL)
    person.press(page.locator("main form:has(input[name=title]) button.btn-primary"))
    person.sees(GOAL)


def write(person: Person, home: str, text: str) -> None:
    """A message, sent without leaving the page."""
    page = person.go(home + "conversation/")
    page.fill("#write textarea[name=text]", text)
    with page.expect_response(lambda got: got.request.method == "POST") as answer:
        page.locator("#write button.btn-primary").click()
    assert answer.value.ok
    person.sees(text)


def end_without_blame(person: Person, home: str) -> None:
    page = person.go(home + "ending/")
    page.locator("main input[type=radio][name=reason]").first.check()
    page.fill("textarea[name=private_note]", REASON)
    page.check("input[name=wants_rematch]")
    person.press(page.locator("main form:has(input[name=reason]) button.btn-danger"))


def told_kindly(person: Person, post: Post) -> None:
    """The session ahead leaves the calendar, and no letter tells the reason."""
    eventually(
        lambda: [
            one for one in post.to(person.email) if any(c["METHOD"] == "CANCEL" for c in calendars_of(one))
        ]
    )
    assert not any(REASON in text_of(letter) for letter in post.letters)


def every_pair(site: Site) -> dict[str, Any]:
    """Every mentorship as it stands in the database, by the names of its members: row, members, sessions."""
    printed = site.python(
        "import json; from django.core import serializers\n"
        "from pairwell.mentorships.models import Mentorship\n"
        "rows = {}\n"
        "for one in Mentorship.objects.order_by('pk'):\n"
        "    parts = [one, *one.memberships.order_by('pk'), *one.sessions.order_by('pk')]\n"
        "    names = '+'.join(sorted(m.person.email.split('@')[0] for m in one.memberships.all()))\n"
        "    rows[names] = serializers.serialize('python', parts)\n"
        "print(json.dumps(rows, default=str))"
    )
    found: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    return found


def names_of(*people: str) -> str:
    """How `every_pair` calls a pair."""
    return "+".join(sorted(people))
