"""Requests and private yeses at the same moment, each on a connection of their own: the last place goes once."""

from functools import partial

import pytest
from django.db import transaction
from django.db.models import F

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships.models import Mentorship
from pairwell.pairing.actions.asking import answer_request, ask, pass_on_requests, take_back_request
from pairwell.pairing.actions.private_answers import say_privately
from pairwell.pairing.models import Request
from pairwell.pairing.states import RequestState
from pairwell.programs.models import Enrollment
from pairwell.programs.states import Side
from tests.factories.people import make_person
from tests.factories.say import make_say_program, mentee_in, mentor_in
from tests.pairing.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 12
CLIENTS = 4


def asked_for_one_place() -> tuple[Enrollment, list[Request]]:
    """A mentor with one place, and several who ask for it."""
    program = make_say_program(make_person())
    ada = mentor_in(program)
    askers = [mentee_in(program) for _ in range(CLIENTS)]
    return ada, [ask(by=a.person, asker=a, asked=ada) for a in askers]


def test_of_many_accepted_at_once_one_gets_the_last_place() -> None:
    for _ in range(TRIALS):
        ada, requests = asked_for_one_place()
        found = at_once(*[partial(answer_request, by=ada.person, request=r, accept=True) for r in requests])
        ada.refresh_from_db()
        assert ada.mentees_held == 1
        assert sum(isinstance(one, Request) for one in found) == 1
        states = sorted(Request.objects.filter(asked=ada).values_list("state", flat=True))
        assert states == ["accepted", *["closed"] * (CLIENTS - 1)]


def test_counting_first_and_writing_then_would_oversell() -> None:
    """The control: the same moment without the conditional update gives the last place away more than once."""

    def naive(request: Request) -> bool:
        with transaction.atomic():
            there = Enrollment.objects.get(pk=request.asked_id)
            if there.mentees_held >= there.mentee_places:
                raise Refused.because("full", "Full.")
            Request.objects.filter(pk=request.pk).update(state=RequestState.ACCEPTED)
        return True

    sold = []
    for _ in range(TRIALS):
        ada, requests = asked_for_one_place()
        at_once(*[partial(naive, r) for r in requests])
        sold.append(Request.objects.filter(asked=ada, state=RequestState.ACCEPTED).count())
    assert max(sold) > 1


def test_accepting_while_it_is_taken_back_ends_one_way() -> None:
    for _ in range(TRIALS):
        program = make_say_program(make_person())
        ben, ada = mentee_in(program), mentor_in(program)
        request = ask(by=ben.person, asker=ben, asked=ada)
        at_once(
            partial(answer_request, by=ada.person, request=request, accept=True),
            partial(take_back_request, by=ben.person, request=request),
        )
        request.refresh_from_db()
        ada.refresh_from_db()
        begun = Mentorship.objects.filter(program=program).count()
        assert (request.state, begun, ada.mentees_held) in {("accepted", 1, 1), ("withdrawn", 0, 0)}


def test_two_schedulers_pass_a_request_on_once() -> None:
    for _ in range(10):
        program = make_say_program(make_person())
        ben, first, second, third = mentee_in(program), *(mentor_in(program) for _ in range(3))
        for mentor in (first, second, third):
            ask(by=ben.person, asker=ben, asked=mentor)
        Request.objects.filter(asker=ben, state=RequestState.ASKED).update(due_at=clock.now())
        at_once(*[pass_on_requests] * 3)
        states = list(Request.objects.filter(asker=ben).order_by("rank").values_list("state", flat=True))
        assert states == ["passed", "asked", "lined_up"]


def test_two_private_yeses_at_once_make_one_mentorship() -> None:
    for _ in range(10):
        program = make_say_program(make_person(), is_blind=True)
        ben, ada = mentee_in(program), mentor_in(program)
        at_once(
            partial(answered, ben, ada, Side.MENTOR),
            partial(answered, ada, ben, Side.MENTEE),
        )
        assert Mentorship.objects.filter(program=program).count() == 1
        assert not Enrollment.objects.filter(program=program, mentees_held__gt=F("mentee_places")).exists()


def answered(me: Enrollment, about: Enrollment, side: Side) -> bool:
    say_privately(by=me.person, enrollment=me, about=about, side=side, yes=True)
    return True
