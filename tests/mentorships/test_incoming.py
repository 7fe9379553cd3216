"""Mail that comes in: letters that came back, calendars that answer, members who answer a letter."""

import time
from datetime import timedelta
from typing import Any

import pytest

from pairwell.core import clock
from pairwell.mentorships import actions
from pairwell.mentorships.actions.incoming import MailRefused, take_in_mail
from pairwell.mentorships.models import Mentorship, Message, SessionAnswer
from pairwell.mentorships.states import Coming, Every, MailRefusal
from pairwell.messaging.actions import send_again
from pairwell.messaging.incoming import LARGEST, new_words
from pairwell.messaging.models import AddressTrouble, Letter, Muted, Notice
from pairwell.messaging.reply_address import read_reply_address, reply_address
from pairwell.messaging.sending import as_mail
from pairwell.messaging.states import LetterState
from pairwell.people.models import Person
from pairwell.programs.models import Grant
from pairwell.programs.states import ProgramRole
from tests.factories.mentorships import make_mentorship
from tests.mentorships import raw_mails as raw


@pytest.fixture(autouse=True)
def _takes_in_mail(settings: Any) -> None:
    settings.MAIL_IN = "mentoring@example.org"


@pytest.fixture
def pair(ada: Person, ben: Person) -> Mentorship:
    return make_mentorship(ada, ben)


def letter_to(person: Person, pair: Mentorship, *, by: Person) -> Letter:
    """The letter that tells somebody of a message, as it left."""
    actions.write_message(by=by, mentorship=pair, text="secret words", key="first")
    Letter.objects.update(state=LetterState.SENT)
    return Letter.objects.get(to=person, kind="conversation")


def refusal(mail: bytes, to: str = "") -> MailRefusal:
    with pytest.raises(MailRefused) as caught:
        take_in_mail(raw=mail, to=to)
    return caught.value.reason


def written(pair: Mentorship) -> list[str]:
    return list(Message.objects.filter(mentorship=pair).order_by("id").values_list("text", flat=True))


def test_a_letter_says_where_an_answer_goes_and_quotes_nothing(pair, ada, ben) -> None:
    mail = as_mail(letter_to(ben, pair, by=ada)).message()
    assert read_reply_address(mail["Reply-To"], "talk") == (pair.pk, ben.pk)
    assert "stands there too" in mail.as_string()
    assert "secret words" not in mail.as_string()


def test_without_an_address_for_mail_letters_promise_nothing(pair, ada, ben, settings) -> None:
    settings.MAIL_IN = ""
    mail = as_mail(letter_to(ben, pair, by=ada)).message()
    assert mail["Reply-To"] is None
    assert "stands there too" not in mail.as_string()
    assert refusal(raw.mail(raw.APPLE.format(to="mentoring@example.org"))) == MailRefusal.NOBODY


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (raw.GMAIL, "Thursday suits me, café at ten?\n\n- one question about the plan\n- one about Zoë"),
        (raw.APPLE, "Great, see you then!"),
        (raw.HTML_ONLY, "First & second\nThird\nline"),
    ],
)
def test_what_a_member_answers_stands_in_the_conversation(pair, ada, ben, shape: str, words: str) -> None:
    to = letter_to(ben, pair, by=ada).reply_to
    take_in_mail(raw=raw.mail(shape.format(to=to)))
    assert written(pair) == ["secret words", words]
    message = Message.objects.latest("id")
    assert message.author == ben
    assert Letter.objects.filter(to=ada, kind="conversation").exists()


def test_outlook_brings_its_file_along_and_not_the_picture_of_the_signature(pair, ada, ben) -> None:
    to = letter_to(ben, pair, by=ada).reply_to
    take_in_mail(raw=raw.outlook(to))
    assert written(pair)[1] == "Yes, let us do that. Grüße from Zürich.\n\nThanks, I bring the plan."
    (file,) = Message.objects.latest("id").files.all()
    assert (file.name, file.content.read()) == ("plan.txt", b"our plan")


def test_a_mail_that_is_delivered_twice_is_written_once(pair, ada, ben) -> None:
    to = letter_to(ben, pair, by=ada).reply_to
    for _ in range(2):
        take_in_mail(raw=raw.mail(raw.GMAIL.format(to=to)))
    assert len(written(pair)) == 2


def test_the_address_the_mail_server_names_counts_whatever_its_case(pair, ada, ben) -> None:
    to = letter_to(ben, pair, by=ada).reply_to
    take_in_mail(raw=raw.mail(raw.APPLE.format(to="undisclosed-recipients:;")), to=to.upper())
    assert len(written(pair)) == 2


def test_nobody_else_writes_in_a_conversation(pair, ada, ben, otto) -> None:
    mine = letter_to(ben, pair, by=ada).reply_to
    stranger = reply_address("talk", pair.pk, otto.pk)
    forged = mine.replace(f"talk.{pair.pk}.", f"talk.{pair.pk + 1}.")
    other_purpose = reply_address("else", pair.pk, ben.pk)
    apple = raw.APPLE.replace("ben@", "{sender}@")
    mails = {
        "somebody else's address": (apple.format(sender="otto", to=mine), MailRefusal.NOT_YOU),
        "not a member": (apple.format(sender="otto", to=stranger), MailRefusal.NOBODY),
        "a number changed": (apple.format(sender="ben", to=forged), MailRefusal.NOBODY),
        "another purpose": (apple.format(sender="ben", to=other_purpose), MailRefusal.NOBODY),
        "no signature": (apple.format(sender="ben", to="mentoring@example.org"), MailRefusal.NOBODY),
        "two senders": (apple.format(sender="otto@example.org, ben", to=mine), MailRefusal.UNREADABLE),
    }
    assert {name: refusal(raw.mail(text)) for name, (text, _) in mails.items()} == {
        name: reason for name, (_, reason) in mails.items()
    }
    pair.memberships.filter(person=ben).update(left_at=clock.now())
    assert refusal(raw.mail(raw.APPLE.format(to=mine))) == MailRefusal.NOBODY
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    assert refusal(raw.mail(raw.APPLE.format(to=mine))) == MailRefusal.NOBODY
    assert written(pair) == ["secret words"]


def test_what_is_no_mail_too_large_or_says_nothing_is_refused(pair, ada, ben) -> None:
    to = letter_to(ben, pair, by=ada).reply_to
    nothing = raw.APPLE.replace("Great, see you then!", "").format(to=to)
    for bad in (b"", b"\x00\xff", b"a" * (LARGEST + 1), raw.mail(nothing)):
        assert refusal(bad) == MailRefusal.UNREADABLE
    deep = b"From: ben@example.org\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 5000
    assert refusal(deep) in (MailRefusal.UNREADABLE, MailRefusal.NOBODY)


def test_machines_are_never_answered(pair, ada, ben) -> None:
    to = letter_to(ben, pair, by=ada).reply_to
    for address in (to, "mentoring@example.org"):
        assert "machine" in take_in_mail(raw=raw.mail(raw.ON_HOLIDAY.format(to=address)))
    assert written(pair) == ["secret words"]


@pytest.mark.parametrize("mail", [raw.google_answer, raw.exchange_answer])
@pytest.mark.parametrize(
    ("status", "coming"),
    [("ACCEPTED", Coming.YES), ("TENTATIVE", Coming.PERHAPS), ("DECLINED", Coming.NO)],
)
def test_a_calendar_answers_the_invitation(pair, ada, ben, mail, status: str, coming: Coming, client) -> None:
    session = planned(pair, ada)
    take_in_mail(raw=mail(f"{session.uid}@pairwell", status))
    answer = SessionAnswer.objects.get()
    assert (answer.session, answer.person, answer.coming) == (session, ben, coming)
    rung = Notice.objects.filter(to=ada, text__contains="cannot come")
    assert rung.exists() == (coming == Coming.NO)
    client.force_login(ada)
    assert f"Ben Mentee {coming.label}" in client.get(f"/sessions/{session.pk}/").content.decode()


def planned(pair: Mentorship, by: Person):
    at = clock.now() + timedelta(days=3)
    return actions.plan_session(by=by, mentorship=pair, starts_at=at, minutes=60)


def test_an_answer_to_an_earlier_time_is_not_taken_for_one_to_the_new(pair, ada, ben) -> None:
    session = planned(pair, ada)
    take_in_mail(raw=raw.google_answer(f"{session.uid}@pairwell", "ACCEPTED"))
    later = session.starts_at + timedelta(days=1)
    moved = actions.move_session(by=ada, session=session, starts_at=later, minutes=60)
    assert not moved.answers.filter(about=moved.starts_at).exists()
    take_in_mail(raw=raw.google_answer(f"{session.uid}@pairwell", "ACCEPTED", sequence=0))
    assert not moved.answers.filter(about=moved.starts_at).exists()
    take_in_mail(raw=raw.google_answer(f"{session.uid}@pairwell", "ACCEPTED", sequence=1))
    assert moved.answers.get(about=moved.starts_at).coming == Coming.YES


def test_a_series_is_answered_as_a_whole_or_one_by_one(pair, ada, ben) -> None:
    at = (clock.now() + timedelta(days=3)).replace(microsecond=0)
    series = actions.plan_series(by=ada, mentorship=pair, starts_at=at, minutes=60, every=Every.WEEK, count=3)
    uid = f"{series.uid}@pairwell"
    take_in_mail(raw=raw.google_answer(uid, "ACCEPTED"))
    second = series.sessions.order_by("slot_at")[1]
    slot = f"RECURRENCE-ID:{second.slot_at:%Y%m%dT%H%M%SZ}"
    take_in_mail(raw=raw.google_answer(uid, "DECLINED", more=slot))
    said = SessionAnswer.objects.order_by("session__slot_at").values_list("coming", flat=True)
    assert list(said) == [Coming.YES, Coming.NO, Coming.YES]


def test_nobody_answers_for_others(pair, ada, ben, otto) -> None:
    session = planned(pair, ada)
    uid = f"{session.uid}@pairwell"
    assert refusal(raw.exchange_answer(uid, "ACCEPTED", sender="otto@example.org")) == MailRefusal.NOT_YOU
    assert refusal(raw.exchange_answer(uid, "ACCEPTED", sender="no@example.net")) == MailRefusal.NOBODY
    as_otto = raw.google_answer(uid, "ACCEPTED", who="otto@example.org").replace(b"<ben@", b"<otto@")
    assert "answered: 0" in take_in_mail(raw=as_otto)
    assert not SessionAnswer.objects.exists()


@pytest.mark.parametrize("headers_only", [True, False])
def test_a_letter_that_came_back_is_held_and_its_managers_hear_of_it_once(
    pair, ada, ben, cora, headers_only: bool
) -> None:
    Grant.objects.create(program=pair.program, person=cora, role=ProgramRole.MANAGER)
    letter = letter_to(ben, pair, by=ada)
    for _ in range(2):
        take_in_mail(raw=raw.returned(letter.message_id, headers_only=headers_only))
    letter.refresh_from_db()
    assert letter.state == LetterState.BOUNCED
    assert "550 5.1.1 <ben@example.org>: Recipient address rejected: User unknown" in letter.error
    assert AddressTrouble.objects.get().person == ben
    assert Notice.objects.get(to=cora).text == "A letter to Ben Mentee came back. Is the address right?"
    Person.objects.filter(pk=ben.pk).update(email="ben.mentee@example.org")
    again = send_again(by=cora, letter=letter)
    assert (again.state, again.address) == (LetterState.QUEUED, "ben.mentee@example.org")
    assert not AddressTrouble.objects.exists()


def test_what_is_only_late_or_not_ours_has_not_come_back(pair, ada, ben) -> None:
    letter = letter_to(ben, pair, by=ada)
    take_in_mail(raw=raw.returned(letter.message_id, action="delayed", status="4.4.1"))
    take_in_mail(raw=raw.returned(letter.message_id, action="failed", status="4.2.2"))
    take_in_mail(raw=raw.returned("<somebody-elses@example.net>"))
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert not AddressTrouble.objects.exists()


def test_who_calls_a_letter_spam_gets_no_more_of_its_kind(pair, ada, ben) -> None:
    letter = letter_to(ben, pair, by=ada)
    take_in_mail(raw=raw.complaint(letter.message_id))
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert AddressTrouble.objects.get().kind == "complaint"
    assert Muted.objects.filter(person=ben, kind="conversation").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hi Ada,\n\nThanks,\nI read it.\n\nBest\nBen", "Hi Ada,\n\nThanks,\nI read it.\n\nBest\nBen"),
        ("Yes\n-- \nBen\nNorthwind", "Yes"),
        ("> Can you?\n\nYes I can", "> Can you?\n\nYes I can"),
        ("Passt.\n\nAm Mi., 25. Nov. 2026 um 09:12 Uhr schrieb N <m@example.org>:\n\n> Hallo", "Passt."),
        ("Ja.\n\nVon: N <m@example.org>\nGesendet: Mittwoch, 25. November 2026 09:12\nAn: Ben <b@example.org>\n"
         "Betreff: x\n\nHallo", "Ja."),
    ],
)  # fmt: skip
def test_only_what_is_new_is_taken_and_nothing_of_it_lost(text: str, words: str) -> None:
    assert new_words(text) == words


@pytest.mark.parametrize("text", ["\n" * 50_000 + "x", "On " * 20_000, "_" * 50_000, "> \n" * 20_000])
def test_a_text_made_to_be_slow_is_read_in_time(text: str) -> None:
    begun = time.monotonic()
    new_words(text)
    assert time.monotonic() - begun < 40  # 100 and more without care
