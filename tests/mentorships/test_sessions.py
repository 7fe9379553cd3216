"""Sessions and their invitations."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from icalendar import Calendar

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import Mentorship, Reflection, Session
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.queries.workspace import good_times, shared_reflections
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from tests.factories.mentorships import (
    held,
    make_activity,
    make_mentorship,
    make_reflection,
    make_session,
)
from tests.factories.people import make_person


@pytest.fixture
def pair(ada: Person, ben: Person) -> Mentorship:
    return make_mentorship(ada, ben)


def tomorrow(hours: int = 24):
    return clock.now().replace(microsecond=0) + timedelta(hours=hours)


def planned(pair: Mentorship, by: Person, **fields: object) -> Session:
    values = {"starts_at": tomorrow(), "minutes": 45, **fields}
    return actions.plan_session(by=by, mentorship=pair, **values)


def event_of(letter: Letter):
    calendar = Calendar.from_ical(letter.calendar)
    return calendar["METHOD"], calendar.walk("VEVENT")[0]


def test_planning_invites_both_and_fills_the_agenda_from_the_activity(
    pair: Mentorship, ada: Person, ben: Person
) -> None:
    session = planned(pair, ben, activity=make_activity(), place="https://meet.example.org/x")
    assert [(i.text, i.minutes) for i in session.agenda.all()] == [
        ("Say hello", 10),
        ("Ask three questions", 20),
    ]
    letters = Letter.objects.filter(kind="session")
    assert {letter.to for letter in letters} == {ada, ben}
    method, event = event_of(letters[0])
    assert (method, int(event["SEQUENCE"]), str(event["UID"])) == ("REQUEST", 0, f"{session.uid}@pairwell")
    assert event.decoded("dtstart") == session.starts_at


def test_a_calendar_shows_who_meets_and_not_what_about(pair: Mentorship, ada: Person) -> None:
    planned(pair, ada, title="Leaving my manager")
    assert all(
        "Leaving" not in letter.calendar + letter.subject + letter.text for letter in Letter.objects.all()
    )


def test_moving_sends_the_same_event_with_a_higher_sequence(pair: Mentorship, ada: Person) -> None:
    session = planned(pair, ada)
    moved = actions.move_session(by=ada, session=session, starts_at=tomorrow(48), minutes=30)
    again = actions.move_session(by=ada, session=moved, starts_at=tomorrow(72), minutes=30)
    assert (again.sequence, again.times_moved) == (2, 2)
    sequences = [int(event_of(one)[1]["SEQUENCE"]) for one in Letter.objects.filter(to=ada).order_by("id")]
    assert sequences == [0, 1, 2]
    assert {str(event_of(one)[1]["UID"]) for one in Letter.objects.all()} == {f"{session.uid}@pairwell"}


def test_another_place_is_an_update_but_does_not_count_as_moved(pair: Mentorship, ada: Person) -> None:
    session = planned(pair, ada)
    changed = actions.move_session(
        by=ada, session=session, starts_at=session.starts_at, minutes=45, place="Room 7"
    )
    assert (changed.sequence, changed.times_moved) == (1, 0)
    same = actions.move_session(by=ada, session=changed, starts_at=changed.starts_at, minutes=45)
    assert same.sequence == 1


def test_canceling_removes_the_event_from_both_calendars(pair: Mentorship, ada: Person) -> None:
    session = planned(pair, ada)
    actions.cancel_session(by=ada, session=session)
    methods = [event_of(one) for one in Letter.objects.order_by("-id")[:2]]
    assert {(m, int(e["SEQUENCE"]), str(e["STATUS"])) for m, e in methods} == {("CANCEL", 1, "CANCELLED")}
    with pytest.raises(Refused, match="no longer planned"):
        actions.cancel_session(by=ada, session=session)


def test_the_past_and_odd_lengths_are_refused_beside_their_field(pair: Mentorship, ada: Person) -> None:
    with pytest.raises(Refused) as past:
        planned(pair, ada, starts_at=clock.now() - timedelta(minutes=1))
    assert past.value.refusals[0].field == "starts_at"
    with pytest.raises(Refused) as odd:
        planned(pair, ada, minutes=3)
    assert odd.value.refusals[0].field == "minutes"
    assert Letter.objects.count() == 0


def test_a_paused_mentorship_takes_no_new_session(pair: Mentorship, ada: Person) -> None:
    actions.pause_mentorship(by=ada, mentorship=pair)
    with pytest.raises(Refused, match="paused"):
        planned(pair, ada)


def test_holding_needs_somebody_there_and_a_time_that_has_come(pair: Mentorship, ada: Person) -> None:
    future = make_session(pair)
    with pytest.raises(Refused, match="not begun"):
        actions.hold_session(by=ada, session=future, there=[ada.pk])
    past = make_session(pair, clock.now() - timedelta(hours=2))
    with pytest.raises(Refused, match="Tick who was there"):
        actions.hold_session(by=ada, session=past, there=[999_999])
    done = actions.hold_session(by=ada, session=past, there=[ada.pk])
    assert {(a.person_id == ada.pk, a.was_there) for a in done.attendance.all()} == {
        (True, True),
        (False, False),
    }


def test_we_met_elsewhere_counts_once_a_day(pair: Mentorship, ada: Person, ben: Person) -> None:
    first = actions.note_meeting(by=ada, mentorship=pair)
    assert actions.note_meeting(by=ben, mentorship=pair) == first
    assert (first.state, first.attendance.filter(was_there=True).count()) == ("held", 2)
    assert Letter.objects.count() == 0


def test_others_read_a_shared_reflection_only_after_everybody_has_answered(
    pair: Mentorship, ada: Person, ben: Person
) -> None:
    session = held(pair, days_ago=1)
    actions.reflect(by=ada, session=session, useful=4, line="Good", share=True)
    assert shared_reflections(session, ben) == (None, [])
    actions.reflect(by=ben, session=session, useful=3, line="Mine alone")
    own, others = shared_reflections(session, ben)
    assert own is not None
    assert [r.line for r in others] == ["Good"]
    assert shared_reflections(session, ada)[1] == []


def test_a_reflection_and_its_session_are_of_one_mentorship(
    pair: Mentorship, ada: Person, ben: Person
) -> None:
    said, other = make_reflection(held(pair, days_ago=1), ada), make_mentorship(ada, make_person())
    assert said.mentorship == pair
    for rows in (Reflection.objects.filter(pk=said.pk), Session.objects.filter(pk=said.session_id)):
        with transaction.atomic():
            rows.update(mentorship=other)
            with pytest.raises(IntegrityError, match="mentorships_reflection_of_its_session"):
                connection.check_constraints()
            transaction.set_rollback(True)


def test_agenda_lines_can_be_ordered_and_promises_have_owners_from_the_pair(
    pair: Mentorship, ada: Person, otto: Person
) -> None:
    session = make_session(pair)
    one, two = (actions.add_agenda_item(by=ada, session=session, text=t) for t in ("One", "Two"))
    actions.move_agenda_item(by=ada, item=two, steps=-1)
    assert [i.text for i in session.agenda.all()] == ["Two", "One"]
    assert actions.tick_agenda_item(by=ada, item=one, done=True).done_at is not None
    with pytest.raises(Refused, match="Only members"):
        actions.add_agenda_item(by=ada, session=session, text="Call", owner=otto)


def test_suggested_times_avoid_what_is_planned(pair: Mentorship, ada: Person) -> None:
    circle = circle_of(pair)
    first = good_times(circle, minutes=60)[0]
    make_session(pair, first)
    assert first not in good_times(circle, minutes=60)
