"""Notifications on devices: a real push service gets them, a browser's own key opens them, nobody else's does."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.messaging.actions import notify, notify_many
from pairwell.messaging.jobs import deliver_push_lines, look_after_devices
from pairwell.messaging.models import Muted, Notice, Preference, PushDevice, PushLine
from pairwell.messaging.push import MOST_DEVICES, add_device, forget_device
from pairwell.messaging.push_crypto import decode, public_key
from pairwell.messaging.push_sending import MOST_FAILURES, claim_next
from pairwell.messaging.states import ChatState
from pairwell.people.models import Person
from tests.messaging.push_service import Browser, PushService, push_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[PushService]:
    with push_service(settings, monkeypatch, tmp_path) as running:
        yield running


@pytest.fixture
def browser(service: PushService, ben: Person) -> Browser:
    mine = Browser(service.origin)
    add(ben, mine)
    return mine


def add(person: Person, browser: Browser, **changed: str) -> PushDevice:
    given = {"endpoint": browser.endpoint, "key": browser.key, "secret": browser.secret} | changed
    return add_device(by=person, name="Firefox on Linux", **given)


def tell(to: Person, key: str = "k", kind: str = "announced") -> None:
    notify(to=to, kind=kind, key=key, text="Ada says: the canary sings", url="/mentorships/7/")


def states() -> list[str]:
    return list(PushLine.objects.order_by("id").values_list("state", flat=True))


def test_only_the_browser_can_read_it_and_it_says_that_something_waits(
    service: PushService, browser: Browser, ben: Person
) -> None:
    tell(ben)
    assert deliver_push_lines() == 1
    ((path, headers, body),) = service.received
    assert path == "/send/1"
    assert json.loads(browser.reads(body)) == {
        "title": "Pairwell", "text": "Something new waits for you.", "url": "/notices/",
    }  # fmt: skip
    assert headers["Content-Encoding"] == "aes128gcm"
    assert int(headers["TTL"]) > 0
    with pytest.raises(Exception, match=r"."):
        Browser(service.origin).reads(body)
    assert states() == [ChatState.SENT]
    assert deliver_push_lines() == 0


def test_the_sender_proves_who_it_is(service: PushService, browser: Browser, ben: Person) -> None:
    tell(ben)
    deliver_push_lines()
    scheme, token, key = service.received[0][1]["Authorization"].replace(",", "").split(" ")
    assert (scheme, key) == ("vapid", f"k={public_key()}")
    signed, _, seal = token.removeprefix("t=").rpartition(".")
    raw = decode(seal)
    known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(public_key()))
    pair = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    known.verify(encode_dss_signature(*pair), signed.encode(), ec.ECDSA(hashes.SHA256()))
    claims = json.loads(decode(signed.partition(".")[2]))
    assert claims["aud"] == service.origin
    assert claims["sub"].startswith("mailto:")


def test_every_device_of_a_reader_is_told_and_nobody_elses(
    service: PushService, browser: Browser, ben: Person, ada: Person
) -> None:
    add(ben, Browser(service.origin, 2))
    notify_many([Notice(key=f"a:{p.pk}", to=p, kind="announced", text="News") for p in (ben, ada)])
    assert deliver_push_lines() == 2
    assert sorted(path for path, _, _ in service.received) == ["/send/1", "/send/2"]


def test_quiet_hours_and_kinds_turned_off_hold_for_devices(
    service: PushService, browser: Browser, ben: Person
) -> None:
    Muted.objects.create(person=ben, kind="announced")
    tell(ben)
    assert states() == []
    now = clock.now()
    Preference.objects.create(person=ben, quiet_from=now.hour, quiet_until=(now.hour + 2) % 24)
    tell(ben, key="other", kind="other")
    assert deliver_push_lines() == 0
    with time_machine.travel(now + timedelta(hours=3)):
        assert look_after_devices(0) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_removed_with_what_waits_for_it(
    service: PushService, browser: Browser, ben: Person, status: int
) -> None:
    service.status = status
    tell(ben)
    tell(ben, key="second")
    assert deliver_push_lines() == 0
    assert len(service.received) == 1
    assert not PushDevice.objects.exists()
    assert states() == []


def test_a_service_that_is_down_is_asked_again_later_and_given_up_in_the_end(
    service: PushService, browser: Browser, ben: Person
) -> None:
    service.status = 503
    tell(ben)
    now = clock.now()
    for turn in range(MOST_FAILURES):
        assert PushDevice.objects.exists()
        with time_machine.travel(now + timedelta(days=turn)):
            assert look_after_devices(0) == 0
            assert look_after_devices(0) == 0
        assert len(service.received) == turn + 1
    assert not PushDevice.objects.exists()
    assert "Firefox on Linux did not take" in Notice.objects.get(kind="chat", to=ben).text


def test_a_line_whose_worker_died_is_not_told_again(
    service: PushService, browser: Browser, ben: Person
) -> None:
    tell(ben)
    assert claim_next() is not None
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert look_after_devices(0) == 0
    assert states() == [ChatState.IN_DOUBT]
    assert service.received == []


def test_an_address_inside_a_private_network_is_not_written_to(
    service: PushService, browser: Browser, ben: Person, settings: Any
) -> None:
    settings.PUSH_HOSTS = frozenset()
    tell(ben)
    assert deliver_push_lines() == 0
    assert service.received == []


@pytest.mark.parametrize(
    "changed",
    [
        {"endpoint": "http://push.example.org/1"},
        {"endpoint": "https://me:secret@push.example.org/1"},
        {"endpoint": "https://push.example.org:22/1"},
        {"endpoint": "https://push.example.org/1\r\nX: y"},
        {"endpoint": "https://push.example.org/" + "x" * 1000},
        {"endpoint": ""},
        {"key": "BAAA"},
        {"key": "no key!"},
        {"secret": "c2hvcnQ"},
    ],
)
def test_what_no_browser_would_give_is_refused(ben: Person, changed: dict[str, str]) -> None:
    with pytest.raises(Refused):
        add(ben, Browser("https://push.example.org"), **changed)
    assert not PushDevice.objects.exists()


def test_a_shared_browser_tells_who_used_it_last_and_devices_are_counted(ada: Person, ben: Person) -> None:
    shared = Browser("https://push.example.org")
    add(ada, shared)
    add(ben, shared)
    assert PushDevice.objects.get().person == ben
    for number in range(MOST_DEVICES + 2):
        add(ada, Browser("https://push.example.org", number + 2))
    assert PushDevice.objects.filter(person=ada).count() == MOST_DEVICES


def added(client: Client, person: Person, number: int) -> Client:
    """The browser in which this person signed in and added it as a device."""
    mine = Browser("https://push.example.org", number)
    client.force_login(person)
    given = {"endpoint": mine.endpoint, "key": mine.key, "secret": mine.secret}
    assert "this device" in client.post(reverse("add_device"), given, follow=True).content.decode()
    return client


def test_signing_out_ends_notifications_on_that_device_alone(ada: Person, ben: Person) -> None:
    computer, phone, other = added(Client(), ben, 1), added(Client(), ben, 2), added(Client(), ada, 3)
    tell(ben)
    computer.post(reverse("account_logout"))
    assert "_auth_user_id" not in computer.session
    assert {d.endpoint[-1] for d in PushDevice.objects.all()} == {"2", "3"}
    assert PushLine.objects.count() == 1
    for browser, number in ((phone, "2"), (other, "3")):
        page = browser.get(reverse("my_letters")).content.decode()
        assert page.count("this device</span>") == 1, number


def test_a_device_added_in_an_earlier_session_is_forgotten_by_whoever_signs_out_of_the_browser(
    ada: Person, ben: Person
) -> None:
    shared = added(Client(), ben, 1)
    del shared.cookies["sessionid"]  # it ran out
    shared.force_login(ada)
    page = shared.get(reverse("my_letters")).content.decode()
    assert "this device</span>" not in page
    shared.post(reverse("account_logout"))
    assert not PushDevice.objects.exists()


def test_a_browser_that_gives_another_address_is_still_one_device(ada: Person, ben: Person) -> None:
    browser, other = added(Client(), ben, 1), added(Client(), ben, 2)
    added(browser, ben, 3)
    assert {d.endpoint[-1] for d in PushDevice.objects.all()} == {"2", "3"}
    added(other, ada, 4)  # somebody else, in the same browser
    assert {(d.person, d.endpoint[-1]) for d in PushDevice.objects.all()} == {(ben, "3"), (ada, "4")}


def test_a_made_up_cookie_ends_nothing(ada: Person, ben: Person) -> None:
    added(Client(), ben, 1)
    stranger = Client()
    stranger.force_login(ada)
    stranger.cookies["device"] = str(PushDevice.objects.get().pk)
    stranger.post(reverse("account_logout"))
    assert PushDevice.objects.count() == 1


def test_a_new_password_ends_notifications_where_it_was_set(client: Client, ben: Person) -> None:
    ben.set_password("a-long-enough-secret")
    ben.save()
    added(client, ben, 1)
    words = {
        "oldpassword": "a-long-enough-secret",
        "password1": "another-long-secret",
        "password2": "another-long-secret",
    }
    client.post(reverse("account_change_password"), words)
    assert not PushDevice.objects.exists()


def test_devices_are_added_and_forgotten_on_the_page(client: Client, ada: Person, ben: Person) -> None:
    mine = Browser("https://push.example.org")
    given = {"endpoint": mine.endpoint, "key": mine.key, "secret": mine.secret}
    agent = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    client.force_login(ben)
    page = client.post(reverse("add_device"), given, headers=agent, follow=True).content.decode()
    assert "Firefox on Linux" in page
    assert public_key() in page
    assert mine.endpoint not in page
    assert mine.secret not in page
    device = PushDevice.objects.get()
    assert not forget_device(by=ada, device_id=device.pk)
    client.post(reverse("forget_device", args=[device.pk]))
    assert not PushDevice.objects.exists()
    assert "gave us no address" in client.post(reverse("add_device"), {}, follow=True).content.decode()
