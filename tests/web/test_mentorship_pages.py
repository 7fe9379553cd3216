"""The workspace of a mentorship in the browser's eyes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.mentorships.models import Mentorship, Message, Note, Session
from pairwell.people.models import CareerAim, CareerRole, Person
from tests.factories.mentorships import (
    held,
    make_activity,
    make_goal,
    make_mentorship,
    make_message,
    make_note,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(ada: Person, ben: Person) -> Mentorship:
    ben.time_zone, ada.time_zone = "Asia/Tokyo", "Europe/Berlin"
    ben.save()
    ada.save()
    return make_mentorship(ada, ben)


@pytest.fixture
def bens(client: Client, ben: Person) -> Client:
    client.force_login(ben)
    return client


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_new_pair_is_led_to_its_first_session_with_times(bens: Client, pair: Mentorship) -> None:
    page = text_of(bens, reverse("mentorship", args=[pair.pk]))
    assert "Plan your first session" in page
    assert "working hours" in page


def test_planning_shows_both_clocks_and_takes_the_readers_own_time(bens: Client, pair: Mentorship) -> None:
    day = (clock.now() + timedelta(days=3)).date()
    activity = make_activity()
    form = {"starts_at": f"{day}T17:30", "minutes": "45", "place": "", "title": "", "activity": activity.key}
    page = bens.post(reverse("plan_session", args=[pair.pk]), form, follow=True).content.decode()
    session = Session.objects.get()
    assert session.starts_at.hour == 8  # 17:30 in Tokyo is 8:30 in UTC
    assert "for Ada in Berlin" in page
    assert "Ask three questions" in page


def test_a_time_in_the_past_is_told_beside_the_field(bens: Client, pair: Mentorship) -> None:
    form = {"starts_at": "2001-01-01T10:00", "minutes": "45"}
    answer = bens.post(reverse("plan_session", args=[pair.pk]), form)
    assert answer.status_code == 422
    assert "This time has passed" in answer.content.decode()


def test_a_suggested_time_fills_the_form(bens: Client, pair: Mentorship) -> None:
    path = reverse("plan_session", args=[pair.pk]) + "?at=2031-05-06T08:00:00%2B00:00"
    assert 'value="2031-05-06T17:00"' in text_of(bens, path)


@pytest.mark.parametrize("junk", ["?at=never", "?at=2031-99-99T08:00", "?activity=none", "?before=x"])
def test_odd_addresses_are_borne(bens: Client, pair: Mentorship, junk: str) -> None:
    for name in ("plan_session", "conversation"):
        assert bens.get(reverse(name, args=[pair.pk]) + junk).status_code == 200


def test_a_session_lives_from_plan_to_reflection(
    bens: Client, pair: Mentorship, ada: Person, ben: Person
) -> None:
    session = make_session(pair, clock.now() - timedelta(hours=1))
    page = reverse("session", args=[session.pk])
    assert "Did it take place?" in text_of(bens, page)
    bens.post(reverse("hold_session", args=[session.pk]), {"there": [ada.pk, ben.pk]})
    assert "How was it?" in text_of(bens, page)
    wrong = bens.post(reverse("reflect", args=[session.pk]), {"useful": "9"})
    assert wrong.status_code == 422
    bens.post(reverse("reflect", args=[session.pk]), {"useful": "4", "line": "Clearer now"})
    assert "Clearer now" in text_of(bens, page)


def test_the_agenda_is_edited_line_by_line(bens: Client, pair: Mentorship, ben: Person) -> None:
    session = make_session(pair)
    add = reverse("add_agenda_item", args=[session.pk])
    bens.post(add, {"text": "Talk about the plan", "minutes": "20"})
    bens.post(add, {"text": "Send the draft", "owner": ben.pk})
    item = session.agenda.get(owner=None)
    change = reverse("change_agenda_item", args=[item.pk])
    bens.post(change, {"verb": "save", "text": "Talk about the budget", "minutes": "30"})
    page = text_of(bens, reverse("session", args=[session.pk]))
    assert "Talk about the budget" in page
    assert "Send the draft" in page
    bens.post(change, {"verb": "remove"})
    assert session.agenda.count() == 1


def test_goals_are_set_stepped_and_reached(bens: Client, pair: Mentorship, ben: Person) -> None:
    path = reverse("goals", args=[pair.pk])
    form = {"title": "Lead a meeting", "owner": ben.pk, "steps": "Watch one\nLead one"}
    bens.post(path, form)
    goal = pair.goals.get()
    bens.post(reverse("tick_step", args=[goal.milestones.all()[0].pk]), {"done": "yes"})
    assert "50 %" in text_of(bens, path)
    page = bens.post(reverse("change_goal", args=[goal.pk]), {"verb": "reach"}, follow=True).content.decode()
    assert "Reached! Take a moment" in page
    assert bens.post(path, {"title": "", "owner": "999"}).status_code == 422


def test_a_goal_may_lead_to_a_role_and_the_own_aim_stays_private_until_it_is_chosen(
    bens: Client, pair: Mentorship, ada: Person, ben: Person
) -> None:
    path, adas = reverse("goals", args=[pair.pk]), Client()
    adas.force_login(ada)
    assert "lead to" not in text_of(bens, path)  # no role is known: nothing to choose
    roles = [CareerRole.objects.create(key=name.lower(), name=name) for name in ("Analyst", "Principal")]
    CareerAim.objects.create(person=ben, next=roles[1])
    for one, first, second in ((bens, "Principal", "Analyst"), (adas, "Analyst", "Principal")):
        page = text_of(one, path)
        assert page.index(f">{first}<") < page.index(f">{second}<")
    bens.post(path, {"title": "Lead a meeting", "owner": ben.pk, "career_role": roles[1].pk})
    goal = pair.goals.get()
    assert "leads to Principal" in text_of(adas, path)
    assert "leads to Principal" in text_of(adas, reverse("goal_page", args=[goal.pk]))
    CareerRole.objects.update(is_offered=False)
    change = reverse("goal", args=[goal.pk])
    assert ">Principal<" in text_of(bens, change)
    assert ">Analyst<" not in text_of(bens, change)
    bens.post(change, {"title": "Lead two", "career_role": ""})
    goal.refresh_from_db()
    assert (goal.title, goal.career_role) == ("Lead two", None)


def test_messages_work_without_javascript_and_are_written_once(
    bens: Client, pair: Mentorship, ada: Person
) -> None:
    path = reverse("conversation", args=[pair.pk])
    form = {"text": "**Hello** <script>alert(1)</script>", "key": "form-1"}
    bens.post(path, form)
    page = bens.post(path, form, follow=True).content.decode()
    assert Message.objects.count() == 1
    assert "<strong>Hello</strong>" in page
    assert "<script>alert" not in page
    assert bens.post(path, {"text": " ", "key": "form-2"}).status_code == 422


def test_htmx_gets_only_what_is_new(bens: Client, pair: Mentorship, ada: Person) -> None:
    first = make_message(pair, ada, "An old line")
    newer = reverse("conversation_newer", args=[pair.pk])
    assert bens.get(f"{newer}?after={first.pk}&since=1").status_code == 204
    make_message(pair, ada, "A fresh line")
    page = text_of(bens, f"{newer}?after={first.pk}&since=1")
    assert "A fresh line" in page
    assert "An old line" not in page
    answer = bens.post(
        reverse("conversation", args=[pair.pk]),
        {"text": "Mine", "key": "k", "after": first.pk, "since": "1"},
        headers={"HX-Request": "true"},
    )
    assert 'hx-swap-oob="true"' in answer.content.decode()


def test_opening_the_conversation_reads_it(bens: Client, pair: Mentorship, ada: Person) -> None:
    make_message(pair, ada, "Look here")
    overview = reverse("mentorship", args=[pair.pk])
    assert "1 new" in text_of(bens, overview)
    bens.get(reverse("conversation", args=[pair.pk]))
    assert "1 new" not in text_of(bens, overview)


def test_an_edited_message_shows_its_trace(bens: Client, pair: Mentorship, ben: Person, ada: Person) -> None:
    message = make_message(pair, ben, "At nien")
    bens.post(reverse("message", args=[message.pk]), {"text": "At nine"})
    bens.force_login(ada)
    page = text_of(bens, reverse("conversation", args=[pair.pk]))
    assert "At nine" in page
    assert "At nien" in page


def test_a_note_saved_meanwhile_keeps_both_texts(bens: Client, pair: Mentorship, ada: Person) -> None:
    note = make_note(pair, ada, "One", shared=True)
    Note.objects.filter(pk=note.pk).update(text="Theirs", version=2)
    answer = bens.post(reverse("note", args=[note.pk]), {"text": "Ours", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Ours" in page
    assert 'name="version" value="2"' in page


def test_who_can_read_it_stands_where_one_writes(bens: Client, pair: Mentorship) -> None:
    session = held(pair, days_ago=1)
    promises = {
        reverse("conversation", args=[pair.pk]): "Only the two of you can read this",
        reverse("goals", args=[pair.pk]): "Only the two of you can read this",
        reverse("notes", args=[pair.pk]): "not the program manager, not an administrator",
        reverse("session", args=[session.pk]): "Your words are yours alone",
        reverse("ending", args=[pair.pk]): "Only the program manager reads your reason",
    }
    assert {path for path, promise in promises.items() if promise not in text_of(bens, path)} == set()


def test_ending_takes_two_clicks_and_says_what_next(bens: Client, pair: Mentorship) -> None:
    assert "End this mentorship" in text_of(bens, reverse("ending", args=[pair.pk]))
    form = {"reason": "time", "wants_rematch": "on"}
    page = bens.post(reverse("ending", args=[pair.pk]), form, follow=True).content.decode()
    assert "nobody’s fault" in page
    assert "You can be matched again." in page


def test_pausing_and_resuming_from_the_page(bens: Client, pair: Mentorship) -> None:
    bens.post(reverse("pause_mentorship", args=[pair.pk]))
    assert "Resting since" in text_of(bens, reverse("mentorship", args=[pair.pk]))
    bens.post(reverse("resume_mentorship", args=[pair.pk]))
    pair.refresh_from_db()
    assert pair.state == "active"


def test_a_circle_is_named_as_one(bens: Client, ada: Person, ben: Person, otto: Person) -> None:
    circle = make_mentorship(ada, ben, otto, title="Courage circle")
    make_goal(circle, ben)
    page = text_of(bens, reverse("mentorship", args=[circle.pk]))
    assert "Courage circle" in page
    assert "the members of this circle" in page
    assert "Leave this circle" in text_of(bens, reverse("ending", args=[circle.pk]))
