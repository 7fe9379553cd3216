"""Writing letters and ringing bells."""

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from pairwell.core.errors import Refused
from pairwell.messaging import kinds
from pairwell.messaging.actions import (
    Draft,
    mark_notices_read,
    notify,
    send_again,
    send_letter,
    send_letters,
    withdraw_letters,
)
from pairwell.messaging.delivery_queue import TASK
from pairwell.messaging.models import Letter, Muted, Notice
from pairwell.messaging.states import LetterState
from pairwell.people.models import Person
from tests.factories.people import make_organization, make_person


def write(to: Person, key: str = "k1", **fields: str) -> Letter | None:
    return send_letter(
        to=to,
        kind="news",
        key=key,
        subject="Hello\nthere",
        text="You have a **mentor**: [look](/x/)",
        **fields,
    )


def test_a_letter_has_a_text_and_an_html_body_in_the_organizations_name(ben: Person) -> None:
    make_organization(name="Northwind & Co", brand_color="#123456")
    letter = write(ben, action_url="/proposals/3/", action_label="Answer")
    assert letter is not None
    assert letter.subject == "Hello there"
    assert letter.text.startswith("Hello Ben,")
    assert "You have a mentor: look (/x/)" in letter.text
    assert "Answer: http://127.0.0.1:8000/proposals/3/" in letter.text
    assert "Northwind &amp; Co" in letter.html
    assert "#123456" in letter.html
    assert "<strong>mentor</strong>" in letter.html
    assert 'href="http://127.0.0.1:8000/proposals/3/"' in letter.html


def test_what_people_write_cannot_bring_markup_into_a_letter(ben: Person) -> None:
    letter = send_letter(
        to=ben,
        kind="news",
        key="k",
        subject="s",
        text="<script>alert(1)</script>",
        greeting="Hello <b>you</b>,",
    )
    assert letter is not None
    assert "<script>" not in letter.html
    assert "<b>you" not in letter.html


def test_the_same_thing_is_told_once(ben: Person) -> None:
    assert write(ben) is not None
    assert write(ben) is None
    assert Letter.objects.count() == 1


def test_a_muted_kind_is_not_written_but_invitations_and_sign_in_are(ben: Person) -> None:
    kinds.register(kinds.Kind("sign-in", "Sign-in", "How to sign in", always=True))
    Muted.objects.create(person=ben, kind="news")
    Muted.objects.create(person=ben, kind="sign-in")
    assert write(ben, key="muted") is None
    invited = write(ben, key="invited", calendar="BEGIN:VCALENDAR", calendar_method="REQUEST")
    assert invited is not None
    assert invited.calendar_method == "REQUEST"
    assert send_letter(to=ben, kind="sign-in", key="s", subject="s", text="t") is not None


def test_letters_of_a_transaction_that_fails_are_never_written(ben: Person) -> None:
    def fails() -> None:
        with transaction.atomic():
            write(ben)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert not Letter.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name=TASK).exists()


def test_however_many_letters_a_transaction_writes_one_job_is_deferred(ben: Person) -> None:
    for number in range(5):
        write(ben, key=f"k{number}")
    assert ProcrastinateJob.objects.filter(task_name=TASK).count() == 1


def test_many_letters_take_a_constant_number_of_statements(ben: Person, django_assert_num_queries) -> None:
    people = [make_person() for _ in range(30)]
    drafts = [Draft(to=p, kind="news", key=f"many:{p.pk}", subject="s", text="t") for p in people]
    with django_assert_num_queries(11):
        assert len(send_letters(drafts)) == 30


def test_a_letter_that_has_not_left_can_be_taken_back(ben: Person) -> None:
    letter = write(ben)
    assert letter is not None
    assert withdraw_letters(keys=["k1"]) == 1
    letter.refresh_from_db()
    assert letter.state == LetterState.WITHDRAWN


def test_only_a_letter_in_doubt_or_refused_is_sent_again(ben: Person, cora: Person) -> None:
    letter = write(ben)
    assert letter is not None
    with pytest.raises(Refused, match="in doubt"):
        send_again(by=cora, letter=letter)
    Letter.objects.update(state=LetterState.IN_DOUBT)
    again = send_again(by=cora, letter=letter)
    assert again.state == LetterState.QUEUED
    assert again.message_id == letter.message_id


def test_a_notice_rings_once_and_is_read(ben: Person) -> None:
    assert notify(to=ben, kind="news", key="n1", text="x" * 400, url="/x/") is not None
    assert notify(to=ben, kind="news", key="n1", text="again") is None
    newest = notify(to=ben, kind="news", key="n2", text="second")
    assert newest is not None
    assert Notice.objects.filter(to=ben, read_at=None).count() == 2
    assert mark_notices_read(by=ben, up_to=newest.pk - 1) == 1
    assert Notice.objects.filter(to=ben, read_at=None).count() == 1
    assert len(Notice.objects.get(key="n1").text) == 300
