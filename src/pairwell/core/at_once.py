"""Long reads on two connections, all of one moment, so that two processors work for one page."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from django.db import DatabaseError, connection, transaction

Read = Callable[[], Any]


def at_once(*reads: Read) -> list[Any]:
    """What each of them gives, in their order, as if all were asked at the same instant. They change nothing.

    Whichever connection is free takes the next: the longest should come first. Inside a transaction they are asked in
    turn, as only its own connection sees what it has written; so they are when the database has no place for another,
    or another does not see the same moment (behind a proxy that spreads connections over several servers).
    """
    if connection.in_atomic_block:
        return [read() for read in reads]
    waiting, found = deque(enumerate(reads)), dict[int, Any]()
    with ThreadPoolExecutor(1, thread_name_prefix="at-once") as beside, transaction.atomic():
        moment = _keep_moment()
        helped = beside.submit(copy_context().run, _help, moment, waiting)
        found.update(_taken(waiting))
        found.update(helped.result())
    return [found[number] for number in range(len(reads))]


def _taken(waiting: "deque[tuple[int, Read]]") -> Iterator[tuple[int, Any]]:
    while True:
        try:
            number, read = waiting.popleft()
        except IndexError:
            return
        yield number, read()


#: Two processors are busy with two connections: parallel plans would only take them from each other (7 % slower).
_ALONE = "SET LOCAL max_parallel_workers_per_gather = 0"


def _keep_moment() -> str:
    """Look at the database as it is now until the transaction ends; returns the name by which others see the same."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(_ALONE)
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone()
    return str(name)


def _help(moment: str, waiting: "deque[tuple[int, Read]]") -> dict[int, Any]:
    """Take reads, too, on a connection of this thread's own, which is closed at the end; none if it can not."""
    is_there = False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [moment])
            cursor.execute(_ALONE)
            is_there = True
            return dict(_taken(waiting))
    except DatabaseError:
        if is_there:
            raise
        return {}
    finally:
        connection.close()
