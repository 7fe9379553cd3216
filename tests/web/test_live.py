"""The open conversation hears at once what others write: a running site, real streams, the real database."""

import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.mentorships import actions
from pairwell.mentorships.models import Conversation, Membership, Mentorship
from pairwell.people.models import Person
from pairwell.people.states import OrganizationRole
from pairwell.programs.states import ProgramRole
from pairwell.web.live.hub import MOST_OF_A_PERSON
from tests.factories.mentorships import make_mentorship
from tests.factories.people import make_person
from tests.factories.programs import grant, make_program
from tests.web.running_site import Reader, RunningSite, cookie_of, eventually, running_site, start_site

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SECONDS = 4
"""How long a stream of these sites lasts before its reader is asked for again."""


@pytest.fixture(scope="module")
def site(django_db_setup: None) -> Iterator[RunningSite]:
    with running_site(PAIRWELL_LIVE_SECONDS="600") as made:
        yield made


@pytest.fixture
def pair(ada: Person, ben: Person, cora: Person) -> Mentorship:
    return make_mentorship(ada, ben, program=make_program(managed_by=cora, state="active"))


def stream_of(pair: Mentorship) -> str:
    return reverse("conversation_live", args=[pair.pk])


def write(pair: Mentorship, by: Person, text: str = "Hello") -> int:
    """Write a message; the version that the conversation has then."""
    message = actions.write_message(by=by, mentorship=pair, text=text, key=str(time.monotonic_ns()))
    return message.version


def threads_of(site: RunningSite) -> int:
    return sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in site.web_processes())


def test_a_reader_hears_the_version_and_nothing_else(
    site: RunningSite, pair: Mentorship, ada: Person, ben: Person
):
    write(pair, ada, "Before anybody looked")
    reader = Reader(site, stream_of(pair), cookie_of(ben))
    assert (reader.status, reader.answer.headers["Content-Type"]) == (200, "text/event-stream")
    assert reader.next() == "1"
    write(pair, ada, "A secret lighthouse")
    assert reader.next() == "2"
    reader.close()


def test_what_is_taken_back_is_not_announced(site: RunningSite, pair: Mentorship, ada: Person, ben: Person):
    reader = Reader(site, stream_of(pair), cookie_of(ben))
    assert reader.next() == "0"
    with transaction.atomic():
        write(pair, ada)
        transaction.set_rollback(True)
    assert write(pair, ada) == 1
    Conversation.objects.update(version=5)
    assert write(pair, ada) == 6
    assert [reader.next(), reader.next()] == ["1", "6"]
    reader.close()


def test_nobody_else_hears_anything(
    site: RunningSite, pair: Mentorship, ana: Person, otto: Person, cora: Person
):
    rival = make_person("Rita Rival")
    make_program(managed_by=rival)
    sponsor, patron = make_person("Sam", role=OrganizationRole.SPONSOR), make_person("Pat")
    grant(pair.program, patron, ProgramRole.SPONSOR)
    for person in (ana, otto, cora, rival, sponsor, patron):
        assert Reader(site, stream_of(pair), cookie_of(person)).status == 404, person
    assert Reader(site, stream_of(pair)).status == 302


def test_a_stream_tells_nothing_of_another_conversation(
    site: RunningSite, pair: Mentorship, ada: Person, ben: Person
):
    reader = Reader(site, stream_of(pair), cookie_of(ben))
    assert reader.next() == "0"
    other = make_mentorship(ada, make_person("Otis"))
    write(other, ada)
    write(pair, ada)
    write(pair, ada)
    assert [reader.next(), reader.next()] == ["1", "2"]
    reader.close()


def test_who_has_left_or_signed_out_is_found_out_when_the_stream_is_opened_anew(
    pair: Mentorship, ada: Person
):
    with running_site("--processes", "2", PAIRWELL_LIVE_SECONDS=str(SECONDS)) as site:
        client = Client()
        client.force_login(ada)
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        reader = Reader(site, stream_of(pair), cookie)
        assert reader.next() == "0"
        client.post(reverse("account_logout"))
        assert reader.next() is None  # it has ended by itself
        assert Reader(site, stream_of(pair), cookie).status == 302
        again = cookie_of(ada)
        assert Reader(site, stream_of(pair), again).next() == "0"
        Membership.objects.filter(person=ada).update(left_at=clock.now())
        assert Reader(site, stream_of(pair), again).status == 404


def test_a_cut_connection_to_the_database_ends_streams_and_the_next_ones_hear(
    site: RunningSite, pair: Mentorship, ada: Person, ben: Person
):
    cookie = cookie_of(ben)
    reader = Reader(site, stream_of(pair), cookie)
    assert reader.next() == "0"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE query LIKE '%pairwell_live%' AND pid <> pg_backend_pid() AND datname = current_database()"
        )
        assert cursor.fetchone()[0] >= 1
    assert reader.next() is None
    write(pair, ada)
    second = Reader(site, stream_of(pair), cookie)
    assert second.next() == "1"
    write(pair, ada)
    assert second.next() == "2"
    second.close()


def test_every_process_hears_and_one_person_gets_only_so_many(pair: Mentorship, ada: Person, ben: Person):
    with running_site("--processes", "2") as site:
        cookie = cookie_of(ben)
        readers = [Reader(site, stream_of(pair), cookie) for _ in range(2 * MOST_OF_A_PERSON + 2)]
        let_in = [reader for reader in readers if reader.status == 200]
        assert {reader.status for reader in readers} == {200, 503}
        assert MOST_OF_A_PERSON <= len(let_in) <= 2 * MOST_OF_A_PERSON
        assert [reader.next() for reader in let_in] == ["0"] * len(let_in)
        write(pair, ada)
        assert [reader.next() for reader in let_in] == ["1"] * len(let_in)
        for reader in let_in:
            reader.close()
        assert eventually(lambda: Reader(site, stream_of(pair), cookie).status == 200)


def test_streams_hold_no_thread_and_pages_are_served_beside_them(pair: Mentorship):
    people = [make_person(f"Reader {n}") for n in range(12)]
    pairs = [make_mentorship(person, make_person()) for person in people]
    with running_site("--threads", "2") as site:
        cookies = [cookie_of(person) for person in people]
        path = reverse("conversation", args=[pairs[0].pk])
        for _ in range(4):
            assert site.get(path, cookies[0]).status == 200
        Reader(site, stream_of(pairs[0]), cookies[0]).close()
        before = threads_of(site)
        readers = [Reader(site, stream_of(p), c) for p, c in zip(pairs, cookies, strict=True)]
        assert [reader.next() for reader in readers] == ["0"] * len(readers)
        assert site.get(path, cookies[0]).status == 200
        assert threads_of(site) <= before
        for reader in readers:
            reader.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_site_stops_within_seconds_while_streams_are_open(pair: Mentorship, ben: Person, number: int):
    site = start_site()
    try:
        reader = Reader(site, stream_of(pair), cookie_of(ben))
        assert reader.next() == "0"
        site.process.send_signal(number)
        assert site.process.wait(timeout=8) == 0  # after ten it would be killed
        assert reader.next() is None
    finally:
        site.process.kill()
        site.process.wait(timeout=10)


def test_switched_off_or_served_by_plain_wsgi_the_page_keeps_asking(pair: Mentorship, ben: Person):
    client = Client()
    client.force_login(ben)
    assert client.get(stream_of(pair)).status_code == 204
    with running_site(PAIRWELL_LIVE_SECONDS="0") as site:
        assert Reader(site, stream_of(pair), cookie_of(ben)).status == 204


def test_a_browser_that_hangs_up_in_the_middle_of_sending_or_reading_frees_its_thread(
    pair: Mentorship, ben: Person
):
    with running_site("--threads", "1") as site:
        cookie, path = cookie_of(ben), reverse("conversation", args=[pair.pk])
        for begin in (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nContent-Length: 900000\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\ntext=half" + "x" * 200_000,
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n",
        ):
            with socket.create_connection(("127.0.0.1", site.port)) as line:
                line.sendall(begin.encode())
                time.sleep(0.2)
        answered = threading.Event()

        def ask() -> None:
            assert site.get(path, cookie).status == 200
            answered.set()

        threading.Thread(target=ask, daemon=True).start()
        assert answered.wait(20)
        assert not pair.messages.exists()  # half a message is none
