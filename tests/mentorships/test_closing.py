"""Closing well: wishes, certificates that anybody can check, and asking for help."""

import re

import pytest

from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import Certificate, Membership
from pairwell.mentorships.rules.closing import code, normal_code
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from tests.factories.mentorships import held, make_mentorship
from tests.factories.people import make_person
from tests.factories.programs import grant

pytestmark = pytest.mark.django_db


def test_a_certificate_is_made_once_and_stays_as_it_was(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    held(mentorship, days_ago=3, minutes=60)
    held(mentorship, days_ago=2, minutes=45)
    actions.complete_mentorship(by=ben, mentorship=mentorship)
    made = actions.issue_certificate(by=ben, mentorship=mentorship)
    Person.objects.filter(pk=ben.pk).update(full_name="Another Name")
    again = actions.issue_certificate(by=Person.objects.get(pk=ben.pk), mentorship=mentorship)
    assert again.pk == made.pk
    assert (again.name, again.sessions, again.minutes) == ("Ben Mentee", 2, 105)
    assert actions.issue_certificate(by=ada, mentorship=mentorship).code != made.code


def test_a_certificate_needs_a_good_end_and_having_been_there(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    session = held(mentorship, days_ago=1)
    with pytest.raises(Refused):
        actions.issue_certificate(by=ben, mentorship=mentorship)
    session.attendance.filter(person=ben).update(was_there=False)
    actions.complete_mentorship(by=ada, mentorship=mentorship)
    with pytest.raises(Refused):
        actions.issue_certificate(by=ben, mentorship=mentorship)
    assert not Certificate.objects.exists()


def test_codes_are_easy_to_type_and_forgiving() -> None:
    made = code(lambda signs: signs[0])
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", made)
    assert normal_code(" k7pm 2xq4–9trb ") == "K7PM-2XQ4-9TRB"


def test_what_next_is_one_of_the_answers(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    actions.wish_next(by=ben, mentorship=mentorship, wish="mentor")
    assert Membership.objects.get(person=ben).next_wish == "mentor"
    with pytest.raises(Refused):
        actions.wish_next(by=ben, mentorship=mentorship, wish="riches")
    with pytest.raises(Refused):
        actions.wish_next(by=make_person(), mentorship=mentorship, wish="mentor")


def test_help_reaches_the_managers_without_its_words_and_not_the_other_side(
    ada: Person, ben: Person, cora: Person
) -> None:
    mentorship = make_mentorship(ada, ben)
    grant(mentorship.program, cora)
    asked = actions.ask_for_help(by=ben, mentorship=mentorship, topic="fit", note="canary")
    letter = Letter.objects.get()
    assert letter.to == cora
    assert "Ben Mentee asks you for help" in letter.text
    assert "canary" not in letter.text + letter.html + letter.subject
    again = actions.ask_for_help(by=ben, mentorship=mentorship, topic="meet")
    assert again.pk == asked.pk
    actions.answer_help(by=cora, request=again)
    assert actions.ask_for_help(by=ben, mentorship=mentorship, topic="meet").pk != asked.pk
    with pytest.raises(Refused):
        actions.ask_for_help(by=ben, mentorship=mentorship, topic="gossip")
