"""My calendar, series on the plan page, video links, and how mentorships of a program work."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.mentorships.models import BusyTime, MentorshipSettings, PersonCalendar, Session, SessionSeries
from pairwell.people.models import Person
from pairwell.programs.models import Grant
from tests.factories.mentorships import make_mentorship, make_session
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def feed_of(client: Client) -> str:
    page = client.get(reverse("my_calendar")).content.decode()
    return urlsplit(page.split('id="feed" readonly value="')[1].split('"')[0]).path


def test_the_feed_opens_without_signing_in_and_says_who_but_not_what(
    client: Client, ada: Person, ben: Person
) -> None:
    make_session(make_mentorship(ada, ben), title="canary", place="Room 4")
    client.force_login(ben)
    path = feed_of(client)
    client.logout()
    answer = client.get(path)
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Mentoring: Ada Mentor" in text
    assert "canary" not in text
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_replaced_address_shows_nothing_any_more(client: Client, ben: Person) -> None:
    client.force_login(ben)
    old = feed_of(client)
    client.post(reverse("replace_feed"))
    assert feed_of(client) != old
    assert client.get(old).status_code == 404


def test_somebody_switched_off_has_no_feed(client: Client, ben: Person) -> None:
    client.force_login(ben)
    path = feed_of(client)
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    assert client.get(path).status_code == 404


def test_a_busy_address_is_kept_but_never_shown_again(client: Client, ben: Person) -> None:
    client.force_login(ben)
    path = reverse("my_calendar")
    assert client.post(path, {"url": "ftp://x"}).status_code == 422
    client.post(path, {"url": "https://calendar.example/secret-canary.ics"})
    page = client.get(path).content.decode()
    assert "calendar.example" in page
    assert "secret-canary" not in page
    BusyTime.objects.create(person=ben, starts_at=clock.now(), ends_at=clock.now() + timedelta(hours=1))
    client.post(path, {"url": ""})
    assert PersonCalendar.objects.get(person=ben).busy_url == ""
    assert not BusyTime.objects.exists()


def test_a_series_is_planned_and_moved_from_the_pages(client: Client, ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    client.force_login(ben)
    at = (clock.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    form = {"starts_at": f"{at:%Y-%m-%dT%H:%M}", "minutes": "60", "repeat": "fortnight", "count": "3"}
    client.post(reverse("plan_session", args=[mentorship.pk]), form)
    first = Session.objects.order_by("starts_at")[0]
    assert SessionSeries.objects.get().sessions.count() == 3
    page = client.get(reverse("session", args=[first.pk])).content.decode()
    assert "This one and all that follow" in page
    move = {"starts_at": f"{at + timedelta(days=1):%Y-%m-%dT%H:%M}", "minutes": "45", "scope": "following"}
    client.post(reverse("move_session", args=[first.pk]), move)
    assert set(Session.objects.values_list("minutes", flat=True)) == {45}
    client.post(reverse("cancel_session", args=[first.pk]), {"scope": "following"})
    assert not Session.objects.filter(state="planned").exists()


def test_a_video_link_comes_from_the_programs_template(client: Client, ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    MentorshipSettings.objects.create(video_template="https://meet.example/{id}")
    client.force_login(ben)
    path = reverse("plan_session", args=[mentorship.pk])
    assert "Make a video link" in client.get(path).content.decode()
    at = clock.now() + timedelta(days=3)
    client.post(path, {"starts_at": f"{at:%Y-%m-%dT%H:%M}", "minutes": "60", "video": "on", "repeat": ""})
    place = Session.objects.get().place
    assert place.startswith("https://meet.example/")
    assert len(place) > 40


def test_a_manager_says_how_mentorships_work_and_odd_templates_are_refused(
    client: Client, cora: Person
) -> None:
    program = make_mentorship().program
    Grant.objects.create(program=program, person=cora, role="manager")
    client.force_login(cora)
    path = reverse("manage_together", args=[program.pk])
    assert client.post(path, {"video_template": "http://meet.example/{id}"}).status_code == 422
    assert client.post(path, {"video_template": "https://meet.example/room"}).status_code == 422
    client.post(path, {"video_template": "https://meet.example/{id}", "agreement_goals": "Ours"})
    assert MentorshipSettings.objects.get().agreement["goals"] == "Ours"
    client.force_login(make_person())
    assert client.get(path).status_code == 404
