"""The studio of a program with 5,000 mentees and 2,500 mentors, as a browser asks for it: from request to answer.

An installation of its own under var/bench/studio, made once. `pairwell serve` with one process and `pairwell worker`
start anew for each round, so that what a process keeps is read anew; database, server, worker and client share the
machine, so the time on the wall counts.
"""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import pages

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "bench" / "studio"
PEOPLE, MENTEES, MENTORS, SEED = 20_000, 500, 250, 11
"""Mentees and mentors of the plan are ten times as many in a company of this size."""
WEIGHTS = range(20, 70, 7)
LONGEST = 120.0


def studio_site(rounds: int) -> dict[str, Any]:
    """Medians over the rounds, in seconds: the page; what it asks for by itself, until the outcome is there; the first
    moved weight of a process; those after it; a run from the button to the page with its pairs, by a worker that is
    ready; the same by a worker that is started when the run waits already, its own start included (`cold`).
    """
    os.environ |= {"PAIRWELL_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "benchmarks.bare"}
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # as an installation is: modules are compiled once, not at each start
    from pairwell.cli.start import collect_static, migrate, start_django  # noqa: PLC0415 - after the folder is chosen

    start_django()
    migrate()
    collect_static()
    from pairwell.programs.models import Program  # noqa: PLC0415

    if not Program.objects.exists():
        _fill()
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        with pages.site(1, "/bare/") as port:
            for name, seconds in _one_round(port, Program.objects.get()):
                taken.setdefault(name, []).append(seconds)
    found: dict[str, Any] = {name: statistics.median(times) for name, times in taken.items()}
    return {**found, "worst_moved": max(taken["moved"]), "rounds": rounds, "load": os.getloadavg()[0]}


def _one_round(port: int, program: Any) -> Iterator[tuple[str, float]]:
    from pairwell.programs.models import Grant  # noqa: PLC0415

    cookie = pages.cookie(Grant.objects.get(program=program).person)
    browser = _Browser(port, cookie)
    path = f"/manage/programs/{program.pk}/match/"
    with _worker():
        browser.get("/bare/")
        yield "first_page", browser.get(path)
        for _ in range(5):
            yield "page", browser.get(path)
        form = _fields(browser.text)
        yield "opened", browser.post(f"{path}draft/", form)
        name = next(key for key in form if key.startswith("weight-") and form[key] not in ("", "0"))
        for number, weight in enumerate(WEIGHTS):
            seconds = browser.post(f"{path}draft/", {**form, name: str(weight)})
            yield "moved" if number else "first_moved", seconds
        started = time.perf_counter()
        browser.post(f"{path}start/", {"kind": "full"}, expected=302)
        yield from _pairs_on_the_page(browser, path, started, "run")
    browser.post(f"{path}start/", {"kind": "full"}, expected=302)
    started = time.perf_counter()
    with _worker():
        yield from _pairs_on_the_page(browser, path, started, "cold")


def _pairs_on_the_page(
    browser: _Browser, path: str, started: float, name: str
) -> Iterator[tuple[str, float]]:
    from pairwell.pairing.models import MatchRun  # noqa: PLC0415

    run = MatchRun.objects.defer("inputs", "result").latest("pk")
    while run.state not in ("done", "failed") and time.perf_counter() - started < LONGEST:
        time.sleep(0.05)
        run.refresh_from_db(fields=["state", "error"])
    assert run.state == "done", run.error
    yield f"{name}_done", time.perf_counter() - started
    browser.get(f"{path}runs/{run.pk}/")
    yield name, time.perf_counter() - started


class _Browser:
    """Asks one address after the other over one connection."""

    def __init__(self, port: int, cookie: str) -> None:
        self.text = ""
        self._token = "a" * 32
        self._to = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
        self._cookies = f"{cookie}; csrftoken={self._token}"

    def get(self, path: str) -> float:
        return self._ask("GET", path, None, 200)

    def post(self, path: str, form: dict[str, str], *, expected: int = 200) -> float:
        return self._ask("POST", path, urlencode(form), expected)

    def _ask(self, verb: str, path: str, body: str | None, expected: int) -> float:
        heads = {"Cookie": self._cookies, "X-CSRFToken": self._token}
        if body is not None:
            heads |= {"Content-Type": "application/x-www-form-urlencoded"}
            heads |= {"HX-Request": "true"} if expected == 200 else {}
        started = time.perf_counter()
        self._to.request(verb, path, body=body, headers=heads)
        answer = self._to.getresponse()
        self.text = answer.read().decode()
        assert answer.status == expected, f"{answer.status} for {verb} {path}"
        return time.perf_counter() - started


class _Form(HTMLParser):
    """The fields of the studio's form as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._inside = given.get("id") == "policy"
        elif not self._inside:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.fields):
            self.fields[self._select] = given.get("value") or ""
        elif (
            tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given)
        ):
            self.fields[name] = given.get("value") or ("on" if given.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        self._select = "" if tag == "select" else self._select


def _fields(page: str) -> dict[str, str]:
    form = _Form()
    form.feed(page)
    return form.fields


@contextmanager
def _worker() -> Iterator[None]:
    command = [sys.executable, "-m", "pairwell.cli", "worker"]
    worker = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": "src:."})
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(60)


def _fill() -> None:
    from pairwell.cli.company.offers import Plan  # noqa: PLC0415
    from pairwell.programs.states import ProgramState  # noqa: PLC0415

    plan = Plan(
        "bench", "skills-exchange", "Large", ProgramState.MATCHING, 60, MENTEES, MENTORS, (1, 8), (2, 9)
    )
    pages.fill(plan, PEOPLE, SEED)
