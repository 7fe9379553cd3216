"""A real CalDAV server (radicale) takes our invitations, moves them and gives them back."""

import base64
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from pairwell.core import clock
from pairwell.mentorships import actions
from pairwell.mentorships.queries.feed import feed_of
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from tests.factories.mentorships import make_mentorship

pytestmark = pytest.mark.django_db
NAMESPACE = "urn:ietf:params:xml:ns:caldav"


class Server:
    """What a calendar program does with the server: make a calendar, put an event, ask for a time range."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}/ada/work/"

    def ask(self, method: str, path: str = "", body: str = "", **headers: str) -> tuple[int, str]:
        token = base64.b64encode(b"ada:any").decode()
        request = urllib.request.Request(
            self.root + path, data=body.encode(), method=method,
            headers={"Authorization": f"Basic {token}", **{k.replace("_", "-"): v for k, v in headers.items()}},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def put(self, text: str) -> int:
        """Take an invitation as a mail program hands it to the calendar: without its METHOD."""
        bare = re.sub(r"METHOD:\w+\r\n", "", text)
        uid = str(Calendar.from_ical(bare).walk("VEVENT")[0]["UID"])
        return self.ask("PUT", f"{uid}.ics", bare, Content_Type="text/calendar; charset=utf-8")[0]

    def between(self, since: str, until: str) -> list[str]:
        """DTSTARTs that the server itself expands in a range."""
        body = (
            f'<c:calendar-query xmlns:d="DAV:" xmlns:c="{NAMESPACE}"><d:prop><c:calendar-data>'
            f'<c:expand start="{since}" end="{until}"/></c:calendar-data></d:prop><c:filter>'
            f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{since}" '
            f'end="{until}"/></c:comp-filter></c:comp-filter></c:filter></c:calendar-query>'
        )
        status, text = self.ask("REPORT", "", body, Content_Type="application/xml", Depth="1")
        assert status == 207, text
        return sorted(re.findall(r"DTSTART[^:]*:(\d{8}T\d{6}Z?)", text))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "radicale", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none",
        "--storage-filesystem-folder", str(tmp_path / "collections"), "--config", "",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = Server(port)
    body = f'<c:mkcalendar xmlns:c="{NAMESPACE}"/>'
    until = time.monotonic() + 60
    try:
        while True:
            try:
                status, said = made.ask("MKCALENDAR", "", body)
                assert status == 201, said
                break
            except urllib.error.URLError:
                assert process.poll() is None, "radicale did not start"
                assert time.monotonic() < until, "radicale did not answer"
                time.sleep(0.2)
        yield made
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_a_series_is_taken_moved_and_ended_by_a_real_calendar_server(
    server: Server, ada: Person, ben: Person
) -> None:
    mentorship = make_mentorship(ada, ben)
    ben.time_zone = "Europe/Berlin"
    first = (clock.now() + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    series = actions.plan_series(
        by=ben, mentorship=mentorship, starts_at=first, minutes=60, every="week", count=4
    )
    rows = list(series.sessions.order_by("slot_at"))
    actions.move_session(
        by=ben, session=rows[0], starts_at=rows[0].starts_at + timedelta(hours=3), minutes=60
    )
    actions.cancel_session(by=ben, session=rows[1])
    actions.cancel_following(by=ben, session=rows[3])
    letters = Letter.objects.filter(to=ada, calendar_method="REQUEST").order_by("id")
    whole = [one.calendar for one in letters if "RRULE" in one.calendar]
    assert [server.put(text) for text in whole] == [201, 204]
    stamp = "%Y%m%dT%H%M%SZ"
    expected = sorted(
        s.starts_at.astimezone(UTC).strftime(stamp) for s in series.sessions.filter(state="planned")
    )
    since = (clock.now() - timedelta(days=1)).astimezone(UTC).strftime(stamp)
    until = (clock.now() + timedelta(days=60)).astimezone(UTC).strftime(stamp)
    assert server.between(since, until) == expected
    assert len(expected) == 2


def test_a_single_session_and_its_move_are_one_event(server: Server, ada: Person, ben: Person) -> None:
    at = (clock.now() + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    session = actions.plan_session(
        by=ben,
        mentorship=make_mentorship(ada, ben),
        starts_at=at,
        minutes=60,
        place="Zürich, „Raum 4“; unten",
    )
    actions.move_session(by=ben, session=session, starts_at=at + timedelta(hours=1), minutes=30)
    texts = [one.calendar for one in Letter.objects.filter(to=ada).order_by("id")]
    assert [server.put(text) for text in texts] == [201, 204]
    status, back = server.ask("GET", f"{session.uid}@pairwell.ics")
    (event,) = Calendar.from_ical(back).walk("VEVENT")
    assert status == 200
    assert event["SEQUENCE"] == 1
    assert event.decoded("DTSTART") == at + timedelta(hours=1)
    assert event["LOCATION"] == "Zürich, „Raum 4“; unten"


def test_every_event_of_the_own_feed_is_taken(server: Server, ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    actions.plan_series(
        by=ben, mentorship=mentorship, starts_at=clock.now() + timedelta(days=3), minutes=60, every="month",
        count=3, title="canary of a title",
    )  # fmt: skip
    text = feed_of(ada)
    assert "canary" not in text
    feed = Calendar.from_ical(text)
    for event in feed.walk("VEVENT"):
        one = Calendar()
        one.add("version", "2.0")
        one.add("prodid", "-//test//EN")
        one.add_component(event)
        assert server.put(one.to_ical().decode()) == 201
    assert len(feed.walk("VEVENT")) == 3
