"""Pause, resume, close, and end without blame."""

import pytest

from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import Ending, Mentorship
from pairwell.mentorships.states import MentorshipState
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.models import Avoidance, Enrollment
from pairwell.programs.states import ProgramState
from tests.factories.mentorships import held, make_mentorship, make_peers, make_session
from tests.factories.people import make_person
from tests.factories.programs import make_program


@pytest.fixture
def pair(ada: Person, ben: Person, cora: Person) -> Mentorship:
    return make_mentorship(ada, ben, program=make_program(managed_by=cora, state=ProgramState.ACTIVE))


def place_of(person: Person) -> Enrollment:
    return Enrollment.objects.get(person=person)


def end(pair: Mentorship, by: Person, **fields: object) -> Mentorship:
    return actions.end_mentorship(by=by, mentorship=pair, **{"reason": "fit", **fields})


def test_ending_gives_both_places_back_and_keeps_the_two_apart(
    pair: Mentorship, ada: Person, ben: Person
) -> None:
    ended = end(pair, ben, wants_rematch=True)
    assert ended.state == MentorshipState.ENDED_EARLY
    assert (place_of(ada).mentees_held, place_of(ben).mentors_held) == (0, 0)
    assert (place_of(ada).mentee_places_left, place_of(ben).mentor_places_left) == (1, 1)
    kept = set(Avoidance.objects.values_list("enrollment__person_id", "person_id", "because"))
    assert kept == {(ada.pk, ben.pk, "ended"), (ben.pk, ada.pk, "ended")}


def test_who_wants_no_other_match_is_not_put_back_into_the_pool(
    pair: Mentorship, ada: Person, ben: Person
) -> None:
    end(pair, ben, wants_rematch=False)
    assert place_of(ben).mentor_places_left == 0
    assert place_of(ada).mentee_places_left == 1
    actions.choose_another(by=ben, mentorship=pair, wants=True)
    actions.choose_another(by=ben, mentorship=pair, wants=True)
    assert place_of(ben).mentor_places_left == 1
    actions.choose_another(by=ada, mentorship=pair, wants=False)
    assert place_of(ada).mentee_places_left == 0


def test_ending_calls_off_the_sessions_ahead_and_leaves_the_past(pair: Mentorship, ben: Person) -> None:
    ahead, past = make_session(pair), held(pair, days_ago=3)
    end(pair, ben)
    ahead.refresh_from_db()
    past.refresh_from_db()
    assert (ahead.state, past.state) == ("canceled", "held")
    assert Letter.objects.filter(calendar_method="CANCEL").count() == 2


def test_the_other_side_is_told_kindly_and_never_why(
    pair: Mentorship, ada: Person, ben: Person, cora: Person
) -> None:
    end(pair, ben, reason="silent", private_note="canary-of-a-reason")
    told = Letter.objects.get(to=ada)
    assert "nobody’s fault" in told.text
    for letter in Letter.objects.all():
        assert "canary" not in letter.text + letter.html + letter.subject
        assert "do not hear" not in letter.text
    assert Letter.objects.filter(to=cora).count() == 1
    assert not Letter.objects.filter(to=ben).exists()


def test_ending_needs_a_reason_and_happens_once(pair: Mentorship, ben: Person) -> None:
    with pytest.raises(Refused):
        end(pair, ben, reason="because")
    end(pair, ben)
    with pytest.raises(Refused, match="already over"):
        end(pair, ben)
    assert Ending.objects.count() == 1


def test_other_pairs_of_the_same_mentor_stay_as_they_are(pair: Mentorship, ada: Person, ben: Person) -> None:
    other = make_mentorship(ada, make_person(), program=pair.program)
    end(pair, ben)
    other.refresh_from_db()
    assert other.state == MentorshipState.ACTIVE
    assert place_of(ada).mentees_held == 1


def test_a_circle_goes_on_when_a_member_leaves(ada: Person, ben: Person) -> None:
    third = make_person()
    circle = make_mentorship(ada, ben, third)
    end(circle, ben)
    circle.refresh_from_db()
    assert circle.state == MentorshipState.ACTIVE
    assert circle.memberships.get(person=ben).left_at is not None
    assert (place_of(ben).mentors_held, place_of(ada).mentees_held) == (0, 1)
    assert not Avoidance.objects.filter(person=third).exists()


def test_a_circle_ends_with_its_only_mentor(ada: Person, ben: Person) -> None:
    circle = make_mentorship(ada, ben, make_person())
    end(circle, ada)
    circle.refresh_from_db()
    assert circle.state == MentorshipState.ENDED_EARLY


def test_two_peers_end_together(ada: Person, ben: Person) -> None:
    peers = make_peers(ada, ben)
    end(peers, ada, wants_rematch=True)
    assert (place_of(ada).mentors_held, place_of(ben).mentors_held) == (0, 0)


def test_pausing_calls_off_and_resuming_counts_from_today(pair: Mentorship, ada: Person) -> None:
    session = make_session(pair)
    paused = actions.pause_mentorship(by=ada, mentorship=pair)
    session.refresh_from_db()
    assert (paused.state, session.state) == ("paused", "canceled")
    resumed = actions.resume_mentorship(by=ada, mentorship=pair)
    assert (resumed.state, resumed.resumed_at is not None) == ("active", True)
    with pytest.raises(Refused, match="not paused"):
        actions.resume_mentorship(by=ada, mentorship=pair)


def test_closing_is_for_those_who_met_and_thanks_go_into_the_conversation(
    pair: Mentorship, ada: Person
) -> None:
    with pytest.raises(Refused, match="not met yet"):
        actions.complete_mentorship(by=ada, mentorship=pair)
    held(pair, days_ago=2)
    done = actions.complete_mentorship(by=ada, mentorship=pair, thanks="Thank you, Ben")
    assert done.state == MentorshipState.COMPLETED
    assert [m.text for m in pair.messages.all()] == ["Thank you, Ben"]
    assert place_of(ada).mentees_held == 1
