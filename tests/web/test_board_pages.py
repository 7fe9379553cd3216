"""The board of mentorships: found, sorted, kept as a view, written to, with what was done about each."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.mentorships import actions
from pairwell.mentorships.models import Mentorship
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.models import Program, SavedView
from pairwell.programs.states import ProgramState
from tests.factories.mentorships import held, make_goal, make_mentorship, make_message, make_session
from tests.factories.people import make_person
from tests.factories.programs import grant, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(client: Client, cora: Person) -> Program:
    client.force_login(cora)
    return make_program("Growing", managed_by=cora, state=ProgramState.ACTIVE)


@pytest.fixture
def three(program: Program) -> dict[str, Mentorship]:
    """One that thrives, one that waits for an answer, one that never met."""
    made = {
        "well": make_mentorship(
            make_person("Lea Well"), make_person("Ann One"), program=program, days_ago=30
        ),
        "wait": make_mentorship(make_person("Wim Wait"), make_person("Bo Two"), program=program, days_ago=31),
        "lost": make_mentorship(
            make_person("Ida Lost"), make_person("Cy Three"), program=program, days_ago=60
        ),
    }
    for days in (20, 3):
        held(made["well"], days_ago=days)
    make_session(made["well"])
    mentee = made["well"].memberships.get(role="mentee").person
    make_goal(made["well"], mentee, state="reached")
    make_goal(made["well"], mentee)
    held(made["wait"], days_ago=5)
    make_message(made["wait"], made["wait"].memberships.get(role="mentee").person)
    return made


def rows(client: Client, program: Program, **asked: str) -> list[dict[str, str]]:
    answer = client.get(reverse("manage_health_table", args=[program.pk]), asked)
    text = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(text)))


def names(client: Client, program: Program, **asked: str) -> list[str]:
    return [row["Mentorship"].split()[1] for row in rows(client, program, **asked)]


def test_the_file_says_what_the_board_says(client: Client, program: Program, three: dict) -> None:
    row = next(r for r in rows(client, program) if "Lea Well" in r["Mentorship"])
    assert (row["Sessions held"], row["Rhythm held"], row["Rhythm asked"]) == ("2", "2", "2")
    assert (row["Goals reached"], row["Goals"], row["Unread messages"]) == ("1", "2", "0")
    page = client.get(reverse("manage_health", args=[program.pk])).content.decode()
    for text in ("2 of 2", "1 of 2", "2 held", "3 found"):
        assert text in page


def test_mentorships_are_found_by_name_state_and_what_is_missing(
    client: Client, program: Program, three: dict
) -> None:
    assert names(client, program, words="léa well") == ["Well"]
    assert names(client, program, state="at_risk") == ["Lost"]
    assert set(names(client, program, waiting="no_next")) == {"Wait", "Lost"}
    assert names(client, program, waiting="unread") == ["Wait"]
    assert set(names(client, program, waiting="no_goal")) == {"Wait", "Lost"}
    assert set(names(client, program, waiting="behind")) == {"Wait", "Lost"}
    assert len(names(client, program, waiting="nonsense", state="nonsense", sort="nonsense")) == 3


def test_the_board_is_sorted_as_asked(client: Client, program: Program, three: dict) -> None:
    assert names(client, program)[0] == "Lost"
    assert names(client, program, sort="name") == ["Lost", "Well", "Wait"]
    assert names(client, program, sort="next")[0] == "Well"
    assert names(client, program, sort="last") == ["Lost", "Wait", "Well"]
    assert names(client, program, sort="unread")[0] == "Wait"
    assert names(client, program, sort="goals")[-1] == "Well"


def test_those_that_are_over_have_a_filter_of_their_own(
    client: Client, program: Program, three: dict
) -> None:
    mentor = three["well"].memberships.get(role="mentor").person
    actions.end_mentorship(by=mentor, mentorship=three["well"], reason="time")
    assert "Well" not in names(client, program)
    assert names(client, program, state="ended_early") == ["Well"]


def test_a_view_of_the_board_is_ones_own_and_not_one_of_the_people_table(
    client: Client, program: Program, otto: Person
) -> None:
    keep = {"table": "mentorships", "name": "Silent", "query": "state=quiet&sort=last&column=email"}
    answer = client.post(reverse("keep_view", args=[program.pk]), keep)
    assert answer["Location"].endswith("?state=quiet&sort=last")
    board, people = (reverse(name, args=[program.pk]) for name in ("manage_health", "manage_people"))
    assert "Silent" in client.get(board).content.decode()
    client.get(people)
    assert "Silent" not in client.get(people).content.decode()
    grant(program, otto)
    other = Client()
    other.force_login(otto)
    assert "Silent" not in other.get(board).content.decode()
    view = SavedView.objects.get()
    answer = client.post(reverse("forget_view", args=[program.pk, view.pk]))
    assert answer["Location"] == board
    assert not SavedView.objects.exists()


def test_a_kind_letter_to_many_is_read_before_it_is_sent(
    client: Client, program: Program, three: dict
) -> None:
    path = reverse("nudge_many", args=[program.pk])
    ticked = {"mentorship": [three["lost"].pk, three["wait"].pk], "query": "sort=name"}
    page = client.post(path, ticked).content.decode()
    assert "A kind letter to 4 people" in page
    for text in ("How is it going with", "A date for you and", "Thank you for your time"):
        assert text in page
    assert not Letter.objects.filter(kind="mentorship-nudge").exists()
    ids = f"{three['lost'].pk},{three['wait'].pk}"
    sent = client.post(path, {"ids": ids, "template": "plan", "confirmed": "yes"}, follow=True)
    assert "4 kind letters are on the way" in sent.content.decode()
    assert Letter.objects.filter(subject__startswith="A date for you and").count() == 4
    again = client.post(path, {"ids": ids, "template": "plan"}).content.decode()
    assert "Nobody would get a letter now" in again
    assert "Had a kind letter this week (4)" in again


def test_all_found_means_those_that_the_filter_finds(client: Client, program: Program, three: dict) -> None:
    path = reverse("nudge_many", args=[program.pk])
    asked = {"all": "yes", "query": "state=at_risk"}
    assert "A kind letter to 2 people" in client.post(path, asked).content.decode()
    warned = client.post(path, {"query": "", "ids": "x,٣,9" * 30}, follow=True).content.decode()
    assert "Nobody would get a letter" in warned or "Tick at least one" in warned


def test_who_is_left_out_is_told_with_the_reason_before_and_after(
    client: Client, program: Program, three: dict, ada: Person, ben: Person
) -> None:
    path = reverse("nudge_many", args=[program.pk])
    both = make_mentorship(ada, make_person("Second Mentee"), program=program, days_ago=40)
    first = make_mentorship(ada, ben, program=program, days_ago=60)
    empty = make_mentorship(program=program, days_ago=30)
    empty.memberships.update(left_at=clock.now())
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    ids = f"{first.pk},{both.pk},{empty.pk}"
    page = client.post(path, {"ids": ids}).content.decode()
    assert "A kind letter to 2 people" in page
    assert "who is in two of them gets one about each, 3 letters in all" in page
    assert re.search(r"Is no longer here \(1\): <span[^>]*>" + ben.full_name, page)
    assert "Has nobody in it any more (1)" in page
    sent = client.post(
        path, {"ids": ids, "template": "how", "confirmed": "yes"}, follow=True
    ).content.decode()
    assert "3 kind letters are on the way. Left out: 1 " in sent
    assert "1 is no longer here" in sent
    line = client.get(reverse("manage_mentorship", args=[both.pk])).content.decode()
    assert "2 kind letters: How is it going?" in line
    gone = client.post(path, {"ids": "999999999"}).content.decode()
    assert "None of the mentorships that were ticked" in gone


def test_the_time_line_tells_what_was_done_and_never_what_was_written(
    client: Client, program: Program, cora: Person, ada: Person, ben: Person
) -> None:
    pair = make_mentorship(ada, ben, program=program, days_ago=60)
    make_message(pair, ben, "canary-of-a-message")
    actions.nudge_many(by=cora, program=program, mentorships=[pair.pk], template="thanks")
    asked = actions.ask_for_help(by=ben, mentorship=pair, topic="fit", note="canary-of-a-note")
    actions.answer_help(by=cora, request=asked)
    client.post(reverse("add_remark", args=[pair.pk]), {"text": "Had coffee with both"})
    refused = client.post(reverse("add_remark", args=[pair.pk]), {"text": " "}, follow=True)
    page = refused.content.decode()
    for text in (
        "Write a note of at most", "Had coffee with both", "2 kind letters: Thank you", "Cora Manager",
        "Was in touch after a request for help", "It began",
    ):  # fmt: skip
        assert text in page
    assert "canary" not in page
    client.force_login(ben)
    assert "coffee" not in client.get(reverse("mentorship", args=[pair.pk])).content.decode()
