"""Letters over a real SMTP server, which may refuse, stall or vanish."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from django.core.mail import get_connection
from django.db import connection
from icalendar import Calendar

from pairwell.core import clock
from pairwell.messaging import kinds, sending
from pairwell.messaging.actions import send_letter
from pairwell.messaging.calendar import invitation
from pairwell.messaging.jobs import deliver_letters, look_after_letters
from pairwell.messaging.models import Letter
from pairwell.messaging.states import LetterState
from pairwell.people.models import Person
from tests.factories.people import make_person
from tests.messaging.mail_server import Mailbox, mail_server


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with mail_server(settings) as box:
        yield box


def write(to: Person, key: str = "k", **fields: str) -> Letter:
    letter = send_letter(
        to=to, kind="news", key=key, subject="Grüße aus Zürich", text="Viel **Spaß**", **fields
    )
    assert letter is not None
    return letter


def state_of(letter: Letter) -> str:
    return Letter.objects.get(pk=letter.pk).state


def test_a_letter_arrives_as_text_and_html_with_its_own_message_id(mailbox: Mailbox, ben: Person) -> None:
    letter = write(ben)
    assert deliver_letters() == 1
    (mail,) = mailbox.received
    assert mail["Subject"] == "Grüße aus Zürich"
    assert mail["To"] == "ben@example.org"
    assert mail["Message-ID"] == letter.message_id
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "Viel Spaß" in mail.get_body(("plain",)).get_content()
    assert "<strong>Spaß</strong>" in mail.get_body(("html",)).get_content()
    assert state_of(letter) == LetterState.SENT


def test_an_invitation_carries_its_method_inline_and_as_a_file(mailbox: Mailbox, ben: Person) -> None:
    ics = invitation(
        uid="u1", sequence=0, starts_at=clock.now(), minutes=30, summary="Kennenlernen: Ada & Ben 🌱",
        description="Zeile eins\nZeile zwei " * 20, organizer=("Pairwell", "p@example.org"),
        attendees=[("Ben", ben.email)],
    )  # fmt: skip
    write(ben, calendar=ics, calendar_method="REQUEST")
    deliver_letters()
    (mail,) = mailbox.received
    parts = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}
    assert parts["text/calendar"]["Content-Type"].params["method"] == "REQUEST"
    assert parts["application/ics"].get_filename() == "invite.ics"
    for kind in ("text/calendar", "application/ics"):
        raw = parts[kind].get_payload(decode=True)
        event = Calendar.from_ical(raw).walk("VEVENT")[0]
        assert event["SUMMARY"] == "Kennenlernen: Ada & Ben 🌱"
        assert event["UID"] == "u1"


def test_no_letter_is_sent_twice(mailbox: Mailbox, ben: Person) -> None:
    write(ben)
    assert deliver_letters() == 1
    assert deliver_letters() == 0
    assert look_after_letters(0) == 0
    assert len(mailbox.received) == 1


def test_a_temporary_refusal_is_tried_again_later_and_not_before(mailbox: Mailbox, ben: Person) -> None:
    letter = write(ben)
    mailbox.answer = lambda address: "450 busy"
    assert deliver_letters() == 0
    letter.refresh_from_db()
    assert letter.state == LetterState.QUEUED
    assert letter.next_try_at is not None
    assert letter.next_try_at > clock.now() + timedelta(seconds=50)
    assert "450" in letter.error
    mailbox.answer = lambda address: "250 OK"
    assert deliver_letters() == 0
    Letter.objects.update(next_try_at=clock.now())
    assert deliver_letters() == 1
    assert mailbox.received[0]["Message-ID"] == letter.message_id


def test_a_server_that_closes_for_now_stops_the_round_for_the_other_letters_too(
    mailbox: Mailbox, ben: Person, ada: Person
) -> None:
    write(ben), write(ada, key="k2")
    mailbox.answer = lambda address: "421 closing"
    deliver_letters()
    assert sorted(Letter.objects.values_list("tries", flat=True)) == [0, 1]
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.QUEUED}


def test_a_letter_refused_for_good_fails_with_the_servers_words_and_the_next_one_leaves(
    mailbox: Mailbox, ben: Person, ada: Person
) -> None:
    refused, fine = write(ben), write(ada, key="k2")
    mailbox.answer = lambda address: "550 no such user" if "ben" in address else "250 OK"
    assert deliver_letters() == 1
    refused.refresh_from_db()
    assert refused.state == LetterState.FAILED
    assert "550 no such user" in refused.error
    assert state_of(fine) == LetterState.SENT


def test_a_server_that_is_not_there_keeps_every_letter(settings: Any, mailbox: Mailbox, ben: Person) -> None:
    letter = write(ben)
    settings.EMAIL_PORT = 1
    deliver_letters()
    letter.refresh_from_db()
    assert letter.state == LetterState.QUEUED
    assert "could not be reached" in letter.error


def test_after_many_tries_a_letter_is_given_up(mailbox: Mailbox, ben: Person) -> None:
    letter = write(ben)
    mailbox.answer = lambda address: "450 busy"
    for _ in range(7):
        Letter.objects.update(next_try_at=None)
        deliver_letters()
    assert state_of(letter) == LetterState.FAILED


def test_a_connection_cut_after_the_letter_was_handed_over_leaves_it_in_doubt(
    mailbox: Mailbox, ben: Person
) -> None:
    letter = write(ben)

    def cut(server: SMTP) -> str:
        server.transport.abort()
        return "250 OK"

    mailbox.data = cut
    deliver_letters()
    assert state_of(letter) == LetterState.IN_DOUBT
    mailbox.data = lambda server: "250 OK"
    look_after_letters(0)
    assert len(mailbox.received) == 1  # never twice silently


def abandon(letter: Letter) -> None:
    """What a worker killed while sending leaves behind."""
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, tries=1)


def test_an_invitation_of_a_killed_worker_is_in_doubt_and_stays_there(mailbox: Mailbox, ben: Person) -> None:
    letter = write(ben, calendar="BEGIN:VCALENDAR")
    abandon(letter)
    look_after_letters(0)
    assert state_of(letter) == LetterState.IN_DOUBT
    assert mailbox.received == []


def test_a_letter_that_must_arrive_goes_again_after_a_killed_worker(mailbox: Mailbox, ben: Person) -> None:
    kinds.register(kinds.Kind("password", "Password", "A new password", always=True))
    letter = send_letter(to=ben, kind="password", key="p", subject="s", text="t")
    assert letter is not None
    abandon(letter)
    assert look_after_letters(0) == 1
    assert mailbox.received[0]["Message-ID"] == letter.message_id


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_is_being_sent_is_not_taken_for_abandoned(mailbox: Mailbox) -> None:
    letter = write(make_person())
    seen: list[str] = []

    def meanwhile(server: SMTP) -> str:
        watcher = threading.Thread(target=look)
        watcher.start()
        watcher.join(5)
        return "250 OK"

    def look() -> None:
        sending.find_abandoned()
        seen.append(state_of(letter))
        connection.close()

    mailbox.data = meanwhile
    deliver_letters()
    assert seen == [LetterState.SENDING]
    assert state_of(letter) == LetterState.SENT


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_box_and_nothing_is_sent_twice(mailbox: Mailbox) -> None:
    people = [make_person() for _ in range(40)]
    for number, person in enumerate(people):
        write(person, key=f"share:{number}")
    start, counts = threading.Barrier(2), []

    def work() -> None:
        start.wait()
        counts.append(deliver_letters())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sum(counts) == 40
    assert min(counts) > 0
    assert sorted(m["To"] for m in mailbox.received) == sorted(p.email for p in people)


def test_the_connection_is_opened_again_when_the_server_hung_up_between_letters(
    mailbox: Mailbox, ben: Person
) -> None:
    postman = sending.Postman()
    assert postman.carry(write(ben)).state == LetterState.SENT
    postman._server.connection.sock.close()
    assert postman.carry(write(ben, key="k2")).state == LetterState.SENT
    postman.close()
    assert get_connection() is not None
