"""A worker that is killed at any moment loses no letter and sends none twice.

A process of its own empties the letter box into a real SMTP server and is killed (SIGKILL) at a random moment, fifty
times. What the server has taken and what is held in doubt is then everything that was queued.
"""

import asyncio
import contextlib
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection

from pairwell.messaging import sending
from pairwell.messaging.jobs import look_after_letters
from pairwell.messaging.models import Letter
from pairwell.messaging.states import LetterState
from tests.factories.people import make_person
from tests.installations import free_port

KILLS, LETTERS = 50, 1500


class SlowBox:
    """Counts letters by Message-ID, and takes its time before and after it has one: kills fall everywhere."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.chance = random.Random(7)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.chance.random() * 0.003)
        raw = bytes(envelope.content or b"").decode("utf-8", "replace")
        line = next(line for line in raw.splitlines() if line.lower().startswith("message-id:"))
        self.taken[line.split(":", 1)[1].strip()] += 1
        await asyncio.sleep(self.chance.random() * 0.003)
        return "250 OK"


def work(told: int) -> NoReturn:
    """What a worker does until it is killed. told: where it says that it was born."""
    os.write(told, f"{os.getpid()}\n".encode())
    while True:
        look_after_letters(0)
        time.sleep(0.01)


def bear(asked: int, told: int) -> NoReturn:
    """The mother of the workers: one more for each byte, until nobody asks any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed are buried by the system
    with contextlib.suppress(BaseException):
        while os.read(asked, 1):
            if os.fork() == 0:
                work(told)
    os._exit(0)


@contextmanager
def nursery() -> Iterator[Callable[[], int]]:
    """A process that forks workers, itself forked before any thread runs; gives a function that asks for the next."""
    asked, asking = os.pipe()
    told, telling = os.pipe()
    connection.close()  # nobody inherits it
    mother = os.fork()
    if mother == 0:
        os.close(asking)
        bear(asked, telling)
    os.close(asked)

    def another() -> int:
        os.write(asking, b".")
        return int(os.read(told, 32).split()[0])

    try:
        yield another
    finally:
        os.close(asking)
        os.waitpid(mother, 0)


def wait_until(happens: Callable[[], bool], *, seconds: float) -> None:
    """Until it happens, or time is over; what follows notices the difference."""
    deadline = time.monotonic() + seconds
    while not happens() and time.monotonic() < deadline:
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_alive(pid), seconds=10)


def waiting() -> bool:
    """Whether letters are still to be sent, or being sent."""
    time.sleep(0.1)
    sending.find_abandoned()
    return Letter.objects.filter(state__in=(LetterState.QUEUED, LetterState.SENDING)).exists()


def write_letters() -> None:
    person = make_person()
    Letter.objects.bulk_create(
        Letter(
            key=f"k{n}", kind="news", to=person, address=person.email, subject=f"Letter {n}", text="Hello",
            html="<p>Hello</p>", message_id=f"<{n}@kills.example>",
        )
        for n in range(LETTERS)
    )  # fmt: skip


def send_and_kill(another: Callable[[], int], handler: SlowBox, kills: int) -> None:
    """Workers that are killed while they send, and a last one that finishes."""
    chance = random.Random(20261128)
    for _ in range(kills):
        worker, already = another(), handler.taken.total()
        wait_until(lambda already=already: handler.taken.total() > already, seconds=30)  # type: ignore[misc]
        time.sleep(chance.uniform(0.0, 0.1))
        kill(worker)
    assert handler.taken.total() < LETTERS  # every kill fell while there was something to send
    last = another()
    wait_until(lambda: not waiting(), seconds=120)
    kill(last)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_killed_workers_lose_no_letter_and_send_none_twice(settings: Any) -> None:
    kills, handler = int(os.environ.get("PAIRWELL_KILLS", KILLS)), SlowBox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", controller.port, 20
    write_letters()
    with nursery() as another:
        controller.start()
        try:
            send_and_kill(another, handler, kills)
        finally:
            controller.stop()
    state_of = dict(Letter.objects.values_list("message_id", "state"))
    doubt = {key for key, state in state_of.items() if state == LetterState.IN_DOUBT}
    sent = {key for key, state in state_of.items() if state == LetterState.SENT}
    assert {key: times for key, times in handler.taken.items() if times > 1} == {}
    assert len(sent) + len(doubt) == LETTERS
    assert sent <= set(handler.taken)  # what we call sent has arrived
    assert set(handler.taken) <= sent | doubt  # what has arrived is never called anything else
    assert len(doubt) <= kills
    assert doubt  # some kills did fall in the middle of a letter
