"""Open streams of one process, and the one connection by which it hears from the database.

All of it runs in the event loop; nothing here is touched by a thread that draws pages.
"""

import asyncio
import contextlib
import logging
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from pairwell.core.announcing import CHANNEL

MOST_OF_A_PERSON = 3
"""A browser keeps six connections to a site: streams must not take them all."""
MOST_STREAMS = 4000
PROBE = "probe"
PROBE_SECONDS = 30
ANSWER_SECONDS = 10
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 15.0
MOST_REMEMBERED = 10_000

log = logging.getLogger("pairwell.live")


@dataclass(eq=False, slots=True)
class Stream:
    """One open stream. version: the newest that it was given to tell; over: it is to end."""

    topic: str
    person: int
    version: int
    over: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, version: int) -> None:
        """Something newer is to be told."""
        if version > self.version:
            self.version = version
            self.wake.set()

    def end(self) -> None:
        """Nothing more is to be told."""
        self.over = True
        self.wake.set()


class Hub:
    """Hears what is announced and passes it on to the streams that wait for it.

    reach: how to connect to the database, as psycopg takes it.
    """

    def __init__(self, reach: Mapping[str, Any]) -> None:
        self._reach = reach
        self._streams: defaultdict[str, set[Stream]] = defaultdict(set)
        self._of_person: Counter[int] = Counter()
        self._heard: OrderedDict[str, int] = OrderedDict()
        self._hears = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    async def admit(self, topic: str, person: int, version: int) -> Stream | None:
        """A new stream; None when the person or the process has enough, or nothing can be heard now."""
        if not await self._is_hearing():
            return None
        if self._of_person[person] >= MOST_OF_A_PERSON or self._of_person.total() >= MOST_STREAMS:
            return None
        stream = Stream(topic, person, max(version, self._heard.get(topic, 0)))
        self._streams[topic].add(stream)
        self._of_person[person] += 1
        return stream

    def leave(self, stream: Stream) -> None:
        """A stream is over."""
        self._streams[stream.topic].discard(stream)
        if not self._streams[stream.topic]:
            del self._streams[stream.topic]
        self._of_person[stream.person] -= 1
        if not self._of_person[stream.person]:
            del self._of_person[stream.person]

    async def stop(self) -> None:
        """End all streams, let none in any more, hang up."""
        self._stopped = True
        self._end_all()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _is_hearing(self) -> bool:
        """Whether announcements arrive; the first stream of a process begins to listen."""
        if self._stopped:
            return False
        if self._task is None:
            self._task = asyncio.create_task(self._listen(), name="live-listen")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS / 2):
                await self._hears.wait()
        return self._hears.is_set() and not self._stopped

    async def _listen(self) -> None:
        """Hear for ever; when the connection breaks, end the streams (pages ask by themselves) and try again."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._hear()
            except (psycopg.Error, OSError) as problem:
                log.warning("Streams hear nothing from the database: %s", problem)
            pause = FIRST_PAUSE if self._hears.is_set() else min(2 * pause, LONGEST_PAUSE)
            self._hears.clear()
            self._heard.clear()
            self._end_all()
            await asyncio.sleep(pause)

    async def _hear(self) -> None:
        """Listen on one connection until it breaks. It is probed: some poolers let nothing through."""
        async with asyncio.timeout(ANSWER_SECONDS):
            line = await psycopg.AsyncConnection.connect(**self._reach, autocommit=True)
        try:
            await self._ask(line, f"LISTEN {CHANNEL}")
            while True:
                await self._ask(line, f"NOTIFY {CHANNEL}, '{PROBE}'")
                heard = 0
                async for note in line.notifies(timeout=PROBE_SECONDS if self._hears.is_set() else 1):
                    heard += 1
                    self._hears.set()
                    self._pass_on(note.payload)
                if not heard:
                    raise OSError("what was announced did not arrive")
        finally:
            await line.close()

    async def _ask(self, line: "psycopg.AsyncConnection[Any]", statement: str) -> None:
        async with asyncio.timeout(ANSWER_SECONDS):
            await line.execute(statement.encode())

    def _pass_on(self, payload: str) -> None:
        topic, _, version = payload.rpartition(" ")
        if not topic or not version.isdecimal():
            return
        self._heard[topic] = int(version)
        self._heard.move_to_end(topic)
        if len(self._heard) > MOST_REMEMBERED:
            self._heard.popitem(last=False)
        for stream in self._streams.get(topic, ()):
            stream.tell(int(version))

    def _end_all(self) -> None:
        for streams in self._streams.values():
            for stream in streams:
                stream.end()
