"""The page of a mentorship with 200 sessions and 5,000 messages, asked of the running site by one reader at a time."""

from __future__ import annotations

import http.client
import os
import statistics
import time
from datetime import timedelta
from typing import Any

from benchmarks.live import start
from benchmarks.pages import cookie as cookie_of
from benchmarks.serving import serving

SESSIONS, MESSAGES, CLICKS = 200, 5_000, 40
NAMES = {"median": "/mentorships/{}/", "conversation": "/mentorships/{}/conversation/"}


def workspace(runs: int) -> dict[str, Any]:
    """The median time of an answer, for the workspace and for its conversation."""
    start()
    pair = _pair()
    cookie = cookie_of(pair.memberships.first().person)
    with serving(processes=1) as (_, port):
        found = {
            name: statistics.median(_ask(port, path.format(pair.pk), cookie, runs))
            for name, path in NAMES.items()
        }
    return {**found, "sessions": SESSIONS, "messages": MESSAGES, "load": os.getloadavg()[0]}


def _pair() -> Any:
    from django.db import connection, transaction  # noqa: PLC0415
    from tests.factories.mentorships import make_mentorship, make_message, make_session  # noqa: PLC0415
    from tests.factories.people import make_person  # noqa: PLC0415

    from pairwell.core import clock  # noqa: PLC0415
    from pairwell.mentorships.models import Mentorship  # noqa: PLC0415
    from pairwell.mentorships.states import SessionState  # noqa: PLC0415

    known = Mentorship.objects.filter(memberships__person__full_name="Workspace Mentor").first()
    if known:
        return known
    with transaction.atomic():
        pair = make_mentorship(
            make_person("Workspace Mentor"), make_person("Workspace Mentee"), days_ago=1500
        )
        two = [m.person for m in pair.memberships.select_related("person")]
        for number in range(SESSIONS - 2):
            at = clock.now() - timedelta(days=7 * (number + 1))
            make_session(pair, at, state=SessionState.HELD, title=f"Session {number}")
        for number in range(2):
            make_session(pair, clock.now() + timedelta(days=7 * (number + 1)))
        for number in range(MESSAGES):
            make_message(
                pair,
                two[number % 2],
                f"Message {number}: until **Monday**, and a [link](https://example.org)",
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return pair


def _ask(port: int, path: str, cookie: str, runs: int) -> list[float]:
    line, taken = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for number in range(10 + runs * CLICKS):
        began = time.perf_counter()
        line.request("GET", path, headers={"Cookie": cookie})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200, f"{answer.status} for {path}"
        if number >= 10:
            taken.append(time.perf_counter() - began)
    return taken
