"""Letters as their readers like to get them: which, how often, and when not."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pairwell.core.errors import Refused
from pairwell.messaging import kinds
from pairwell.messaging.actions import send_letter, withdraw_letters
from pairwell.messaging.choosing import choose_letters, muted_kinds
from pairwell.messaging.models import Letter, Muted
from pairwell.messaging.rules import not_before
from pairwell.messaging.sending import as_mail, claim_next
from pairwell.messaging.weekly import send_weekly_letters
from pairwell.people.models import Person

BERLIN = ZoneInfo("Europe/Berlin")
SURVEY, URGENT = "survey", "proposal"


def write(to: Person, key: str, kind: str = SURVEY) -> Letter | None:
    return send_letter(to=to, kind=kind, key=key, subject=f"About [{key}]", text="Look.", action_url="/x/")


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (19, None),
        (20, "2026-03-03 07:00"),
        (23, "2026-03-03 07:00"),
        (3, "2026-03-02 07:00"),
        (7, None),
    ],
)
def test_quiet_hours_may_go_over_midnight(hour: int, expected: str | None) -> None:
    found = not_before(datetime(2026, 3, 2, hour, 30, tzinfo=BERLIN), BERLIN, 20, 7)
    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == expected


def test_quiet_hours_follow_the_clock_when_it_changes() -> None:
    """The night of 29 March 2026 is an hour shorter in Berlin."""
    found = not_before(datetime(2026, 3, 28, 23, tzinfo=BERLIN), BERLIN, 22, 6)
    assert found is not None
    assert found.astimezone(UTC) == datetime(2026, 3, 29, 4, tzinfo=UTC)


def test_without_quiet_hours_or_with_empty_ones_nothing_waits() -> None:
    moment = datetime(2026, 3, 2, 3, tzinfo=BERLIN)
    assert not_before(moment, BERLIN, None, None) is None
    assert not_before(moment, BERLIN, 5, 5) is None


@pytest.mark.django_db
def test_what_can_wait_waits_for_the_end_of_quiet_hours_and_what_is_urgent_does_not(ben: Person) -> None:
    Person.objects.filter(pk=ben.pk).update(time_zone="Europe/Berlin")
    ben.refresh_from_db()
    choose_letters(by=ben, wanted=[SURVEY], weekly=False, quiet_from=20, quiet_until=7)
    with time_machine.travel(datetime(2026, 3, 2, 22, tzinfo=BERLIN), tick=False):
        calm, urgent = write(ben, "calm"), write(ben, "urgent", URGENT)
        assert calm is not None
        assert urgent is not None
        taken = claim_next()
        assert taken is not None
        assert taken.pk == urgent.pk
        assert claim_next() is None
    with time_machine.travel(datetime(2026, 3, 3, 7, 1, tzinfo=BERLIN), tick=False):
        later = claim_next()
        assert later is not None
        assert later.pk == calm.pk


@pytest.mark.django_db
def test_the_weekly_letter_gathers_what_was_collected_once(ben: Person) -> None:
    Person.objects.filter(pk=ben.pk).update(time_zone="Europe/Berlin")
    ben.refresh_from_db()
    choose_letters(by=ben, wanted=[SURVEY], weekly=True, quiet_from=None, quiet_until=None)
    for key in ("one", "two", "gone"):
        write(ben, key)
    withdraw_letters(keys=["gone"])
    assert claim_next() is None
    with time_machine.travel(datetime(2026, 3, 1, 8, 30, tzinfo=BERLIN), tick=False):
        assert send_weekly_letters() == 0  # a Sunday
    with time_machine.travel(datetime(2026, 3, 2, 8, 30, tzinfo=BERLIN), tick=False):
        assert send_weekly_letters() == 1
        assert send_weekly_letters() == 0
    letter = Letter.objects.get(kind="weekly")
    assert letter.subject == "Your week: 2 things to look at"
    assert "About (one)" in letter.text
    assert "gone" not in letter.text
    assert sorted(Letter.objects.filter(kind=SURVEY).values_list("state", flat=True)) == [
        "gathered",
        "gathered",
        "withdrawn",
    ]


@pytest.mark.django_db
def test_every_letter_that_can_be_stopped_says_how_and_mail_programs_can_do_it(ben: Person) -> None:
    letter = write(ben, "one")
    assert letter is not None
    headers = as_mail(letter).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address in letter.text
    assert address in letter.html
    browser, path = Client(enforce_csrf_checks=True), address.removeprefix("http://127.0.0.1:8000")
    assert browser.get(path).status_code == 200
    assert not Muted.objects.exists()  # a mail program that follows links stops nothing
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert muted_kinds(ben) == {SURVEY}
    assert write(ben, "two") is None


@pytest.mark.django_db
def test_what_needs_an_answer_can_not_be_stopped(ben: Person) -> None:
    letter = write(ben, "one", URGENT)
    assert letter is not None
    assert "List-Unsubscribe" not in as_mail(letter).extra_headers
    assert Client().get(reverse("stop_letters", args=["forged"])).status_code == 404


@pytest.mark.django_db
def test_half_of_the_quiet_hours_is_refused(ben: Person) -> None:
    with pytest.raises(Refused, match="both ends"):
        choose_letters(by=ben, wanted=[], weekly=False, quiet_from=20, quiet_until=None)


@pytest.mark.django_db
def test_the_page_turns_kinds_off_and_on_again(client: Client, ben: Person) -> None:
    client.force_login(ben)
    can_stop = {kind.key for kind in kinds.known_kinds() if not kind.always}
    address = reverse("my_letters")
    assert "Always sent" in client.get(address).content.decode()
    client.post(address, {"kind": sorted(can_stop - {SURVEY}), "weekly": "no"})
    assert muted_kinds(ben) == {SURVEY}
    client.post(address, {"kind": sorted(can_stop), "weekly": "yes", "quiet_from": "22", "quiet_until": "6"})
    assert muted_kinds(ben) == set()
    assert (ben.letter_preference.weekly, ben.letter_preference.quiet_from) == (True, 22)  # type: ignore[attr-defined]
    answer = client.post(address, {"weekly": "no", "quiet_from": "22"})
    assert "both ends" in answer.content.decode()
