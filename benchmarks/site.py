"""A large installation of its own under var/bench/large, and how long the insights page takes on it.

100,000 people, 20,000 mentorships, 300,000 sessions of one program, with its surveys and their 48,000 answers. Made
once, by rows; no figure is kept, so each is read anew. The database runs beside, so the time on the wall counts: of a
server that has answered before, and of one that has just started and whose files are in nobody's memory.
"""

from __future__ import annotations

import os
import statistics
import time
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.said import say

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, PAIRS, SESSIONS_EACH = 100_000, 20_000, 15
DEPARTMENTS = [f"Department {n}" for n in range(40)]
OFFICES = [f"Office {n}" for n in range(25)]
AT_ONCE = 5_000


def insights_page(runs: int) -> dict[str, Any]:
    """The median of several requests; the slowest queries of the last one are told apart."""
    os.environ["PAIRWELL_HOME"] = str(ROOT / "var" / "bench" / "large")
    from pairwell.cli.start import collect_static, migrate, start_django  # noqa: PLC0415 - after the folder is chosen

    start_django()
    migrate()
    collect_static()
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from pairwell.people.models import Person  # noqa: PLC0415
    from pairwell.programs.models import Program  # noqa: PLC0415

    if not Program.objects.exists():
        _fill()
    say(Program.objects.get())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.get(email="manager@example.org"))
    path = reverse("program_insights", args=[Program.objects.get().pk])
    client.get("/team/")  # what a process loads once: templates, addresses
    client.get(path)

    def asked() -> tuple[float, float]:
        started, own = time.perf_counter(), time.process_time()
        response = client.get(path)
        assert response.status_code == 200, response.status_code
        return time.perf_counter() - started, time.process_time() - own

    taken, used = zip(*(asked() for _ in range(runs)), strict=True)
    cold = []
    for _ in range(runs):
        _start_anew(connection)
        cold.append(asked()[0])
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    slowest = sorted(((float(q["time"]), q["sql"][:160]) for q in captured.captured_queries), reverse=True)
    return {
        "seconds": statistics.median(taken), "process": statistics.median(used), "queries": len(captured),
        "cold": statistics.median(cold),
        "slowest": [[seconds, sql] for seconds, sql in slowest[:5]], "people": PEOPLE, "pairs": PAIRS,
        "sessions": PAIRS * SESSIONS_EACH, "load": os.getloadavg()[0],
    }  # fmt: skip


def _start_anew(connection: Any) -> None:
    """Stop the database, have the system forget its files, and start it."""
    from pairwell.core.postgres import server  # noqa: PLC0415
    from pairwell.core.postgres.place import place  # noqa: PLC0415

    connection.close()
    server.stop()
    for path in (place().data / "base").rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    server.ensure_running()


def _fill() -> None:
    from pairwell.core import clock  # noqa: PLC0415
    from pairwell.mentorships.models import Goal, Membership, Mentorship, Reflection, Session  # noqa: PLC0415
    from pairwell.pairing.models import Proposal  # noqa: PLC0415
    from pairwell.people.models import Person  # noqa: PLC0415
    from pairwell.programs.models import Enrollment, Grant, Program  # noqa: PLC0415

    dice, now, today = Random(1), clock.now(), clock.today()

    def keep(model: Any, rows: list[Any]) -> list[Any]:
        return model.objects.bulk_create(rows, batch_size=AT_ONCE)

    people = keep(Person, [
        Person(email=f"p{n}@example.org", full_name=f"Person {n}", department=dice.choice(DEPARTMENTS),
               office=dice.choice(OFFICES), level=dice.randint(1, 8), search=f"person {n}",
               hired_on=today - timedelta(days=dice.randint(30, 6000)), is_active=dice.random() < 0.93)
        for n in range(PEOPLE)
    ])  # fmt: skip
    manager = Person.objects.create(email="manager@example.org", full_name="Manager")
    starts = today - timedelta(days=300)
    program = Program.objects.create(name="Large", state="active", starts_on=starts, ends_on=today)
    Grant.objects.create(program=program, person=manager, role="manager")
    places = keep(Enrollment, [
        Enrollment(program=program, person=people[n], state="approved", as_mentor=n % 2 == 0, as_mentee=n % 2 == 1,
                   mentee_places=1 - n % 2, mentor_places=n % 2, mentees_held=1 - n % 2, mentors_held=n % 2,
                   approved_at=now - timedelta(days=310))
        for n in range(2 * PAIRS)
    ])  # fmt: skip
    states = ("active", "active", "completed", "ended_early")
    pairs = keep(Mentorship, [
        Mentorship(program=program, state=dice.choice(states), starts_on=starts + timedelta(days=dice.randint(0, 60)))
        for _ in range(PAIRS)
    ])  # fmt: skip
    keep(Membership, [
        Membership(mentorship=pairs[n // 2], person=places[n].person, enrollment=places[n],
                   role="mentee" if n % 2 else "mentor")
        for n in range(2 * PAIRS)
    ])  # fmt: skip
    for part in range(0, PAIRS, 2_000):
        made = keep(Session, [
            Session(mentorship=pair, title="Session", minutes=60, state="held" if visit < 13 else "canceled",
                    starts_at=now - timedelta(days=20 * visit + dice.randint(1, 19)))
            for pair in pairs[part : part + 2_000] for visit in range(SESSIONS_EACH)
        ])  # fmt: skip
        keep(Reflection, [
            Reflection(session=one, mentorship_id=one.mentorship_id, useful=dice.randint(2, 5),
                       author=places[2 * (part + n // SESSIONS_EACH)].person)
            for n, one in enumerate(made) if n % 3 == 0
        ])  # fmt: skip
    keep(Proposal, [
        Proposal(program=program, state="accepted", score=dice.random(), contributions=[{"key": "x"}], mentorship=pair)
        for pair in pairs
    ])  # fmt: skip
    keep(Goal, [
        Goal(mentorship=pair, owner=places[2 * n + 1].person, title="Goal", state=dice.choice(("open", "reached")))
        for n, pair in enumerate(pairs)
    ])  # fmt: skip
