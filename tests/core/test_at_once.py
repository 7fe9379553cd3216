"""Reads on two connections are of one moment, come back in order, and do without the second one if they must."""

import time
from collections.abc import Callable
from threading import Barrier, get_ident

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError

from pairwell.core.at_once import at_once
from pairwell.people.models import Person
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 10
"""Seconds until a thread that waits for the other gives up."""


def count() -> int:
    return Person.objects.count()


def test_two_reads_run_at_the_same_time_on_two_connections() -> None:
    both = Barrier(2)

    def read() -> tuple[int, int]:
        both.wait(WAIT)  # breaks unless the other one is running, too
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return get_ident(), cursor.fetchone()[0]

    one, other = at_once(read, read)
    assert one[0] != other[0]
    assert one[1] != other[1]


def test_answers_come_in_the_order_of_the_questions() -> None:
    def slow(number: int) -> Callable[[], int]:
        return lambda: (time.sleep(0.02 * (number % 2)), number)[1]

    assert at_once(*(slow(number) for number in range(9))) == list(range(9))


def test_what_is_written_in_between_is_seen_by_neither() -> None:
    make_person()
    both, written = Barrier(2), Barrier(2)

    def writes_first() -> int:
        both.wait(WAIT)
        outside = connection.copy()
        try:
            with outside.cursor() as cursor:
                cursor.execute("UPDATE people_person SET full_name = 'Somebody else'")
        finally:
            outside.close()
        written.wait(WAIT)
        return Person.objects.filter(full_name="Somebody else").count()

    def waits() -> int:
        both.wait(WAIT)
        written.wait(WAIT)
        return Person.objects.filter(full_name="Somebody else").count()

    assert at_once(writes_first, waits) == [0, 0]
    assert Person.objects.filter(full_name="Somebody else").count() == 1


@pytest.mark.parametrize("place", [0, 1])
def test_reads_change_nothing(place: int) -> None:
    both = Barrier(2)

    def writes() -> None:
        both.wait(WAIT)
        make_person()

    def reads() -> None:
        both.wait(WAIT)

    with pytest.raises(InternalError, match="read-only"):
        at_once(*([writes, reads] if place == 0 else [reads, writes]))
    assert count() == 0


def test_inside_a_transaction_what_it_has_written_is_seen() -> None:
    with transaction.atomic():
        make_person()
        assert at_once(count, get_ident, count) == [1, get_ident(), 1]


def test_without_a_place_for_a_second_connection_one_does_it_all() -> None:
    make_person()
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection._nodb_cursor() as elsewhere:
        elsewhere.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            assert at_once(get_ident, count, get_ident) == [get_ident(), 1, get_ident()]
        finally:
            elsewhere.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_second_connection_that_can_not_see_the_same_moment_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_person()
    monkeypatch.setitem(connection.settings_dict, "NAME", "postgres")  # where the next connection goes
    assert at_once(get_ident, count, get_ident) == [get_ident(), 1, get_ident()]


def test_an_error_of_either_is_told_and_nothing_stays_open() -> None:
    def fails() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    for reads in ([fails, count], [count, fails]):
        with pytest.raises(DatabaseError, match="division by zero"):
            at_once(*reads)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
        )
        assert cursor.fetchone() == (0,)
    assert count() == 0
