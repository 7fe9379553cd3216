"""Lines to people's chats: a real server gets them; who may be written to, what is shown, and what failures do."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.messaging import chat_services
from pairwell.messaging.actions import notify, notify_many
from pairwell.messaging.chat import forget_chat, give_chat
from pairwell.messaging.chat_sending import MOST_FAILURES, claim_next, settle
from pairwell.messaging.delivery_queue import CHAT_TASK
from pairwell.messaging.jobs import deliver_chat_lines, look_after_chats
from pairwell.messaging.models import ChatAddress, ChatLine, Muted, Notice, Preference
from pairwell.messaging.states import ChatState
from pairwell.people.models import Person
from tests.messaging.chat_server import SECRET, Chat, chat_server

pytestmark = pytest.mark.django_db

SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
TEAMS = (
    "https://prod-12.westeurope.logic.azure.com:443/workflows/0123456789abcdef0123456789abcdef/triggers/manual"
    "/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=abcDEF-123_xyzabcDEF-9876"
)


@pytest.fixture
def chat(settings: Any) -> Iterator[Chat]:
    with chat_server(settings) as server:
        yield server


@pytest.fixture
def reader(chat: Chat, ben: Person) -> Person:
    give_chat(by=ben, address=chat.address)
    return ben


def tell(to: Person, key: str = "k", kind: str = "announced") -> None:
    notify(to=to, kind=kind, key=key, text="Ada says: the canary sings", url="/mentorships/7/")


def states() -> list[str]:
    return list(ChatLine.objects.order_by("id").values_list("state", flat=True))


def test_a_chat_is_told_what_kind_of_thing_waits_and_nothing_else(chat: Chat, reader: Person) -> None:
    tell(reader)
    assert deliver_chat_lines() == 1
    ((path, body),) = chat.received
    assert path == f"/hooks/{SECRET}"
    assert body["text"].startswith("Something new waits for you in Pairwell")
    assert "http://127.0.0.1:8000/notices/" in body["text"]
    assert "canary" not in str(body)
    assert "Ada" not in str(body)
    assert "mentorships/7" not in str(body)
    assert states() == [ChatState.SENT]
    assert deliver_chat_lines() == 0


def test_many_notices_reach_those_who_have_a_chat_once(chat: Chat, reader: Person, ada: Person) -> None:
    lines = [Notice(key=f"a:{p.pk}", to=p, kind="announced", text="News") for p in (reader, ada)]
    notify_many(lines)
    notify_many([Notice(key=n.key, to=n.to, kind=n.kind, text=n.text) for n in lines])
    assert deliver_chat_lines() == 1
    assert len(chat.received) == 1


def test_what_was_told_before_the_chat_was_given_is_not_told_again(chat: Chat, ben: Person) -> None:
    tell(ben)
    give_chat(by=ben, address=chat.address)
    tell(ben)
    notify_many([Notice(key="k", to=ben, kind="announced", text="News")])
    assert not ChatLine.objects.exists()


def test_line_job_and_notice_are_written_together_or_not_at_all(reader: Person) -> None:
    def roll_back() -> None:
        with transaction.atomic():
            tell(reader)
            assert ProcrastinateJob.objects.filter(task_name=CHAT_TASK).count() == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        roll_back()
    assert not ChatLine.objects.exists()
    assert not Notice.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name=CHAT_TASK).exists()


def test_a_line_of_a_killed_worker_is_in_doubt_and_told_only_once(chat: Chat, reader: Person) -> None:
    tell(reader)
    assert claim_next() is not None  # and the worker dies here
    look_after_chats(0)
    assert states() == [ChatState.SENDING]  # perhaps somebody is sending it
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        look_after_chats(0)
    assert states() == [ChatState.IN_DOUBT]
    assert chat.received == []


def test_a_taken_back_notice_takes_its_line_along(chat: Chat, reader: Person) -> None:
    tell(reader)
    Notice.objects.all().delete()
    assert deliver_chat_lines() == 0


def test_a_chat_that_fails_is_left_alone_for_a_while_and_then_gets_the_line(
    chat: Chat, reader: Person
) -> None:
    chat.status = 500
    tell(reader), tell(reader, "k2")
    deliver_chat_lines()
    assert len(chat.received) == 1  # the second line waits with the first
    assert states() == [ChatState.QUEUED, ChatState.QUEUED]
    chat.status = 200
    assert deliver_chat_lines() == 0
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        assert deliver_chat_lines() == 2
    assert ChatAddress.objects.get().failures == 0


def test_five_failures_in_a_row_switch_it_off_and_its_person_is_told(
    client: Client, chat: Chat, reader: Person
) -> None:
    chat.status = 404
    tell(reader)
    for _ in range(MOST_FAILURES + 2):
        ChatAddress.objects.update(next_try_at=None)
        deliver_chat_lines()
    assert len(chat.received) == MOST_FAILURES
    assert states() == [ChatState.WITHDRAWN]
    notice = Notice.objects.get(kind="chat")
    assert "stopped writing" in notice.text
    assert SECRET not in notice.text
    tell(reader, "k2")
    assert states() == [ChatState.WITHDRAWN]
    client.force_login(reader)
    assert "is off since" in client.get(reverse("my_letters")).content.decode()
    chat.status = 200
    client.post(reverse("my_chat"), {"try": "yes"})
    assert deliver_chat_lines() == 1
    assert ChatAddress.objects.get().off_at is None


def test_a_line_on_its_way_while_the_chat_is_switched_off_does_not_wait_for_ever(
    chat: Chat, reader: Person
) -> None:
    chat.status = 500
    ChatAddress.objects.update(failures=MOST_FAILURES - 1)
    tell(reader), tell(reader, "k2")
    first, second = claim_next(), claim_next()  # two workers, one line each
    assert first is not None
    assert second is not None
    settle(first, took_it=False)
    assert ChatAddress.objects.get().off_at is not None
    settle(second, took_it=False)
    assert states() == [ChatState.WITHDRAWN, ChatState.WITHDRAWN]


def test_quiet_hours_and_kinds_that_are_off_hold_for_the_chat(chat: Chat, reader: Person) -> None:
    Muted.objects.create(person=reader, kind="survey")
    tell(reader, kind="survey")
    assert states() == []
    now = clock.now()
    Person.objects.filter(pk=reader.pk).update(time_zone="UTC")
    hour = now.hour
    Preference.objects.create(person=reader, quiet_from=hour, quiet_until=(hour + 2) % 24)
    tell(reader, "k2")
    assert deliver_chat_lines() == 0
    with time_machine.travel(now + timedelta(hours=2, minutes=1)):
        assert deliver_chat_lines() == 1


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (SLACK, "Slack, …i7FQ"),
        (TEAMS, "Teams, …9876"),
        ("https://discord.com/api/webhooks/123456789012345678/abcDEF-123_xyzabcDEF-1234", "Discord, …1234"),
        ("https://chat.googleapis.com/v1/spaces/AAAA/messages?key=k1&token=token5678", "Google Chat, …5678"),
        ("https://webexapis.com/v1/webhooks/incoming/" + "Y2lzY29zcGFyazovL3Vz" * 4 + "abcd", "Webex, …abcd"),
        ("tgram://123456789:abcdefg_hijklmnop/12315544/", "Telegram, …544/"),
    ],
)
def test_addresses_as_people_copy_them(address: str, shown: str) -> None:
    assert chat_services.masked(address) == shown


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("nonsense", "know no chat"),
        ("https://example.org/hook", "know no chat"),
        ("file:///etc/passwd", "know no chat"),
        ("json://127.0.0.1:5432/", "only"),
        ("syslog://", "only"),
        ("mailto://me:secret@example.org", "only"),
        ("mmost://127.0.0.1:5432/3ccdd113474722377935511fc85d3dd4", "may not write to Mattermost"),
        ("mmosts://other.example/3ccdd113474722377935511fc85d3dd4", "may not write to Mattermost"),
        ("rocket://user:password@10.0.0.1/room", "may not write to Rocket"),
        (TEAMS.replace("prod-12.westeurope.logic.azure.com", "10.0.0.1"), "know no chat"),
        ("workflow://10.0.0.1/0123456789abcdef/abcDEF-123_xyz", "may not write to Teams"),
        ("workflow://evil-logic.azure.com.example/0123456789abcdef/abcDEF-123_xyz", "may not write to Teams"),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/?template=/etc/passwd", "template"),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/?redirect=yes", "redirect"),
    ],
)
def test_what_is_no_chat_that_may_be_reached_is_refused(
    address: str, why: str, ben: Person, chat: Chat
) -> None:
    with pytest.raises(Refused, match=why):
        give_chat(by=ben, address=address)
    assert not ChatAddress.objects.exists()


def test_nobody_is_led_on_to_another_place(chat: Chat, reader: Person) -> None:
    chat.status = 307
    tell(reader)
    assert deliver_chat_lines() == 0
    assert len(chat.received) == 1


def test_a_host_that_the_operator_takes_back_is_not_written_to(
    chat: Chat, reader: Person, settings: Any
) -> None:
    tell(reader)
    settings.CHAT_HOSTS = frozenset()
    assert deliver_chat_lines() == 0
    assert chat.received == []


def test_the_page_shows_the_mask_only_and_the_address_can_be_forgotten(
    client: Client, chat: Chat, ben: Person
) -> None:
    client.force_login(ben)
    refused = client.post(reverse("my_chat"), {"address": "https://example.org/hook"})
    assert refused.status_code == 422
    assert "know no chat" in refused.content.decode()
    client.post(reverse("my_chat"), {"address": chat.address})
    client.post(reverse("my_chat"), {"try": "yes"})
    assert deliver_chat_lines() == 1
    page = client.get(reverse("my_letters")).content.decode()
    assert f"Mattermost, …{SECRET[-4:]}" in page
    assert "The last one: sent" in page
    assert SECRET not in page
    client.post(reverse("my_chat"), {"forget": "yes"})
    assert not ChatAddress.objects.exists()
    forget_chat(by=ben)  # again changes nothing


def test_failures_write_no_secret_into_the_log(
    chat: Chat, reader: Person, caplog: pytest.LogCaptureFixture
) -> None:
    tell(reader)
    chat.status = 404
    with caplog.at_level(logging.DEBUG):
        deliver_chat_lines()
        with pytest.raises(Refused):
            chat_services.masked(f"slack://{SECRET}")
    assert len(chat.received) == 1
    assert SECRET not in caplog.text


def test_apprise_is_loaded_only_when_a_chat_is_asked() -> None:
    code = (
        "import sys, django; django.setup();"
        "import pairwell.messaging.jobs, pairwell.messaging.chat, pairwell.urls;"
        "sys.exit('apprise' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=300, check=False).returncode == 0
