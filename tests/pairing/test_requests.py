"""Asking each other: one after the other, kindly, and never one place too many."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships.models import Mentorship
from pairwell.messaging.models import Letter
from pairwell.pairing.actions import leave_program
from pairwell.pairing.actions.asking import (
    answer_request,
    ask,
    pass_on_requests,
    remind_of_requests,
    take_back_request,
)
from pairwell.pairing.models import Request
from pairwell.people.models import Person
from pairwell.programs.models import Avoidance, Enrollment, Program
from tests.factories.programs import make_enrollment
from tests.factories.say import make_say_program, mentee_in, mentor_in, states_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cora: Person) -> Program:
    return make_say_program(cora)


def send(asker: Enrollment, asked: Enrollment, note: str = "") -> Request:
    return ask(by=asker.person, asker=asker, asked=asked, note=note)


def answer(request: Request, *, yes: bool, reason: str = "") -> Request:
    return answer_request(by=request.asked.person, request=request, accept=yes, private_reason=reason)


def make_late(request: Request) -> None:
    Request.objects.filter(pk=request.pk).update(due_at=clock.now() - timedelta(minutes=1))


def held(enrollment: Enrollment) -> tuple[int, int]:
    enrollment.refresh_from_db()
    return enrollment.mentees_held, enrollment.mentors_held


def test_the_first_is_asked_and_the_others_wait_in_line_without_holding_places(program: Program) -> None:
    ben, mentors = mentee_in(program, "Ben"), [mentor_in(program, f"Mentor {n}") for n in range(3)]
    for one in mentors:
        send(ben, one, "I would like to learn from you")
    assert states_of(ben) == ["asked", "lined_up", "lined_up"]
    assert [held(one) for one in (*mentors, ben)] == [(0, 0)] * 4
    letter = Letter.objects.get(kind="request")
    assert letter.to == mentors[0].person
    assert "I would like to learn from you" in letter.text


def test_a_yes_begins_the_mentorship_takes_both_places_and_closes_the_rest(program: Program) -> None:
    ben, ada, other = mentee_in(program, "Ben"), mentor_in(program, "Ada"), mentor_in(program, "Other")
    mia = mentee_in(program, "Mia")
    first = send(ben, ada)
    send(ben, other)
    send(mia, ada)
    send(mia, other)
    begun = answer(first, yes=True)
    assert begun.proposal is not None
    assert Mentorship.objects.get().memberships.count() == 2
    assert (held(ada), held(ben)) == ((1, 0), (0, 1))
    assert states_of(ben) == ["accepted", "closed"]
    assert states_of(mia) == ["closed", "asked"]
    assert Letter.objects.filter(to=mia.person, subject__startswith="No match with Ada").count() == 1


def test_a_kind_no_goes_on_to_the_next_and_is_never_repeated(program: Program) -> None:
    ben, ada, ivo = mentee_in(program, "Ben"), mentor_in(program, "Ada"), mentor_in(program, "Ivo")
    request = send(ben, ada)
    send(ben, ivo)
    answer(request, yes=False, reason="canary-reason")
    assert states_of(ben) == ["declined", "asked"]
    assert Avoidance.objects.filter(enrollment=ada, person=ben.person, because="declined").exists()
    told = Letter.objects.get(to=ben.person)
    assert "canary-reason" not in told.text
    assert "Ivo" in told.text


def test_no_answer_in_time_passes_on_once_and_a_reminder_comes_before(program: Program) -> None:
    ben, ada, ivo = mentee_in(program, "Ben"), mentor_in(program, "Ada"), mentor_in(program, "Ivo")
    request = send(ben, ada)
    send(ben, ivo)
    assert pass_on_requests() == 0
    Request.objects.filter(pk=request.pk).update(due_at=clock.now() + timedelta(hours=3))
    assert [remind_of_requests(), remind_of_requests()] == [1, 0]
    make_late(request)
    with pytest.raises(Refused, match="time to answer is over"):
        answer(request, yes=True)
    assert [pass_on_requests(), pass_on_requests()] == [1, 0]
    assert states_of(ben) == ["passed", "asked"]
    assert Letter.objects.filter(to=ben.person).count() == 1


def test_the_line_skips_who_is_full_or_gone(program: Program) -> None:
    ben, mentors = mentee_in(program, "Ben"), [mentor_in(program, f"Mentor {n}") for n in range(4)]
    requests = [send(ben, one) for one in mentors]
    Enrollment.objects.filter(pk=mentors[1].pk).update(mentees_held=1)
    Person.objects.filter(pk=mentors[2].person_id).update(is_active=False)
    answer(requests[0], yes=False)
    assert states_of(ben) == ["declined", "closed", "closed", "asked"]


def test_taking_back_asks_the_next_and_leaving_frees_those_who_waited(program: Program) -> None:
    ben, ada, ivo = mentee_in(program, "Ben"), mentor_in(program, "Ada"), mentor_in(program, "Ivo")
    first = send(ben, ada)
    send(ben, ivo)
    take_back_request(by=ben.person, request=first)
    assert states_of(ben) == ["withdrawn", "asked"]
    leave_program(by=ivo.person, enrollment=ivo)
    assert states_of(ben) == ["withdrawn", "closed"]
    with pytest.raises(Refused, match="nothing to take back"):
        take_back_request(by=ben.person, request=first)


@pytest.mark.parametrize("case", ["twice", "full", "own place", "too many", "managed"])
def test_what_can_not_be_asked_is_refused_in_a_sentence(program: Program, cora: Person, case: str) -> None:
    ben, ada = mentee_in(program, "Ben"), mentor_in(program, "Ada")
    words = {
        "twice": "already", "full": "no place left", "own place": "have a match", "too many": "5 requests",
        "managed": "do not ask",
    }  # fmt: skip
    if case == "twice":
        send(ben, ada)
    elif case == "full":
        Enrollment.objects.filter(pk=ada.pk).update(mentees_held=1)
    elif case == "own place":
        Enrollment.objects.filter(pk=ben.pk).update(mentors_held=1)
    elif case == "too many":
        for _ in range(5):
            send(ben, mentor_in(program))
    else:
        program.say.mode = "hybrid"
        program.say.save()
    with pytest.raises(Refused, match=words[case]):
        send(ben, ada)


def test_a_circle_is_not_asked_for(cora: Person) -> None:
    program = make_say_program(cora, format="group")
    with pytest.raises(Refused, match="do not ask"):
        send(mentee_in(program), mentor_in(program, places=6))


def test_peers_ask_each_other(cora: Person) -> None:
    program = make_say_program(cora, format="peer")
    one, two = mentee_in(program, "One"), mentee_in(program, "Two")
    answer(send(one, two), yes=True)
    assert (held(one), held(two)) == ((0, 1), (0, 1))


def test_ask_and_answer_on_the_pages(client: Client, program: Program, otto: Person) -> None:
    ben, ada = mentee_in(program, "Ben Mentee"), mentor_in(program, "Ada Mentor")
    client.force_login(ben.person)
    client.post(reverse("ask_person", args=[program.pk, ada.pk]), {"note": "Please teach me"})
    request = Request.objects.get()
    assert request.score is not None
    assert "Waiting for an answer" in client.get(reverse("requests")).content.decode()
    address = reverse("request", args=[request.pk])
    client.force_login(otto)
    assert client.get(address).status_code == 404
    client.force_login(ada.person)
    assert "Ben Mentee asks you for a mentorship" in client.get(reverse("home")).content.decode()
    assert "Please teach me" in client.get(address).content.decode()
    assert client.post(reverse("take_back_request", args=[request.pk])).status_code == 404
    answered = client.post(address, {"answer": "accept"}, follow=True)
    assert "You both said yes" in answered.content.decode()


def test_nobody_is_shown_why_they_were_declined_but_the_manager_is(
    client: Client, program: Program, cora: Person
) -> None:
    ben, ada = mentee_in(program, "Ben Mentee"), mentor_in(program, "Ada Mentor")
    request = send(ben, ada, "canary-note")
    client.force_login(ada.person)
    client.post(reverse("request", args=[request.pk]), {"answer": "decline", "reason": "canary-reason"})
    client.force_login(ben.person)
    for address in (reverse("requests"), reverse("request", args=[request.pk]), reverse("notices")):
        assert "canary-reason" not in client.get(address).content.decode()
    client.force_login(cora)
    page = client.get(reverse("manage_say", args=[program.pk])).content.decode()
    assert "canary-reason" in page
    assert "canary-note" not in page


def test_a_request_that_stands_in_line_is_not_for_the_eyes_of_the_asked(
    client: Client, program: Program
) -> None:
    ben, ada, ivo = mentee_in(program, "Ben"), mentor_in(program, "Ada"), mentor_in(program, "Ivo")
    send(ben, ada)
    waiting = send(ben, ivo)
    client.force_login(ivo.person)
    assert client.get(reverse("request", args=[waiting.pk])).status_code == 404
    assert "Ben" not in client.get(reverse("requests")).content.decode()


def test_somebody_outside_the_program_can_not_be_asked(client: Client, program: Program) -> None:
    ben = mentee_in(program, "Ben")
    stranger = make_enrollment(make_say_program(ben.person), role="mentor")
    client.force_login(ben.person)
    assert client.post(reverse("ask_person", args=[program.pk, stranger.pk])).status_code == 404
    assert not Request.objects.exists()
