"""Reminders: the right one to the right person at a good hour, few, and never twice about the same thing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from pairwell.core import clock
from pairwell.mentorships.actions.reminding import remind_everybody_due
from pairwell.mentorships.models import Mentorship
from pairwell.mentorships.rules.health import WEIGHTS
from pairwell.mentorships.rules.nudging import REMINDERS, Member, may_remind, recipients
from pairwell.messaging.models import Letter, Muted
from pairwell.people.models import Person
from pairwell.programs.states import ProgramState
from tests.factories.mentorships import held, make_mentorship, make_message
from tests.factories.people import make_person
from tests.factories.programs import make_program

WEDNESDAY = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
PAIR = [Member(1, "mentor", 4), Member(2, "mentee", 0)]


@pytest.fixture
def a_good_hour() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def reminders(person: Person | None = None) -> list[str]:
    rows = Letter.objects.filter(kind="reminder").order_by("id")
    return list((rows.filter(to=person) if person else rows).values_list("subject", flat=True))


def test_each_reminder_answers_a_signal_that_exists() -> None:
    assert set(REMINDERS) <= set(WEIGHTS)


def test_the_right_person_is_reminded() -> None:
    assert recipients("not_planned", PAIR) == [1, 2]
    assert recipients("no_goal", PAIR) == [2]
    assert recipients("one_sided", PAIR) == [2]
    assert recipients("less_useful", PAIR) == []


@pytest.mark.parametrize(
    ("zone", "may"),
    [("Europe/Berlin", True), ("Asia/Tokyo", False), ("America/Los_Angeles", False), ("Asia/Kolkata", True)],
)
def test_it_is_ten_in_greenwich_and_a_good_hour_in_some_places(zone: str, may: bool) -> None:
    told = may_remind(WEDNESDAY, ZoneInfo(zone), lately=0, is_first_now=True, told=(), key="k")
    assert told is may


def test_weekends_busy_weeks_and_what_was_told_are_left_alone() -> None:
    utc, fine = ZoneInfo("UTC"), {"lately": 0, "is_first_now": True, "told": (), "key": "k"}
    assert may_remind(WEDNESDAY, utc, **fine)
    assert not may_remind(WEDNESDAY + timedelta(days=3), utc, **fine)
    assert not may_remind(WEDNESDAY, utc, **{**fine, "lately": 2})
    assert not may_remind(WEDNESDAY, utc, **{**fine, "is_first_now": False})
    assert not may_remind(WEDNESDAY, utc, **{**fine, "told": {"k"}})


@pytest.mark.django_db
@pytest.mark.usefixtures("a_good_hour")
def test_a_pair_that_never_met_is_reminded_once_each(ada: Person, ben: Person) -> None:
    make_mentorship(ada, ben, program=make_program(state=ProgramState.ACTIVE), days_ago=30)
    assert remind_everybody_due() == 2
    assert reminders(ben) == [f"Your first session with {ada.full_name}"]
    assert remind_everybody_due() == 0


@pytest.mark.django_db
def test_a_new_stretch_of_silence_is_a_new_reason(ada: Person, ben: Person) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        pair = make_mentorship(ada, ben, program=make_program(state=ProgramState.ACTIVE), days_ago=60)
        held(pair, days_ago=20)
        remind_everybody_due()
    with time_machine.travel(WEDNESDAY + timedelta(days=28), tick=False):
        held(pair, days_ago=18)
        remind_everybody_due()
    assert reminders(ada).count(f"When do you meet {ben.full_name} next?") == 2


@pytest.mark.django_db
def test_nobody_gets_more_than_two_in_a_week_however_many_mentorships_they_have(ada: Person) -> None:
    program = make_program(state=ProgramState.ACTIVE)
    with time_machine.travel(WEDNESDAY, tick=False):
        for _ in range(5):
            make_mentorship(ada, make_person(), program=program, days_ago=30)
    for hour in range(5):
        with time_machine.travel(WEDNESDAY + timedelta(hours=hour), tick=False):
            remind_everybody_due()
    assert len(reminders(ada)) == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("a_good_hour")
def test_the_quiet_side_alone_hears_that_somebody_waits(ada: Person, ben: Person) -> None:
    pair = make_mentorship(ada, ben, program=make_program(state=ProgramState.ACTIVE), days_ago=40)
    held(pair, days_ago=3)
    for _ in range(4):
        make_message(pair, ben)
    remind_everybody_due()
    assert f"{ben.full_name} would like to hear from you" in reminders(ada)
    assert not any("hear from you" in subject for subject in reminders(ben))


@pytest.mark.django_db
@pytest.mark.usefixtures("a_good_hour")
def test_rest_is_respected(ada: Person, ben: Person) -> None:
    program = make_program(state=ProgramState.ACTIVE)
    pair = make_mentorship(ada, ben, program=program, days_ago=60)
    Muted.objects.create(person=ben, kind="reminder")
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert remind_everybody_due() == 0
    Muted.objects.all().delete()
    Mentorship.objects.filter(pk=pair.pk).update(state="paused", paused_at=clock.now())
    assert remind_everybody_due() == 0
