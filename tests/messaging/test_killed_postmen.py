"""Processes that send letters are killed at random moments: nothing lost, nothing told twice."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from queue import Queue
from typing import Any

import pytest

from pairwell.messaging import kinds
from pairwell.messaging.actions import Draft, send_letters
from pairwell.messaging.jobs import look_after_letters
from pairwell.messaging.models import Letter
from pairwell.messaging.states import LetterState
from tests.factories.people import make_person
from tests.messaging.mail_server import Mailbox, mail_server
from tests.messaging.postman_process import start_postman

KILLS = int(os.environ.get("PAIRWELL_KILLS", "10"))
LETTERS_PER_KILL = 40
PATIENCE = 60

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Office:
    """Two processes that send at once; whoever is killed has a successor."""

    def __init__(self) -> None:
        self.working = [start_postman(), start_postman()]
        self.chance = random.Random()

    def __str__(self) -> str:
        rows = Letter.objects.exclude(state=LetterState.SENT).values_list("state", "error")
        return f"exit codes {[p.exitcode for p in self.working]}, letters {Counter(rows)}"

    def until(self, happens: Callable[[], bool]) -> None:
        """Wait for something that comes while they work."""
        end = time.monotonic() + PATIENCE
        while not happens():
            assert time.monotonic() < end, f"no letter has left for a long time: {self}"
            time.sleep(0.003)

    def kill_one(self) -> None:
        """Kill -9 one of those that are at work, wherever it is just now."""
        at = self.chance.randrange(2)
        victim = self.working[at]
        assert victim.is_alive(), "it was done before it could be killed: write more letters"
        victim.kill()
        victim.join(PATIENCE)
        self.working[at] = start_postman()

    def finish(self) -> None:
        """Let the two end by themselves, then look once more as the worker does every minute."""
        for process in self.working:
            process.join(PATIENCE)
            assert process.exitcode == 0
        look_after_letters(0)


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with mail_server(settings) as box:
        yield box


def write(number: int, *, kind: str = "news") -> None:
    to = make_person()
    send_letters([Draft(to=to, kind=kind, key=f"k{n}", subject="s", text="t") for n in range(number)])


def told(mailbox: Mailbox) -> Counter[str]:
    """How often each Message-ID arrived."""
    return Counter(str(mail["Message-ID"]) for mail in list(mailbox.received))


def ids(state: LetterState) -> set[str]:
    return set(Letter.objects.filter(state=state).values_list("message_id", flat=True))


def test_killed_at_random_nothing_is_lost_nothing_doubled_and_little_in_doubt(mailbox: Mailbox) -> None:
    write(KILLS * LETTERS_PER_KILL)
    office = Office()
    for number in range(KILLS):
        # Each kill may keep one letter from arriving, and enough are left for the last victim to be at work.
        seen = number * (LETTERS_PER_KILL - 1) + office.chance.randrange(5, 15)
        office.until(lambda: len(mailbox.received) >= seen)
        time.sleep(office.chance.uniform(0, 0.01))
        office.kill_one()
    office.finish()
    arrived, sent, in_doubt = told(mailbox), ids(LetterState.SENT), ids(LetterState.IN_DOUBT)
    assert max(arrived.values()) == 1
    assert len(sent) + len(in_doubt) == KILLS * LETTERS_PER_KILL
    assert sent <= arrived.keys() <= sent | in_doubt
    assert len(in_doubt) <= KILLS
    print(f"{KILLS} kills: {len(sent)} sent, {len(in_doubt)} in doubt, of which "
          f"{len(arrived.keys() & in_doubt)} had arrived")  # fmt: skip


def test_the_count_notices_a_letter_that_is_sent_again(mailbox: Mailbox) -> None:
    """The test of the test: letters that must arrive go again, and that is seen."""
    kinds.register(kinds.Kind("password", "Password", "A new password", always=True))
    write(3, kind="password")
    victim: Queue[BaseProcess] = Queue()

    def kill(server: object) -> str:
        victim.get(timeout=PATIENCE).kill()
        return "250 OK"

    mailbox.data = kill
    postman = start_postman()
    victim.put(postman)
    postman.join(PATIENCE)
    mailbox.data = lambda server: "250 OK"
    assert Letter.objects.filter(state=LetterState.SENDING).count() == 1
    look_after_letters(0)
    assert sorted(told(mailbox).values()) == [1, 1, 2]
