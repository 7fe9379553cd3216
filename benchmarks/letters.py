"""A full letter box emptied by two `pairwell worker` processes into a real SMTP server of this machine."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.live import HOME, ROOT, start

PEOPLE, AT_ONCE, WORKERS = 1_000, 5_000, 2
LISTENS = "listens at"
COUNTS = HOME / "letters.json"


def letters(number: int) -> dict[str, Any]:
    """Letters a second from the start of the workers until none is left; how many were lost, and told twice."""
    COUNTS.unlink(missing_ok=True)
    start()
    _fill(number)
    post = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.letters"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert post.stdin is not None
    assert post.stdout is not None
    port = post.stdout.readline().split()[-1]
    own = {"PAIRWELL_SMTP_URL": f"smtp://127.0.0.1:{port}", "PYTHONPATH": "src:."}
    command = [sys.executable, "-m", "pairwell.cli", "worker"]
    began = time.perf_counter()
    workers = [subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}) for _ in range(WORKERS)]
    try:
        seconds = _until_empty(began)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(60)
        post.stdin.close()
        post.wait(60)
    arrived = Counter(json.loads(COUNTS.read_text()))
    return {
        **_compared(arrived),
        "seconds": seconds,
        "per_second": number / seconds,
        "load": os.getloadavg()[0],
    }


def _fill(number: int) -> None:
    from django.db import connection, transaction  # noqa: PLC0415
    from tests.factories.people import make_person  # noqa: PLC0415

    from pairwell.messaging.actions import Draft, send_letters  # noqa: PLC0415
    from pairwell.messaging.delivery_queue import ask_for_delivery  # noqa: PLC0415
    from pairwell.messaging.models import Letter  # noqa: PLC0415
    from pairwell.messaging.states import LetterState  # noqa: PLC0415
    from pairwell.people.models import Person  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    if Letter.objects.count() == number:  # from the last time
        Letter.objects.update(state=LetterState.QUEUED, tries=0, sent_at=None, next_try_at=None, error="")
        for _ in range(2 * WORKERS):
            with transaction.atomic():
                ask_for_delivery()
        _tidy()
        return
    Letter.objects.all().delete()
    with transaction.atomic():
        people = [*Person.objects.order_by("pk")[:PEOPLE]]
        people += [make_person(f"Reader {n}") for n in range(PEOPLE - len(people))]
    for begin in range(0, number, AT_ONCE):
        drafts = [
            Draft(
                to=people[n % PEOPLE], kind="bench", key=f"bench:{n}", subject=f"Your next session ({n})",
                text="It is on **Monday**. Look at the agenda before, and say what you would like to talk about.",
                action_url="/", action_label="Open the agenda",
            )
            for n in range(begin, min(begin + AT_ONCE, number))
        ]  # fmt: skip
        send_letters(drafts)
    _tidy()


def _tidy() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE messaging_letter")


def _until_empty(began: float) -> float:
    from pairwell.messaging.models import Letter  # noqa: PLC0415
    from pairwell.messaging.states import LetterState  # noqa: PLC0415

    while Letter.objects.filter(state__in=(LetterState.QUEUED, LetterState.SENDING)).exists():
        time.sleep(0.5)
    return time.perf_counter() - began


def _compared(arrived: Counter[str]) -> dict[str, int]:
    from pairwell.messaging.models import Letter  # noqa: PLC0415

    written = set(Letter.objects.values_list("message_id", flat=True))
    return {
        "letters": len(written),
        "lost": len(written - set(arrived)),
        "twice": sum(count > 1 for count in arrived.values()),
        "strange": len(set(arrived) - written),
    }


class _Box:
    """Remembers the Message-ID of every letter that was taken."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        head = envelope.content.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ")
        lines = [line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:")]
        self.seen[lines[0].split(b":", 1)[1].strip().decode()] += 1
        return "250 OK"


async def _serve_post() -> None:
    from aiosmtpd.smtp import SMTP  # noqa: PLC0415

    box, loop = _Box(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, hostname="localhost", loop=loop), "127.0.0.1", 0)
    print(LISTENS, server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    Path(COUNTS).write_text(json.dumps(box.seen))


if __name__ == "__main__":
    asyncio.run(_serve_post())
