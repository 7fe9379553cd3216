"""Three pages of a large program, with twenty people clicking at once, against a bare page with one query.

An installation of its own under var/bench/pages: 20,000 people with profiles and skills, 5,000 enrollments with
answers in one program, made once. The site is `pairwell serve` with a process for each of two processors; the
clients are threads of this process, on the same two processors. The pages take turns of some seconds, all clients on
the same one. First nobody thinks between two clicks: all twenty always wait for an answer. Then, in turns of their own,
each reads for a second on average before the next click.
"""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "bench" / "pages"
PEOPLE, MENTEES, MENTORS, SEED = 20_000, 300, 200, 7
"""Mentees and mentors of the plan are ten times as many in a company of this size."""
CLIENTS, PROCESSES, SECONDS = 20, 2, 4
READING = 1.0
"""Seconds that somebody reads between two clicks, on average: drawn evenly from half of it to half as much again."""
NAMES = ("bare", "people", "directory", "form")
Click = tuple[str, str]
"""An address and the cookie of who asks for it."""


def pages(runs: int) -> dict[str, Any]:
    """The median time of an answer by page, over so many turns each, without a pause and (`reading_`) with people who
    read between two clicks; how many queries each page asks.
    """
    os.environ |= {"PAIRWELL_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "benchmarks.bare"}
    from pairwell.cli.start import collect_static, migrate, start_django  # noqa: PLC0415 - after the folder is chosen

    start_django()
    migrate()
    collect_static()
    from pairwell.people.models import Person  # noqa: PLC0415

    if not Person.objects.exists():
        from pairwell.cli.company.offers import Plan  # noqa: PLC0415
        from pairwell.programs.states import ProgramState  # noqa: PLC0415

        state = ProgramState.ENROLLING
        fill(
            Plan("bench", "skills-exchange", "Large", state, 60, MENTEES, MENTORS, (1, 8), (2, 9)),
            PEOPLE,
            SEED,
        )
    clicks = _clicks()
    taken: dict[str, list[float]] = {name: [] for name in NAMES}
    reading: dict[str, list[float]] = {name: [] for name in NAMES}
    with site(PROCESSES, "/bare/") as port:
        for name in NAMES:
            _turn(
                port, clicks[name], SECONDS if name == "bare" else 3 * SECONDS
            )  # what each process keeps is read
        for _ in range(runs):
            for name in NAMES:
                taken[name] += _turn(port, clicks[name], SECONDS)
                reading[name] += _turn(port, clicks[name], SECONDS, READING)
    found: dict[str, Any] = {name: statistics.median(times) for name, times in taken.items()}
    return {
        **found, **{f"reading_{name}": statistics.median(times) for name, times in reading.items()},
        **{f"{name}_queries": _queries(clicks[name][0]) for name in NAMES}, "clients": CLIENTS,
        "clicks": {name: len(times) for name, times in taken.items()}, "load": os.getloadavg()[0],
    }  # fmt: skip


def fill(plan: Any, people: int, seed: int) -> None:
    """A company with one program, its texts understood."""
    from django.db import transaction  # noqa: PLC0415

    from pairwell.cli.company.cast import PARTS  # noqa: PLC0415
    from pairwell.cli.company.directory import write_directory  # noqa: PLC0415
    from pairwell.cli.company.joining import Crowd, write_enrollments  # noqa: PLC0415
    from pairwell.cli.company.persons import draft_people  # noqa: PLC0415
    from pairwell.cli.company.tree import plant_tree  # noqa: PLC0415
    from pairwell.core import clock  # noqa: PLC0415
    from pairwell.core.bulk import count_anew  # noqa: PLC0415
    from pairwell.pairing.meanings import understand  # noqa: PLC0415
    from pairwell.pairing.understanding import texts_of  # noqa: PLC0415
    from pairwell.people.actions.catalog import load_skills  # noqa: PLC0415
    from pairwell.programs.actions.program import create_program_from_template  # noqa: PLC0415

    today = clock.today()
    with transaction.atomic():
        drafts = draft_people(people, seed, today)
        plant_tree(drafts, seed)
        load_skills()
        persons = write_directory(drafts, seed, lambda *_: None)
        program = create_program_from_template(
            by=next(persons[number] for number, part in enumerate(PARTS) if part.key == "administrator"),
            template_key=plan.template, name=plan.name, starts_on=today + timedelta(days=365),
        )  # fmt: skip
        program.state, program.enrollment_opens_on = plan.state, today
        program.save()
        write_enrollments(plan, program, Crowd(drafts, persons, seed, today))
    count_anew()  # without it the first reading plans for empty tables and takes minutes
    understand(texts_of(program))


def _clicks() -> dict[str, list[Click]]:
    """What the clients ask for, by page; each starts at another place of the list."""
    from pairwell.people.models import Person  # noqa: PLC0415
    from pairwell.programs.actions import save_draft  # noqa: PLC0415
    from pairwell.programs.models import Enrollment, Grant, Program  # noqa: PLC0415

    program = Program.objects.get()
    manager = cookie(Grant.objects.get().person)
    mentees = [row.person for row in Enrollment.objects.filter(program=program, as_mentee=True)[:CLIENTS]]
    joining = list(Person.objects.exclude(enrollments__program=program).order_by("-pk")[:CLIENTS])
    for person in joining:
        answers = {"case": "A plan for the next quarter", "way": "doing"}
        save_draft(
            by=person, program=program, step=3,
            data={"role": "mentee", "mentee_places": "1", "mentor_places": "1", "answers": answers},
        )  # fmt: skip
    table = f"/manage/programs/{program.pk}/people/"
    tables = ["", "?page=40", "?words=an", "?role=mentor&page=3", "?department=Engineering", "?state=free"]
    columns = "?column=email&column=boss&column=department&column=role&column=state&column=q:way&column=q:first_skill"
    searches = [
        "?words=python",
        "",
        "?words=leadership",
        "?words=data&order=name",
        "?page=3",
        "?department=Engineering",
    ]
    steps = [f"/programs/{program.pk}/join/{step}/" for step in (2, 3, 2, 1)]
    return {
        "bare": [("/bare/", "")],
        "people": [(table + query, manager) for query in [*tables, columns]],
        "directory": [
            (f"/programs/{program.pk}/mentors/{searches[(n + turn) % len(searches)]}", mine)
            for turn in range(len(searches)) for n, mine in enumerate(map(cookie, mentees))
        ],
        "form": [(step, mine) for step in steps for mine in map(cookie, joining)],
    }  # fmt: skip


def cookie(person: Any) -> str:
    """What a signed-in browser of this person sends."""
    from django.test import Client  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


@contextmanager
def site(processes: int, ready: str) -> Iterator[int]:
    """The site on a free port of this machine, once it answers at an address; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "pairwell.cli",
        "serve",
        "--port",
        str(port),
        "--processes",
        str(processes),
    ]
    running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": "src:."})
    try:
        _wait_for(lambda: _ask(http.client.HTTPConnection("127.0.0.1", port), (ready, "")) > 0)
        yield port
    finally:
        running.terminate()
        running.wait(30)


def _wait_for(answered: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if answered():
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the site does not answer")


def _turn(port: int, clicks: list[Click], seconds: float, reading: float = 0.0) -> list[float]:
    """All clients on one page for some seconds, each reading so long on average; the time of every answer."""
    end, taken, wrong = time.monotonic() + seconds, [], []

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        mine = cycle([*clicks[number % len(clicks) :], *clicks[: number % len(clicks)]])
        dice = Random(SEED * CLIENTS + number)
        time.sleep(dice.uniform(0, reading))
        try:
            while time.monotonic() < end:
                taken.append(_ask(connection, next(mine)))
                time.sleep(reading * dice.uniform(0.5, 1.5))
        except (OSError, AssertionError, http.client.HTTPException) as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(f"{clicks[0][0]}: {wrong[0]!r}")
    return taken


def _ask(connection: http.client.HTTPConnection, click: Click) -> float:
    started = time.perf_counter()
    connection.request("GET", click[0], headers={"Cookie": click[1]} if click[1] else {})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, f"{answer.status} for {click[0]}"
    return time.perf_counter() - started


def _queries(click: Click) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(headers={"host": "localhost", "cookie": click[1]})
    client.get(click[0])
    with CaptureQueriesContext(connection) as captured:
        client.get(click[0])
    return len(captured)
